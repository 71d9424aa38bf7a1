package io.weir.aggregator.internal.guard;

import io.weir.aggregator.internal.HiddenRound;
import io.weir.privacy.secure.Backend;
import io.weir.privacy.secure.HiddenRing;
import io.weir.schemas.digest.Digests;
import io.weir.wire.CohortMember;
import io.weir.wire.FederationSettings;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.RoundTask;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureGroup;
import io.weir.wire.SecureRound;
import io.weir.wire.SecureSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Draws up how a round hides updates: with whose keys, in which groups, and which committee opens the sums. */
final class SecurePlanner {
    /** Statistics travel as whole numbers below 2^16, with a sign. */
    private static final int STATISTIC_BITS = 17;

    /** A plan, or what it lacks. */
    sealed interface Plan {
        record Ready(SecureRound secure) implements Plan {}

        record Lacks(String what) implements Plan {}
    }

    private SecurePlanner() {}

    /**
     * A round's plan.
     *
     * @param cohort members with keys
     */
    static Plan plan(
            FederationSettings settings,
            List<CohortMember> cohort,
            Map<String, ParticipantKeys> keys,
            RoundTask task,
            long round) {
        SecureSettings secure = settings.getSecure();
        if (cohort.size() < secure.getGroupMin()) {
            return new Plan.Lacks("participants' keys: " + cohort.size() + " have published valid ones, a group needs "
                    + secure.getGroupMin());
        }
        List<String> names = cohort.stream().map(CohortMember::getParticipant).toList();
        List<String> willing = names.stream()
                .filter(name -> keys.get(name).getCommittee())
                .sorted(byHash(settings.getSeed() + "/" + round + "/committee/"))
                .toList();
        boolean hidden = secure.getBackend() != SecureBackend.PLAIN;
        if (hidden && willing.size() < secure.getCommittee()) {
            return new Plan.Lacks("committee members: " + willing.size() + " of the cohort serve (`weir participant"
                    + " --committee`), " + secure.getCommittee() + " are needed");
        }
        List<SecureGroup> groups = groups(settings, names);
        int largest = groups.stream()
                .mapToInt(group -> group.getParticipants().size())
                .max()
                .orElseThrow();
        Backend backend = HiddenRound.backend(secure.getBackend());
        int fitting = HiddenRing.fittingBits(backend, largest);
        int bits = bits(secure, task, fitting);
        if (bits > fitting) {
            return new Plan.Lacks("smaller groups: " + secure.getBackend() + " has " + fitting
                    + " bits a value for groups of " + largest + ", needed are " + bits
                    + "; raise weir.secure.groups");
        }
        return new Plan.Ready(SecureRound.newBuilder()
                .setBackend(secure.getBackend())
                .setValueBits(bits)
                .setKeys(names.stream().map(keys::get).toList())
                .setCommittee(hidden ? willing.subList(0, secure.getCommittee()) : List.of())
                .setThreshold(hidden ? secure.getThreshold() : 0)
                .setGroups(groups)
                .setGroupMin(secure.getGroupMin())
                .setNeighbours(secure.getNeighbours())
                .setCommitteeTimeoutMs(secure.getCommitteeTimeoutMs())
                .build());
    }

    private static int bits(SecureSettings secure, RoundTask task, int fitting) {
        if (task == RoundTask.STATISTICS) {
            return STATISTIC_BITS;
        }
        return secure.getValueBits() == 0 ? fitting : secure.getValueBits();
    }

    /** Dealt by a hash of the names: the same groups as long as the cohort is the same. */
    private static List<SecureGroup> groups(FederationSettings settings, List<String> names) {
        SecureSettings secure = settings.getSecure();
        int count = Math.max(1, Math.min(secure.getGroups(), names.size() / secure.getGroupMin()));
        List<TreeSet<String>> dealt = new ArrayList<>();
        for (int group = 0; group < count; group++) {
            dealt.add(new TreeSet<>());
        }
        List<String> order =
                names.stream().sorted(byHash(settings.getSeed() + "/groups/")).toList();
        for (int i = 0; i < order.size(); i++) {
            dealt.get(i % count).add(order.get(i));
        }
        return dealt.stream().map(group -> new SecureGroup(List.copyOf(group))).toList();
    }

    private static Comparator<String> byHash(String salt) {
        Map<String, ByteBuffer> hashes = new HashMap<>();
        return Comparator.comparing((String name) -> hashes.computeIfAbsent(
                        name, n -> ByteBuffer.wrap(Digests.sha256((salt + n).getBytes(StandardCharsets.UTF_8)))))
                .thenComparing(Comparator.naturalOrder());
    }
}
