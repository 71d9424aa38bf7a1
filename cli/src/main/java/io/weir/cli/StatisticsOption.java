package io.weir.cli;

import io.weir.cli.federation.StatisticsSource;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How numeric columns come to a centre and a scale. */
public final class StatisticsOption {
    @Option(
            names = "--statistics",
            paramLabel = "FROM",
            converter = Name.class,
            description =
                    "Where centre and scale of numeric columns come from. round: banks send sums and counts of their"
                            + " rows in round 0, which no noise covers. schema: the feature schema, public numbers; then the first"
                            + " round trains. Default: schema with noise of participants, else round")
    private StatisticsSource source;

    static final class Name implements ITypeConverter<StatisticsSource> {
        @Override
        public StatisticsSource convert(String name) {
            return switch (name) {
                case "round" -> StatisticsSource.ROUND;
                case "schema" -> StatisticsSource.SCHEMA;
                default -> throw new TypeConversionException("'" + name + "' is none: use round or schema");
            };
        }
    }

    /** What was asked for. */
    public Optional<StatisticsSource> source() {
        return Optional.ofNullable(source);
    }

    /** Whether the operator said itself that banks send statistics, noise or not. */
    public boolean isPublicRound() {
        return source == StatisticsSource.ROUND;
    }
}
