package io.weir.cli.command;

import io.weir.cli.bench.BenchCommand;
import io.weir.cli.demo.DemoCommand;
import java.util.List;

/** Every subcommand, in the order of the help text. */
public final class Commands {
    private Commands() {}

    /** New instances, for one command line. */
    public static List<Object> all() {
        return List.of(
                new DemoCommand(),
                new ClusterCommand(),
                new FederationCommand(),
                new KeysCommand(),
                new AggregatorCommand(),
                new PublisherCommand(),
                new ParticipantCommand(),
                new RoundsCommand(),
                new ModelsCommand(),
                new QuarantineCommand(),
                new AuditCommand(),
                new ReplayCommand(),
                new PrivacyCommand(),
                new AttestCommand(),
                new BenchCommand(),
                new DoctorCommand());
    }
}
