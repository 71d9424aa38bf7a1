package io.weir.guard;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A rule's parameters, read once and checked for range and for names that nobody reads. A stage reads {@code stage.key},
 * or {@code key}, which stages may share.
 */
final class Parameters {
    private final String rule;
    private final Map<String, String> given;
    private final Set<String> allowed;
    private final Set<String> shared;

    Parameters(String rule, Map<String, String> given) {
        this(rule, given, new HashSet<>(), new TreeSet<>());
    }

    private Parameters(String rule, Map<String, String> given, Set<String> allowed, Set<String> shared) {
        this.rule = rule;
        this.given = given;
        this.allowed = allowed;
        this.shared = shared;
    }

    /** The same parameters as the stage called {@code stage} sees them. */
    Parameters of(String stage) {
        return new Parameters(stage, given, allowed, shared);
    }

    double number(String key, double absent, double min, double max) {
        String own = rule + "." + key;
        allowed.add(key);
        allowed.add(own);
        shared.add(key);
        String text = given.getOrDefault(own, given.get(key));
        if (text == null) {
            return absent;
        }
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "parameter '" + key + "' of rule " + rule + " is '" + text + "': not a number", e);
        }
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    "parameter '" + key + "' of rule " + rule + " is " + text + ": allowed is " + min + " to " + max);
        }
        return value;
    }

    int integer(String key, int absent, int min, int max) {
        double value = number(key, absent, min, max);
        if (value != Math.rint(value)) {
            throw new IllegalArgumentException(
                    "parameter '" + key + "' of rule " + rule + " is " + value + ": a whole number is needed");
        }
        return (int) value;
    }

    /** A name; empty if it is not given. */
    Optional<String> text(String key) {
        allowed.add(key);
        return Optional.ofNullable(given.get(key));
    }

    /** What was asked for so far, without the stages' own spellings. */
    Set<String> names() {
        return Set.copyOf(shared);
    }

    void rejectUnread() {
        for (String key : given.keySet()) {
            if (!allowed.contains(key)) {
                throw new IllegalArgumentException(
                        shared.isEmpty()
                                ? "rule " + rule + " takes no parameters: leave '" + key + "' out"
                                : "rule " + rule + " has no parameter '" + key + "': it takes "
                                        + String.join(", ", shared) + ", also with one stage's name before");
            }
        }
    }
}
