package io.weir.aggregator;

import io.weir.privacy.attestation.EvidenceProvider;
import io.weir.privacy.attestation.SimulatedTee;
import io.weir.privacy.attestation.TsmEvidence;
import io.weir.privacy.identity.ParticipantIdentity;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an instance gets attestation evidence from.
 *
 * @param provider {@code weir.attestation.provider}: none, tsm or simulator
 * @param tsmPath {@code weir.attestation.tsm.path}: where the kernel takes requests for reports
 * @param simulatorIdentity {@code weir.attestation.simulator.identity}: a directory of `weir keys generate` whose key signs simulated
 *     evidence, so that instances share it; without it each start has another
 */
public record AttestationConfig(Provider provider, Path tsmPath, Optional<Path> simulatorIdentity) {
    public static final String PROVIDER = "weir.attestation.provider";
    public static final String TSM_PATH = "weir.attestation.tsm.path";
    public static final String SIMULATOR_IDENTITY = "weir.attestation.simulator.identity";

    static final Set<String> KEYS = Set.of(PROVIDER, TSM_PATH, SIMULATOR_IDENTITY);

    private static final Logger LOG = LoggerFactory.getLogger(AttestationConfig.class);

    /** What makes the evidence. */
    public enum Provider {
        /** Nothing: this instance takes no part in attested rounds. */
        NONE,
        /** Linux's configfs-tsm, in a SEV-SNP or TDX guest. */
        TSM,
        /** A simulator, which protects nothing. */
        SIMULATOR
    }

    static AttestationConfig from(Map<String, ?> config) {
        return new AttestationConfig(
                provider(text(config, PROVIDER).orElse("none")),
                text(config, TSM_PATH).map(Path::of).orElse(TsmEvidence.REPORTS),
                text(config, SIMULATOR_IDENTITY).map(Path::of));
    }

    private static Optional<String> text(Map<String, ?> config, String key) {
        return Optional.of(Objects.toString(config.get(key), "").strip()).filter(value -> !value.isEmpty());
    }

    private static Provider provider(String value) {
        for (Provider provider : Provider.values()) {
            if (provider.name().toLowerCase(Locale.ROOT).equals(value)) {
                return provider;
            }
        }
        throw new IllegalArgumentException(PROVIDER + " is '" + value + "': allowed is none, tsm or simulator");
    }

    /** The provider of evidence, if there is to be one. */
    Optional<EvidenceProvider> evidence() {
        return switch (provider) {
            case NONE -> Optional.empty();
            case TSM -> Optional.of(new TsmEvidence(tsmPath));
            case SIMULATOR -> Optional.of(simulator());
        };
    }

    private SimulatedTee simulator() {
        byte[] measurement = SimulatedTee.measurement();
        SimulatedTee simulator = simulatorIdentity
                .map(directory -> SimulatedTee.of(ParticipantIdentity.load(directory), measurement))
                .orElseGet(() -> SimulatedTee.create(measurement));
        LOG.atWarn()
                .addKeyValue("root", simulator.rootPin())
                .log("SIMULATED attestation: it protects nothing; a policy must name this root to accept it");
        return simulator;
    }
}
