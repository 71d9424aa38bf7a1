package io.weir.client.attested;

import io.weir.client.AttestationConfig;
import io.weir.privacy.attestation.Appraisal;
import io.weir.privacy.attestation.AttestationPolicy;
import io.weir.privacy.attestation.AttestationVerifier;
import io.weir.privacy.attestation.Endorsement;
import io.weir.privacy.attestation.ReportData;
import io.weir.privacy.attestation.Tee;
import io.weir.privacy.hpke.HpkePublicKey;
import io.weir.privacy.identity.TrustedCertificates;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.AttestedDigests;
import io.weir.schemas.digest.Digests;
import io.weir.wire.CohortMember;
import io.weir.wire.EnclaveKey;
import io.weir.wire.RoundOpened;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether every key that a round's updates are to be sealed for is held by a program that this participant accepts. Whoever
 * announces rounds is not trusted with that: policy, certificates and clock are the participant's own (RATS, RFC 9334, section
 * 5: the relying party is the verifier), and a round that is not attested is left out.
 */
public final class AttestedRoundCheck {
    private static final Logger LOG = LoggerFactory.getLogger(AttestedRoundCheck.class);
    /** More processes than a federation has partitions with updates; each costs a verification. */
    private static final int KEYS_MAX = 1024;

    private static final int KEY_DIGITS = 16;

    private final AttestationPolicy policy;
    private final List<Endorsement> endorsements;
    private final Optional<ByteBuffer> topologyDigest;
    private final Optional<TrustedCertificates> trusted;

    /**
     * A check.
     *
     * @param policy report data aside, which follows from the round
     * @param endorsements certificates, revocation lists and collateral
     * @param topologyDigest what the aggregators must be set up to do; empty to accept whatever they say
     * @param trusted those whom the participant would add its updates to; empty to take the operator's word
     */
    public AttestedRoundCheck(
            AttestationPolicy policy,
            List<Endorsement> endorsements,
            Optional<byte[]> topologyDigest,
            Optional<TrustedCertificates> trusted) {
        this.policy = policy;
        this.endorsements = List.copyOf(endorsements);
        this.topologyDigest = topologyDigest.map(ByteBuffer::wrap);
        this.trusted = trusted;
        if (policy.tees().contains(Tee.SIMULATOR)) {
            LOG.warn("SIMULATED attestation is accepted: it protects nothing");
        }
    }

    /**
     * From a participant's configuration.
     *
     * @param trusted read only if it demands something
     * @return empty if it demands nothing
     * @throws io.weir.privacy.attestation.PolicyException if a file cannot be used
     */
    public static Optional<AttestedRoundCheck> of(
            AttestationConfig config, Supplier<Optional<TrustedCertificates>> trusted) {
        return config.readPolicy()
                .map(policy -> new AttestedRoundCheck(
                        policy, config.readEndorsements(), config.topologyDigest(), trusted.get()));
    }

    /** Why not to take part, for people; empty if there is no reason. */
    public Optional<String> objection(RoundOpened opened, Instant now) {
        if (opened.getAttested() == null) {
            return Optional.of(
                    "it is not attested, and this participant seals its updates (" + AttestationConfig.POLICY
                            + "): the operator must make the federation an attested one, or the participant give up its policy");
        }
        if (opened.getSecure() != null || opened.getClientMomentum() != 0) {
            return Optional.of("it is attested and also wants "
                    + (opened.getSecure() != null ? "updates hidden" : "client momentum")
                    + ": the operator must switch off one of the two");
        }
        return cohortObjection(opened).or(() -> keysObjection(opened, now));
    }

    private Optional<String> cohortObjection(RoundOpened opened) {
        return opened.getCohort().stream()
                .filter(member ->
                        trusted.isPresent() && !trusted.get().contains(member.getParticipant(), member.getPublicKey()))
                .map(CohortMember::getParticipant)
                .findFirst()
                .map(name -> "'" + name + "' is in its cohort with a key that is in none of the certificates which"
                        + " this participant trusts: if it should be, add its certificate to them");
    }

    private Optional<String> keysObjection(RoundOpened opened, Instant now) {
        List<EnclaveKey> keys = opened.getAttested().getKeys();
        if (keys.isEmpty() || keys.size() > KEYS_MAX) {
            return Optional.of("it is attested with " + keys.size() + " keys; allowed are 1 to " + KEYS_MAX);
        }
        byte[] epoch = AttestedDigests.epoch(opened);
        Set<ByteBuffer> seen = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            EnclaveKey key = keys.get(i);
            String named =
                    "key " + (i + 1) + " of " + keys.size() + " (" + shortened(Digests.hex(key.getHpkeKey())) + "…)";
            Optional<String> wrong =
                    seen.add(key.getHpkeKey()) ? keyObjection(key, epoch, now) : Optional.of("it is there twice");
            if (wrong.isPresent()) {
                return wrong.map(why -> "nothing is sealed for " + named + ": " + why);
            }
        }
        return Optional.empty();
    }

    private static String shortened(String hex) {
        return hex.substring(0, Math.min(KEY_DIGITS, hex.length()));
    }

    private Optional<String> keyObjection(EnclaveKey key, byte[] epoch, Instant now) {
        if (key.getHpkeKey().remaining() != HpkePublicKey.BYTES
                || key.getTopologyDigest().remaining() != ReportData.PART_BYTES) {
            return Optional.of("the key or the topology digest is not of 32 bytes");
        }
        if (topologyDigest.isPresent() && !topologyDigest.get().equals(key.getTopologyDigest())) {
            return Optional.of("its process is set up as " + Digests.hex(key.getTopologyDigest()) + ", "
                    + AttestationConfig.TOPOLOGY + " wants " + Digests.hex(topologyDigest.get()));
        }
        byte[] reportData = ReportData.of(
                HpkePublicKey.of(Bytes.copy(key.getHpkeKey())), Bytes.copy(key.getTopologyDigest()), epoch);
        Appraisal appraisal = AttestationVerifier.verify(
                Bytes.copy(key.getEvidence()),
                endorsements(key),
                policy.withReportData(HexFormat.of().formatHex(reportData)),
                now);
        return appraisal instanceof Appraisal.Refused refused
                ? Optional.of("its evidence is refused, " + refused.reason() + ": " + refused.sentence())
                : Optional.empty();
    }

    /** The participant's own first: it trusts the host's no more than others. */
    private List<Endorsement> endorsements(EnclaveKey key) {
        List<Endorsement> all = new ArrayList<>(endorsements);
        key.getEndorsements().forEach(given -> all.add(new Endorsement("from the host", Bytes.copy(given))));
        return all;
    }
}
