package io.weir.client;

import io.weir.privacy.attestation.AttestationFiles;
import io.weir.privacy.attestation.AttestationPolicy;
import io.weir.privacy.attestation.Endorsement;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a participant demands of aggregators before it sends them anything.
 *
 * @param policy {@code weir.attestation.policy}: a file; with it, only attested rounds are taken part in
 * @param endorsements {@code weir.attestation.endorsements}: files or directories, separated by commas: certificates, revocation
 *     lists, collateral
 * @param topology {@code weir.attestation.topology}: SHA-256 of what aggregators must be set up to do, 64 hexadecimal digits, as `weir
 *     attest topology` says; empty to accept whatever they say
 */
public record AttestationConfig(Optional<Path> policy, List<Path> endorsements, Optional<String> topology) {
    public static final String POLICY = "weir.attestation.policy";
    public static final String ENDORSEMENTS = "weir.attestation.endorsements";
    public static final String TOPOLOGY = "weir.attestation.topology";

    static final Set<String> KEYS = Set.of(POLICY, ENDORSEMENTS, TOPOLOGY);

    public AttestationConfig {
        endorsements = List.copyOf(endorsements);
        topology.filter(digest -> !digest.matches("[0-9a-f]{64}")).ifPresent(digest -> {
            throw new IllegalArgumentException(
                    TOPOLOGY + " is '" + digest + "': use the 64 hexadecimal digits of `weir attest topology`");
        });
        if (policy.isEmpty() && !(endorsements.isEmpty() && topology.isEmpty())) {
            throw new IllegalArgumentException(
                    ENDORSEMENTS + " and " + TOPOLOGY + " need " + POLICY + ": nothing is verified without a policy");
        }
    }

    static AttestationConfig from(Map<String, String> settings) {
        List<Path> endorsements = Arrays.stream(
                        settings.getOrDefault(ENDORSEMENTS, "").split(",", -1))
                .map(String::strip)
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .toList();
        return new AttestationConfig(text(settings, POLICY).map(Path::of), endorsements, text(settings, TOPOLOGY));
    }

    private static Optional<String> text(Map<String, String> settings, String key) {
        return Optional.of(settings.getOrDefault(key, "").strip()).filter(value -> !value.isEmpty());
    }

    /** The policy, read. */
    public Optional<AttestationPolicy> readPolicy() {
        return policy.map(AttestationFiles::policy);
    }

    /** What the files and directories hold. */
    public List<Endorsement> readEndorsements() {
        return AttestationFiles.endorsements(endorsements);
    }

    /** The topology digest's bytes. */
    public Optional<byte[]> topologyDigest() {
        return topology.map(HexFormat.of()::parseHex);
    }
}
