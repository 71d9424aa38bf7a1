package io.weir.cli.demo;

import io.weir.cli.bank.TrainingSettings;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.StatisticsSource;
import io.weir.cli.federation.TopicSnapshot;
import io.weir.cli.report.DemoResult;
import io.weir.cli.report.LiveProgress;
import io.weir.cli.report.Terminal;
import io.weir.guard.rule.NormMad;
import io.weir.schemas.Topics;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.trainers.ModelSpec;
import io.weir.wire.Codec;
import io.weir.wire.QuarantineRecord;
import io.weir.wire.SecureBackend;
import io.weir.wire.UpdateChunk;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** Opens the demo to integration tests: several demos on one cluster. */
public final class Demos {
    private static final ModelSpec MODEL = ModelSpec.parse("logreg");
    private static final int BANKS = 5;
    private static final int HIDDEN_BANKS = 10;

    /**
     * What a demo produced, with what its quarantine held at the end.
     *
     * @param firstRound the updates of round 1 by participant, as they lie in its topic; empty unless banks collude
     */
    public record Run(DemoResult result, List<QuarantineRecord> quarantine, Map<String, float[]> firstRound) {}

    private Demos() {}

    /** Generated transactions in five banks, of which the last is hostile if an attack is named. */
    public static Run generated(Connection connection, String federation, int rounds, Optional<String> attack)
            throws InterruptedException {
        return run(
                connection,
                federation,
                rounds,
                new DemoOptions.Source.Generated(),
                NormMad.NAME,
                Map.of(),
                attack,
                attack.isPresent() ? 1 : 0);
    }

    /** Generated transactions in five banks, which seal their updates for a simulated enclave or send them in the clear. */
    public static Run sealed(Connection connection, String federation, int rounds, boolean attested)
            throws InterruptedException {
        return run(
                connection,
                new DemoOptions(
                        federation,
                        BANKS,
                        rounds,
                        MODEL,
                        new DemoOptions.Source.Generated(),
                        NormMad.NAME,
                        Map.of(),
                        Optional.empty(),
                        0,
                        Codec.F32,
                        Optional.empty(),
                        StatisticsSource.ROUND,
                        Optional.empty(),
                        attested,
                        TrainingSettings.defaults(MODEL),
                        42));
    }

    /** Generated transactions in five banks, the last of which collude. */
    public static Run attacked(
            Connection connection, String federation, int rounds, String rule, String attack, int attackers)
            throws InterruptedException {
        return attacked(connection, federation, rounds, rule, Map.of(), attack, attackers);
    }

    /** The same under a rule with parameters. */
    public static Run attacked(
            Connection connection,
            String federation,
            int rounds,
            String rule,
            Map<String, String> ruleParameters,
            String attack,
            int attackers)
            throws InterruptedException {
        return run(
                connection,
                federation,
                rounds,
                new DemoOptions.Source.Generated(),
                rule,
                ruleParameters,
                Optional.of(attack),
                attackers);
    }

    /** A file's rows in five banks with labels in Dirichlet proportions. */
    public static Run dirichlet(
            Connection connection,
            String federation,
            int rounds,
            Path file,
            String label,
            Set<String> drop,
            double alpha)
            throws InterruptedException {
        return run(
                connection,
                federation,
                rounds,
                new DemoOptions.Source.Csv(file, label, drop, new DemoOptions.Split.Dirichlet(alpha)),
                NormMad.NAME,
                Map.of(),
                Optional.empty(),
                0);
    }

    /**
     * Generated transactions in ten banks that hide their updates.
     *
     * @param valueBits of the fixed point; 0 for as many as fit
     * @param vanishing banks that end right after their last commit
     * @param absent committee members that never answer
     */
    public static Run hidden(
            Connection connection,
            String federation,
            int rounds,
            SecureBackend backend,
            int valueBits,
            int vanishing,
            int absent)
            throws InterruptedException {
        DemoSecurity security =
                new DemoSecurity(backend, Map.of("value.bits", String.valueOf(valueBits)), vanishing, absent);
        return run(
                connection,
                new DemoOptions(
                        federation,
                        HIDDEN_BANKS,
                        rounds,
                        MODEL,
                        new DemoOptions.Source.Generated(),
                        NormMad.NAME,
                        Map.of(),
                        Optional.empty(),
                        0,
                        Codec.F32,
                        Optional.of(security),
                        StatisticsSource.ROUND,
                        Optional.empty(),
                        false,
                        TrainingSettings.defaults(MODEL),
                        42));
    }

    private static Run run(
            Connection connection,
            String federation,
            int rounds,
            DemoOptions.Source source,
            String rule,
            Map<String, String> ruleParameters,
            Optional<String> attack,
            int attackers)
            throws InterruptedException {
        return run(
                connection,
                new DemoOptions(
                        federation,
                        BANKS,
                        rounds,
                        MODEL,
                        source,
                        rule,
                        ruleParameters,
                        attack.map(DemoAttack::named),
                        attackers,
                        Codec.F32,
                        Optional.empty(),
                        StatisticsSource.ROUND,
                        Optional.empty(),
                        false,
                        TrainingSettings.defaults(MODEL),
                        42));
    }

    private static Run run(Connection connection, DemoOptions options) throws InterruptedException {
        List<QuarantineRecord> quarantine = new ArrayList<>();
        Map<String, float[]> firstRound = new TreeMap<>();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (LiveProgress progress = new LiveProgress(nowhere, Terminal.standardError())) {
            DemoResult result = new DemoRun(options, List.of("./weir", "demo"), progress)
                    .runOn(connection, (done, where) -> {
                        Topics topics = new Topics(options.federation());
                        TopicSnapshot.read(where, topics.quarantine())
                                .forEach(entry -> quarantine.add((QuarantineRecord) entry.value()));
                        if (options.attack()
                                .filter(LearningAttack.class::isInstance)
                                .isPresent()) {
                            TopicSnapshot.read(where, topics.roundUpdates(1))
                                    .forEach(entry -> addChunk(firstRound, entry.value()));
                        }
                    });
            return new Run(result, quarantine, firstRound);
        }
    }

    private static void addChunk(Map<String, float[]> updates, SpecificRecord record) {
        if (record instanceof UpdateChunk chunk && chunk.getChunkCount() == 1) {
            float[] values = new float[chunk.getLength()];
            ArrowCodecs.decodeFloats(chunk.getCodec(), chunk.getPayload(), chunk.getLength(), values, 0);
            updates.put(chunk.getParticipant(), values);
        }
    }
}
