package io.weir.trainers.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One input column of a model, as all banks of a federation agree on it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Feature.Numeric.class, name = "numeric"),
    @JsonSubTypes.Type(value = Feature.Categorical.class, name = "categorical")
})
public sealed interface Feature {
    /** Categories a feature may have; one with more is an identifier or free text rather than a category. */
    int MAX_CATEGORIES = 64;

    /** Returns the column's name. */
    String name();

    /**
     * A number, standardised before training.
     *
     * @param name column name, not blank
     * @param centre what is taken off, finite; null where statistics of all banks say it
     * @param scale what is divided by then, finite and above 0; null where {@code centre} is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Numeric(String name, Double centre, Double scale) implements Feature {
        /** Validates name and numbers. */
        public Numeric {
            requireName(name);
            if ((centre == null) != (scale == null)) {
                throw new InvalidDataException("feature '" + name + "' has a " + (centre == null ? "scale" : "centre")
                        + " but no " + (centre == null ? "centre" : "scale") + "; give both or neither");
            }
            if (centre != null && !Double.isFinite(centre)) {
                throw new InvalidDataException(
                        "feature '" + name + "' has the centre " + centre + "; a finite number is needed");
            }
            if (scale != null && !(scale > 0 && Double.isFinite(scale))) {
                throw new InvalidDataException(
                        "feature '" + name + "' has the scale " + scale + "; a finite number above 0 is needed");
            }
        }

        /** One that statistics of all banks standardise. */
        public Numeric(String name) {
            this(name, null, null);
        }

        /** Where the schema names it. */
        public Optional<Standardisation> standardisation() {
            return scale == null ? Optional.empty() : Optional.of(new Standardisation(centre, scale));
        }

        @Override
        public <T> T match(Function<Numeric, T> numeric, Function<Categorical, T> categorical) {
            return numeric.apply(this);
        }
    }

    /** What is taken off a number, and what it is divided by then. */
    record Standardisation(double centre, double scale) {}

    /**
     * One of a fixed list of values, one-hot encoded before training.
     *
     * @param name column name, not blank
     * @param categories 1 to {@value #MAX_CATEGORIES} distinct values; the order fixes the encoding
     */
    record Categorical(String name, List<String> categories) implements Feature {
        /** Validates the name and the vocabulary. */
        public Categorical {
            requireName(name);
            categories = categories == null ? List.of() : List.copyOf(categories);
            if (categories.isEmpty() || categories.size() > MAX_CATEGORIES) {
                throw new InvalidDataException("feature '" + name + "' has " + categories.size()
                        + " categories; allowed: 1 to " + MAX_CATEGORIES);
            }
            if (new HashSet<>(categories).size() != categories.size()) {
                throw new InvalidDataException("feature '" + name + "' repeats a category; each may appear once");
            }
        }

        @Override
        public <T> T match(Function<Numeric, T> numeric, Function<Categorical, T> categorical) {
            return categorical.apply(this);
        }
    }

    /** Returns what the function of this feature's kind makes of it; a new kind does not compile until handled. */
    <T> T match(Function<Numeric, T> numeric, Function<Categorical, T> categorical);

    private static void requireName(String name) {
        if (name == null || name.isBlank()) {
            throw new InvalidDataException("a feature has no name; every feature needs the name of its column");
        }
    }
}
