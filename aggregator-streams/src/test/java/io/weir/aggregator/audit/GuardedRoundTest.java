package io.weir.aggregator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.internal.guard.Judge;
import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.Federation.Sent;
import io.weir.aggregator.testkit.RecordedRound;
import io.weir.guard.Gram;
import io.weir.guard.RoundStatistics;
import io.weir.guard.Rules;
import io.weir.guard.Signs;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.VerdictRule;
import io.weir.guard.history.History;
import io.weir.guard.history.Memory;
import io.weir.guard.history.Past;
import io.weir.guard.kernel.CoordinateSample;
import io.weir.guard.kernel.GramSums;
import io.weir.guard.kernel.Norms;
import io.weir.guard.kernel.Row;
import io.weir.guard.kernel.RowSums;
import io.weir.guard.kernel.SeededNoise;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.Admission;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever rule judges a round: the slices' verdict and sums are those of the whole updates in one place. */
class GuardedRoundTest {
    private static final int PARAMETERS = 23;
    private static final int CHUNK = 5;
    private static final int BANKS = 11;
    private static final Federation FEDERATION = new Federation(BANKS, PARAMETERS, CHUNK);

    /** What hostile banks send instead of their update. */
    enum Attack {
        NONE,
        SIGN_FLIP,
        BOOST,
        EXACT_COPIES,
        SAME_DIRECTION,
        ABOVE_THE_BOUND;

        float[] of(float[] honest, float[] shared, double bound) {
            return switch (this) {
                case NONE -> honest;
                case SIGN_FLIP -> times(honest, -1);
                case BOOST -> times(honest, 8);
                case EXACT_COPIES -> shared;
                case SAME_DIRECTION -> times(shared, honest[0] > 0 ? 2 : 3);
                // As a whole; no chunk is, or the slice would refuse it by itself.
                case ABOVE_THE_BOUND -> {
                    float[] even = new float[honest.length];
                    Arrays.fill(even, (float) (1.3 * bound / Math.sqrt(honest.length)));
                    yield even;
                }
            };
        }

