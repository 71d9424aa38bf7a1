package io.weir.privacy.secure;

import io.weir.privacy.field.SecretSharing;
import io.weir.privacy.mask.SeedWords;
import io.weir.privacy.rlwe.RlweSecret;
import io.weir.privacy.vss.DealingContext;
import io.weir.privacy.vss.VerifiableSharing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What follows from how a round hides updates: the same to participants, committee members, aggregator and auditors. */
public final class HidingPlan {
    private static final String PURPOSE = "update";

    private final RoundName round;
    private final Committee committee;
    private final byte[] seed;
    private final HiddenRing ring;
    private final List<NavigableSet<String>> groups = new ArrayList<>();
    private final List<MaskNeighbours> neighbours = new ArrayList<>();
    private final Map<String, Integer> groupOf = new HashMap<>();

    /** Which round of which federation. */
    public record RoundName(String federation, long round) {}

    /**
     * Who holds shares.
     *
     * @param members in the order of their share numbers, 1 on
     * @param threshold how many open a sum
     */
    public record Committee(List<String> members, int threshold) {
        public Committee {
            members = List.copyOf(members);
        }
    }

    /**
     * Draws up.
     *
     * @param groups of participants, disjoint
     * @param neighbours of each participant's masks; 0 is its group
     * @param seed 32 public bytes
     * @throws IllegalArgumentException if values do not fit into the ring, or a group has fewer than two members
     */
    public HidingPlan(
            RoundName round,
            Backend backend,
            int valueBits,
            List<? extends Collection<String>> groups,
            int neighbours,
            Committee committee,
            byte[] seed) {
        this.round = round;
        this.committee = committee;
        this.seed = seed.clone();
        for (Collection<String> group : groups) {
            NavigableSet<String> members = new TreeSet<>(group);
            members.forEach(name -> groupOf.put(name, this.groups.size()));
            this.groups.add(members);
            this.neighbours.add(new MaskNeighbours(members, neighbours, seed));
        }
        int largest = this.groups.stream()
                .map(NavigableSet::size)
                .max(Comparator.naturalOrder())
                .orElse(0);
        this.ring = new HiddenRing(backend, valueBits, largest, seed);
    }

    /** Where rows add up. */
    public HiddenRing ring() {
        return ring;
    }

    /** Digest of the round's configuration, which is its public seed. */
    public byte[] seed() {
        return seed.clone();
    }

    /** Number of groups. */
    public int groups() {
        return groups.size();
    }

    /** The members of a group, by name. */
    public NavigableSet<String> group(int group) {
        return groups.get(group);
    }

    /** The group that a participant of the cohort is in. */
    public int groupOf(String participant) {
        return groupOf.get(participant);
    }

    /** Those that a participant shares masks with, by name. */
    public List<String> neighbours(String participant) {
        return neighbours.get(groupOf(participant)).of(participant);
    }

    /** How a participant's secret is shared. The proof binds it to this round, this participant and this committee. */
    public VerifiableSharing sharing(String participant) {
        DealingContext context =
                new DealingContext(round.federation(), round.round(), participant, PURPOSE, committee.members(), seed);
        return new VerifiableSharing(
                new SecretSharing(committee.members().size(), committee.threshold()),
                secretWords(participant),
                context);
    }

    private int secretWords(String participant) {
        return switch (ring.backend()) {
            case PLAIN -> throw new IllegalStateException("nothing is hidden, so there is no secret to share");
            case MASK -> (1 + neighbours(participant).size()) * SeedWords.WORDS;
            case RLWE -> RlweSecret.WORDS;
        };
    }

    /** What opens the sum of some of a group's updates. */
    public OpeningPlan plan(int group, Collection<String> included) {
        return new OpeningPlan(ring.backend(), neighbours.get(group), new TreeSet<>(included));
    }
}
