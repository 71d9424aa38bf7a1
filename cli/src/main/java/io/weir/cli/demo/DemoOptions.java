package io.weir.cli.demo;

import io.weir.cli.bank.PrivacySettings;
import io.weir.cli.federation.ParticipantPrivacyRequest;
import io.weir.cli.federation.StatisticsSource;
import io.weir.schemas.Topics;
import io.weir.trainers.ModelSpec;
import io.weir.wire.Codec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a demo is asked for.
 *
 * @param banks number of banks; ignored when a column splits the rows
 * @param rounds training rounds
 * @param attackers how many banks are hostile; the last ones by name
 * @param secure how updates are hidden, if they are
 * @param statistics where centre and scale of numeric columns come from
 * @param noise that banks add to hide whether they took part, if they do
 * @param attested whether updates are sealed for an aggregator with simulated attestation
 */
record DemoOptions(
        String federation,
        int banks,
        int rounds,
        ModelSpec model,
        Source source,
        String rule,
        Map<String, String> ruleParameters,
        Optional<DemoAttack> attack,
        int attackers,
        Codec codec,
        Optional<DemoSecurity> secure,
        StatisticsSource statistics,
        Optional<ParticipantPrivacyRequest> noise,
        boolean attested,
        Map<String, String> training,
        long seed) {
    private static final int BANKS_MAX = 100;
    private static final int ROUNDS_MAX = 10_000;

    /** Where rows come from. */
    sealed interface Source {
        /** Card transactions, generated; banks are regions of the map. */
        record Generated() implements Source {}

        /** A CSV file, split into banks. */
        record Csv(Path file, String label, Set<String> drop, Split split) implements Source {}
    }

    /** How a file's rows become banks. */
    sealed interface Split {
        record ByColumn(String column) implements Split {}

        record Dirichlet(double alpha) implements Split {}

        record Iid() implements Split {}
    }

    DemoOptions {
        Topics.validateFederation(federation);
        check("--banks", banks, 2, BANKS_MAX);
        check("--rounds", rounds, 1, ROUNDS_MAX);
        check("--attackers", attackers, 0, Math.max(0, banks - 1));
        if (attack.isPresent() && attackers == 0) {
            throw new IllegalArgumentException("--attack " + attack.get().option() + " needs --attackers N, 1 or more");
        }
        if (attack.isEmpty() && attackers > 0) {
            throw new IllegalArgumentException("--attackers " + attackers + " needs --attack NAME: one of "
                    + DemoAttack.all().keySet());
        }
        if (attack.filter(a -> a == ProtocolAttack.NAN).isPresent() && codec == Codec.INT8) {
            throw new IllegalArgumentException("--attack nan needs a codec that can carry NaN: F32, F16 or BF16");
        }
        if (attested && secure.isPresent()) {
            throw new IllegalArgumentException("--attested and --secure-aggregation exclude one another: choose one");
        }
        secure.ifPresent(security -> security.check(banks));
        ruleParameters = Map.copyOf(ruleParameters);
        training = Map.copyOf(training);
    }

    /** What noise hides, statistics may tell; and what tells none is worth knowing. */
    boolean saysHowRowsArePrepared() {
        return statistics == StatisticsSource.SCHEMA
                || noise.isPresent()
                || PrivacySettings.parse(training).isPresent();
    }

    private static void check(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + " is " + value + ": allowed is " + min + " to " + max);
        }
    }
}