        private static float[] times(float[] values, float factor) {
            float[] scaled = values.clone();
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] *= factor;
            }
            return scaled;
        }
    }

    @Provide
    Arbitrary<String> rules() {
        List<String> rules = new ArrayList<>(Rules.names());
        rules.addAll(List.of(
                "norm-mad,arc,nnm,trimmed-mean",
                "arc,nnm,median",
                "clipping,trimmed-mean",
                "nnm,krum",
                "bucketing,geometric-median",
                "nnm,arc,meamed",
                "norm-mad,nnm,fltrust",
                "sign-guard,sign-clustering,trimmed-mean",
                "arc,monna"));
        return Arbitraries.of(rules).filter(GuardedRoundTest::standsAlone);
    }

    /** A stage that only mixes needs an aggregation after it. */
    private static boolean standsAlone(String rule) {
        try {
            Rules.named(rule, Map.of(VerdictRule.REFERENCE, "root"));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Property(tries = 150)
    void slicesAndOneMemoryGiveTheSameBits(
            @ForAll("rules") String rule,
            @ForAll Attack attack,
            @ForAll @IntRange(min = 1, max = 2) int f,
            @ForAll boolean referred,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int partitions,
            @ForAll @IntRange(min = 1, max = 9) int others) {
        Random random = new Random(seed);
        Map<String, String> parameters = parameters(rule, f, referred);
        RoundOpened opened = RoundOpened.newBuilder(FEDERATION.opened(1, partitions))
                .setRule(rule)
                .setRuleParameters(parameters)
                .build();
        Map<String, float[]> vectors = vectors(attack, opened.getClippingBound(), random);
        List<List<Sent>> updates = new ArrayList<>();
        vectors.forEach((bank, vector) -> updates.add(FEDERATION.update(opened, bank, vector, weight(bank))));

        RecordedRound round = RecordedRound.run(FEDERATION, opened, updates, random);
        RecomputedRound again = new RoundRecomputation(FEDERATION.serde().deserializer(), round::log)
                .recompute(
                        round.sealed(),
                        List.of(),
                        RecomputationPlan.asRecorded().onPartitions(others));

        List<Rejection> copies = round.verdict().getRejected().stream()
                .filter(rejection -> rejection.getReason() == ReasonCode.DUPLICATE_CONTENT)
                .toList();
        copies.forEach(copy -> vectors.remove(copy.getParticipant()));
        if (attack == Attack.EXACT_COPIES) {
            long distinct =
                    vectors.values().stream().map(Arrays::hashCode).distinct().count();
            assertThat(vectors).as("each content once").hasSize((int) distinct);
        }
        Verdict inMemory = Judge.judge(
                round.sealed(),
                copies,
                statistics(rule, parameters, vectors),
                round.verdict().getFlags(),
                1);
        assertThat(Digests.verdictDigest(round.verdict())).isEqualTo(Digests.verdictDigest(inMemory));
        assertThat(Digests.verdictDigest(again.verdict())).isEqualTo(Digests.verdictDigest(inMemory));
        if (inMemory.getAdmitted().isEmpty()) {
            // These updates are random: the reference may be opposed to all of them.
            assertThat(rule).endsWith("fltrust");
            assertThat(again.failure()).get().asString().startsWith("NOBODY_ADMITTED");
            return;
        }
        if (!parameters.containsKey("momentum")) {
            assertThat(inMemory.getAdmitted())
                    .extracting(Admission::getParticipant)
                    .doesNotContain(opened.getRuleParameters().getOrDefault(VerdictRule.REFERENCE, "nobody"));
        }
        assertThat(inMemory.getNoise() != null).isEqualTo(parameters.containsKey("noise"));
        assertThat(flat(round.sums())).containsExactly(sums(inMemory, opened, vectors));
        assertThat(again.aggregateDigest()).isEqualTo(round.aggregateDigest());
    }

    @Example
    void aReplayUnderAnotherRuleCountsTheSignsThatNobodyAskedFor() {
        RoundOpened opened = FEDERATION.opened(1, 2);
        List<List<Sent>> updates = new ArrayList<>();
        List<String> banks = FEDERATION.banks();
        banks.forEach(bank -> {
            float[] vector = new float[PARAMETERS];
            Arrays.fill(vector, bank.equals(banks.get(0)) ? -0.1f : 0.1f);
            vector[0] = banks.indexOf(bank) - 0.5f;
            updates.add(FEDERATION.update(opened, bank, vector, 1));
        });
        RecordedRound round = RecordedRound.run(FEDERATION, opened, updates, new Random(3));

        RecomputedRound replayed = new RoundRecomputation(FEDERATION.serde().deserializer(), round::log)
                .recompute(
                        round.sealed(),
                        List.of(),
                        RecomputationPlan.asRecorded()
                                .judgedBy(new RecomputationPlan.Rule("sign-clustering", Map.of())));

        assertThat(replayed.verdict().getRejected())
                .extracting(Rejection::getParticipant)
                .containsExactly(banks.get(0));
    }

    @Example
    void withoutItsReferenceAReplayFailsWithTheReason() {
        RoundOpened opened = RoundOpened.newBuilder(FEDERATION.opened(1, 2))
                .setRule("fltrust")
                .setRuleParameters(parameters("fltrust", 1, true))
                .build();
        String reference = FEDERATION.banks().get(BANKS - 1);
        List<List<Sent>> updates = new ArrayList<>();
        vectors(Attack.NONE, opened.getClippingBound(), new Random(3))
                .forEach((bank, vector) -> updates.add(FEDERATION.update(opened, bank, vector, 1)));
        RecordedRound round = RecordedRound.run(FEDERATION, opened, updates, new Random(3));
        RoundRecomputation recomputation =
                new RoundRecomputation(FEDERATION.serde().deserializer(), round::log);

        RecomputedRound without = recomputation.recompute(
                round.sealed(), List.of(), RecomputationPlan.asRecorded().leavingOut(Set.of(reference)));
        RecomputedRound median = recomputation.recompute(
                round.sealed(),
                List.of(),
                RecomputationPlan.asRecorded().judgedBy(new RecomputationPlan.Rule("median", Map.of())));

        assertThat(without.failure()).get().asString().startsWith("REFERENCE_MISSING");
        assertThat(median.verdict().getAdmitted()).hasSize(BANKS - 1);
        assertThat(median.verdict().getRejected())
                .extracting(Rejection::getParticipant)
                .containsExactly(reference);
    }

    /** With a reference where the rule needs one, and sometimes where it does not: the last, which is honest. */
    private static Map<String, String> parameters(String rule, int f, boolean referred) {
        Map<String, String> parameters = new HashMap<>();
        boolean with = referred || rule.contains("fltrust") || rule.contains("monna");
        if (Rules.parameters(rule).contains("f")) {
            // Of eleven updates one is the reference's, and Bulyan then has too few for two.
            parameters.put("f", String.valueOf(with ? 1 : f));
        }
        if (rule.equals("dnc")) {
            parameters.put("sample", "0.5");
            parameters.put("iterations", "3");
        }
        if (rule.equals("mean") && f == 2) {
            parameters.put("noise", "0.1");
        }
        if (rule.equals("centered-clipping") && referred) {
            parameters.put("momentum", "1");
        }
        if (with) {
            parameters.put(VerdictRule.REFERENCE, FEDERATION.banks().get(BANKS - 1));
        }
        return parameters;
    }

    private static Map<String, float[]> vectors(Attack attack, double bound, Random random) {
        Map<String, float[]> vectors = new TreeMap<>();
        float[] shared = FEDERATION.delta(random.nextLong());
        int hostile = 1 + random.nextInt(2);
        for (int i = 0; i < BANKS; i++) {
            float[] honest = FEDERATION.delta(random.nextLong());
            vectors.put(FEDERATION.banks().get(i), i < hostile ? attack.of(honest, shared, bound) : honest);
        }
        vectors.put(FEDERATION.banks().get(BANKS - 1), sum(vectors.values()));
        return vectors;
    }

    /** What independent updates have in common: a reference that has some of them on its side. */
    private static float[] sum(Collection<float[]> vectors) {
        float[] sum = new float[PARAMETERS];
        for (float[] vector : vectors) {
            for (int j = 0; j < PARAMETERS; j++) {
                sum[j] += vector[j] / BANKS;
            }
        }
        return sum;
    }

    private static int weight(String bank) {
        return 1 + Math.floorMod(bank.hashCode(), 90);
    }

    private static RoundStatistics statistics(
            String rule, Map<String, String> parameters, Map<String, float[]> vectors) {
        VerdictRule named = Rules.named(rule, parameters);
        List<CoordinateSample> samples = named.samples(1);
        VectorChunks layout = new VectorChunks(PARAMETERS, CHUNK);
        Row[] rows = vectors.values().stream().map(Row::of).toArray(Row[]::new);
        double[] products = new double[Gram.length(rows.length) * (1 + samples.size())];
        Map<String, Double> norms = new TreeMap<>();
        for (int chunk = 0; chunk * CHUNK < PARAMETERS; chunk++) {
            int first = (int) layout.first(chunk);
            int length = layout.length(chunk);
            double[] triangles = triangles(vectors.values(), samples, first, length);
            Arrays.setAll(products, i -> products[i] + triangles[i]);
            vectors.forEach((bank, vector) -> norms.merge(
                    bank, Norms.squared(Arrays.copyOfRange(vector, first, first + length), length), Double::sum));
        }
        List<UpdateStatistics> updates = vectors.keySet().stream()
                .map(bank -> new UpdateStatistics(
                        bank, weight(bank), norms.get(bank), Signs.of(vectors.get(bank), PARAMETERS)))
                .toList();
        return new RoundStatistics(
                        updates,
                        named.needsGram() ? Optional.of(Gram.ofTriangles(rows.length, products)) : Optional.empty())
                .after(new Past(History.NONE, sketches(named, vectors)));
    }

    /** Vectors that are so short are their own sketches. */
    private static Map<String, double[]> sketches(VerdictRule rule, Map<String, float[]> vectors) {
        Map<String, double[]> sketches = new HashMap<>();
        if (rule.remembers().stream().anyMatch(Memory::isSketched)) {
            vectors.forEach((bank, vector) -> sketches.put(
                    bank,
                    IntStream.range(0, vector.length)
                            .mapToDouble(j -> vector[j])
                            .toArray()));
        }
        return sketches;
    }

    /** Over a chunk's coordinates, then over those of them that are in each sample. */
    private static double[] triangles(
            Collection<float[]> vectors, List<CoordinateSample> samples, int first, int length) {
        List<Row[]> every = new ArrayList<>();
        every.add(vectors.stream().map(Row::of).toArray(Row[]::new));
        for (CoordinateSample sample : samples) {
            every.add(vectors.stream()
                    .map(vector -> {
                        float[] only = vector.clone();
                        for (int j = 0; j < only.length; j++) {
                            only[j] = sample.contains(j) ? only[j] : 0;
                        }
                        return Row.of(only);
                    })
                    .toArray(Row[]::new));
        }
        return every.stream()
                .flatMapToDouble(rows -> {
                    GramSums ofChunk = new GramSums(rows.length);
                    ofChunk.add(rows, first, length);
                    return Arrays.stream(ofChunk.triangle());
                })
                .toArray();
    }

    private static long[] sums(Verdict verdict, RoundOpened opened, Map<String, float[]> vectors) {
        VerdictRule rule = Rules.named(verdict.getRule(), verdict.getRuleParameters());
        List<Admission> admitted = verdict.getAdmitted();
        RowSums kernel = RowSums.of(
                rule.combination(),
                admitted.stream().mapToDouble(Admission::getClipFactor).toArray(),
                admitted.stream().mapToInt(Admission::getWeight).toArray(),
                verdict.getMixing().stream()
                        .map(row -> row.getShares().stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray())
                        .toList());
        Row[] rows = admitted.stream()
                .map(admission -> Row.of(vectors.get(admission.getParticipant())))
                .toArray(Row[]::new);
        long[] sums = new long[PARAMETERS];
        kernel.sum(rows, 0, PARAMETERS, opened.getScaleBits(), sums, 0);
        if (verdict.getNoise() != null) {
            long seed = verdict.getNoise().getSeed().getLong(0);
            new SeededNoise(seed, verdict.getNoise().getDeviation())
                    .add(sums, 0, opened.getScaleBits(), verdict.getTotalWeight());
        }
        return sums;
    }

    private static long[] flat(Map<Integer, long[]> chunks) {
        long[] sums = new long[PARAMETERS];
        chunks.forEach((chunk, values) -> System.arraycopy(values, 0, sums, chunk * CHUNK, values.length));
        return sums;
    }
}
