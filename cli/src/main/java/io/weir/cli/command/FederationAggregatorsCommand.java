package io.weir.cli.command;

import io.weir.cli.ExitStatus;
import io.weir.cli.federation.FederationAdmin;
import io.weir.wire.FederationSettings;
import io.weir.wire.ParticipantEntry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir federation aggregators}. */
@Command(
        name = "aggregators",
        description =
                "Names the aggregator's certificates anew: participants believe only rounds and calls of committees"
                        + " that are signed with the key of one of them. Instances whose certificate is not among them open no"
                        + " round.",
        footer = {
            "",
            "Example, to replace a key: name both, start the instances anew with the new one, then name it alone",
            "  weir federation aggregators --federation cards --certificate old/participant.crt \\",
            "      --certificate new/participant.crt"
        })
final class FederationAggregatorsCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connections;

    @Mixin
    private Output output;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            required = true,
            description = "An instance's certificate. May be repeated; certificates that are not given count no more.")
    private List<Path> certificates;

    @Override
    public Integer call() {
        List<ByteBuffer> keys = CertificateFiles.aggregatorKeys(certificates, Instant.now());
        FederationSettings settings;
        List<ParticipantEntry> participants;
        try (FederationAdmin admin = new FederationAdmin(connections.checked())) {
            settings = FederationSettings.newBuilder(admin.settings(connections.federation()))
                    .setAggregatorPublicKeys(keys)
                    .build();
            participants = admin.participants(connections.federation());
            admin.change(settings);
        }
        output.print(() -> SettingsView.json(settings, participants), () -> SettingsView.text(settings, participants));
        return ExitStatus.DONE;
    }
}
