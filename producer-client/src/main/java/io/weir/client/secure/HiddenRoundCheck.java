package io.weir.client.secure;

import io.weir.privacy.hpke.HpkePublicKey;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.privacy.identity.SignatureMemo;
import io.weir.privacy.identity.TrustedCertificates;
import io.weir.wire.Codec;
import io.weir.wire.CohortMember;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureGroup;
import io.weir.wire.SecureRound;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Whether a round would hide an update of this participant among those of others. Whoever announces rounds is not trusted
 * with that, so everything that the hiding rests upon is checked here.
 */
public final class HiddenRoundCheck {
    private static final int SIGNATURES_REMEMBERED = 4096;

    private final String participant;
    private final ByteBuffer hpkeKey;
    private final ByteBuffer maskKey;
    private final Optional<TrustedCertificates> trusted;
    private final SignatureMemo signatures = new SignatureMemo(SIGNATURES_REMEMBERED);

    /**
     * @param keys the participant's own
     * @param trusted those whom it would add its updates to; empty to take the operator's word
     */
    public HiddenRoundCheck(String participant, SecureIdentity keys, Optional<TrustedCertificates> trusted) {
        this.participant = participant;
        this.hpkeKey = ByteBuffer.wrap(keys.hpke().publicKey().encoded());
        this.maskKey = ByteBuffer.wrap(keys.maskKey(participant).publicKey());
        this.trusted = trusted;
    }

    /** Why not to take part, for people; empty if there is no reason. */
    public Optional<String> objection(RoundOpened opened) {
        List<Function<RoundOpened, Optional<String>>> checks = List.of(
                HiddenRoundCheck::codec,
                HiddenRoundCheck::momentum,
                this::trust,
                HiddenRoundCheck::groups,
                this::ownGroup,
                this::keys,
                HiddenRoundCheck::committee,
                HiddenRoundCheck::ring);
        return checks.stream().flatMap(check -> check.apply(opened).stream()).findFirst();
    }

    private static Optional<String> codec(RoundOpened opened) {
        SecureBackend backend = opened.getSecure().getBackend();
        if (backend == SecureBackend.NONE) {
            return Optional.of("it hides updates in a way that this participant does not know: install a newer one");
        }
        Codec expected = backend == SecureBackend.RLWE ? Codec.RLWE : Codec.MASKED;
        return objection(
                opened.getCodec() != expected,
                "it asks for codec " + opened.getCodec() + ", with back-end " + backend + " it must be " + expected);
    }

    private static Optional<String> momentum(RoundOpened opened) {
        return objection(
                opened.getClientMomentum() != 0,
                "it asks for client momentum, which begins from the last update as everyone reads it; hidden updates are"
                        + " not readable: the operator must switch off one of the two");
    }

