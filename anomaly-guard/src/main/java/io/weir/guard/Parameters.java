package io.weir.guard;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A rule's parameters, read once and checked for range and for names that nobody reads. */
final class Parameters {
    private final String rule;
    private final Map<String, String> given;
    private final Set<String> read = new HashSet<>();

    Parameters(String rule, Map<String, String> given) {
        this.rule = rule;
        this.given = given;
    }

    double number(String key, double absent, double min, double max) {
        read.add(key);
        String text = given.get(key);
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
                    "parameter '" + key + "' of rule " + rule + " is " + given.get(key) + ": a whole number is needed");
        }
        return (int) value;
    }

    void rejectUnread() {
        for (String key : given.keySet()) {
            if (!read.contains(key)) {
                throw new IllegalArgumentException("rule " + rule + " has no parameter '" + key + "': it has "
                        + read.stream().sorted().toList());
            }
        }
    }
}