    private Optional<String> trust(RoundOpened opened) {
        Set<String> names = new HashSet<>();
        for (CohortMember member : opened.getCohort()) {
            String name = member.getParticipant();
            if (!names.add(name)) {
                return Optional.of("its cohort has '" + name + "' twice");
            }
            if (trusted.isPresent() && !trusted.get().contains(name, member.getPublicKey())) {
                return Optional.of(
                        "'" + name + "' is in its cohort with a key that is in none of the certificates which"
                                + " this participant trusts: if it should be, add its certificate to them");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> groups(RoundOpened opened) {
        SecureRound secure = opened.getSecure();
        if (secure.getGroupMin() < 2) {
            return Optional.of(
                    "it would open sums of " + secure.getGroupMin() + ": a sum of fewer than 2 updates hides nothing");
        }
        Set<String> left = new HashSet<>();
        opened.getCohort().forEach(member -> left.add(member.getParticipant()));
        for (SecureGroup group : secure.getGroups()) {
            if (group.getParticipants().size() < secure.getGroupMin()) {
                return Optional.of(
                        "it has a group of " + group.getParticipants().size() + " participants, which cannot have the "
                                + secure.getGroupMin() + " updates of a sum");
            }
            for (String name : group.getParticipants()) {
                if (!left.remove(name)) {
                    return Optional.of(
                            "its groups have '" + name + "' twice, or have somebody who is not in its cohort");
                }
            }
        }
        return objection(!left.isEmpty(), "its groups lack " + left);
    }

    private Optional<String> ownGroup(RoundOpened opened) {
        return objection(
                opened.getSecure().getGroups().stream()
                        .noneMatch(group -> group.getParticipants().contains(participant)),
                "none of its groups has '" + participant + "'");
    }

    private Optional<String> keys(RoundOpened opened) {
        SecureRound secure = opened.getSecure();
        if (secure.getBackend() == SecureBackend.PLAIN && secure.getKeys().isEmpty()) {
            return Optional.empty(); // nothing is hidden, so nobody needs them
        }
        if (secure.getKeys().size() != opened.getCohort().size()) {
            return Optional.of("it has keys of " + secure.getKeys().size() + " participants, its cohort is of "
                    + opened.getCohort().size());
        }
        for (int i = 0; i < opened.getCohort().size(); i++) {
            Optional<String> wrong =
                    keys(opened, opened.getCohort().get(i), secure.getKeys().get(i));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private Optional<String> keys(RoundOpened opened, CohortMember member, ParticipantKeys keys) {
        String name = member.getParticipant();
        if (!keys.getParticipant().equals(name) || !keys.getFederation().equals(opened.getFederation())) {
            return Optional.of("where the keys of '" + name + "' should be are those of '" + keys.getParticipant()
                    + "' in federation '" + keys.getFederation() + "'");
        }
        if (!SignedKeys.isSigned(keys, member.getPublicKey(), signatures)) {
            return Optional.of(
                    "the keys of '" + name + "' are not signed with its certificate's key: tell the operator");
        }
        if (keys.getNotBeforeMs() > opened.getOpenedAtMs() || keys.getNotAfterMs() < opened.getOpenedAtMs()) {
            return Optional.of(
                    "the keys of '" + name + "' are valid from " + Instant.ofEpochMilli(keys.getNotBeforeMs())
                            + " to " + Instant.ofEpochMilli(keys.getNotAfterMs()) + ", the round was opened at "
                            + Instant.ofEpochMilli(opened.getOpenedAtMs()));
        }
        if (keys.getHpkeKey().remaining() != HpkePublicKey.BYTES) {
            return Optional.of("the keys of '" + name + "' have none that shares can be sealed for");
        }
        boolean foreign = name.equals(participant)
                && !(keys.getHpkeKey().equals(hpkeKey) && keys.getMaskKey().equals(maskKey));
        return objection(
                foreign,
                "it has other keys of '" + name
                        + "' than this participant's: is another process running in its name, or"
                        + " with an older participant.secure.key?");
    }

    private static Optional<String> committee(RoundOpened opened) {
        SecureRound secure = opened.getSecure();
        int members = secure.getCommittee().size();
        if (secure.getBackend() == SecureBackend.PLAIN && members == 0) {
            return Optional.empty();
        }
        if (secure.getThreshold() > members || 2 * secure.getThreshold() <= members) {
            return Optional.of("of its committee of " + members + ", " + secure.getThreshold()
                    + " can open a sum: it must be more than half of them, so that no two sums are opened");
        }
        Map<String, ParticipantKeys> keys = new HashMap<>();
        secure.getKeys().forEach(of -> keys.put(of.getParticipant(), of));
        Set<String> seen = new HashSet<>();
        for (String member : secure.getCommittee()) {
            if (!seen.add(member)
                    || !keys.containsKey(member)
                    || !keys.get(member).getCommittee()) {
                return Optional.of("'" + member
                        + "' is in its committee twice, is not in its cohort, or has not offered" + " to serve");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ring(RoundOpened opened) {
        SecureRound secure = opened.getSecure();
        if (secure.getNeighbours() < 0 || secure.getNeighbours() % 2 != 0) {
            return Optional.of(
                    "it wants masks with " + secure.getNeighbours() + " neighbours: it must be an even number");
        }
        try {
            HiddenRound.of(opened);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Optional<String> objection(boolean holds, String reason) {
        return holds ? Optional.of(reason) : Optional.empty();
    }
}
