package io.weir.privacy.attestation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Policies as Java properties. */
public final class PolicyProperties {
    private static final String ANY = "any";
    private static final String REGISTER = "register.";

    private static final Set<String> KEYS = Set.of(
            "tee",
            "measurement",
            "report.data",
            "debug",
            "migration",
            "snp.vmpl.max",
            "snp.tcb.min",
            "intel.tcb.info",
            "intel.tcb.statuses",
            "intel.tcb.evaluation.min",
            "revocation",
            "tdx.sept.ve.disable",
            "trailing.bytes",
            "roots");

    private final Properties properties;

    private PolicyProperties(Properties properties) {
        this.properties = properties;
    }

    /**
     * Reads a policy; what is not named has the strict default.
     *
     * @throws PolicyException if a key is unknown, {@code tee} or {@code measurement} is missing, or a value is not allowed
     */
    public static AttestationPolicy read(Properties properties) {
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            if (!KEYS.contains(key) && !key.startsWith(REGISTER)) {
                throw new PolicyException("the policy has the unknown key " + key + ": allowed are "
                        + new TreeSet<>(KEYS) + " and " + REGISTER + "NAME");
            }
        }
        return new PolicyProperties(properties).policy();
    }

    private AttestationPolicy policy() {
        return new AttestationPolicy(
                words("tee", required("tee")).map(PolicyProperties::tee).collect(Collectors.toSet()),
                hexOrAny("measurement", required("measurement")),
                registers(),
                hexOrAny("report.data", text("report.data", ANY)).stream()
                        .findFirst()
                        .orElse(""),
                choice("debug", "refused", "allowed"),
                choice("migration", "refused", "allowed"),
                number("snp.vmpl.max"),
                snpTcbMin(),
                words("intel.tcb.statuses", text("intel.tcb.statuses", TcbStatus.UP_TO_DATE.word()))
                        .map(PolicyProperties::status)
                        .collect(Collectors.toSet()),
                number("intel.tcb.evaluation.min"),
                !choice("intel.tcb.info", "required", "unchecked"),
                !choice("revocation", "required", "unchecked"),
                !choice("tdx.sept.ve.disable", "required", ANY),
                choice("trailing.bytes", "zeros", ANY),
                roots());
    }

    private Map<String, String> registers() {
        Map<String, String> registers = new LinkedHashMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(REGISTER)) {
                registers.put(key.substring(REGISTER.length()), text(key, "").toLowerCase(Locale.ROOT));
            }
        }
        return registers;
    }

    private Map<String, Integer> snpTcbMin() {
        Map<String, Integer> versions = new LinkedHashMap<>();
        words("snp.tcb.min", text("snp.tcb.min", "")).forEach(word -> {
            String[] parts = word.split(":", -1);
            if (parts.length != 2) {
                throw bad("snp.tcb.min", word, "COMPONENT:VERSION, such as bootloader:4,snp:24");
            }
            versions.put(parts[0], integer("snp.tcb.min", parts[1]));
        });
        return versions;
    }

    private Set<String> roots() {
        return words("roots", text("roots", "vendors"))
                .flatMap(word -> word.equals("vendors") ? Roots.VENDORS.stream() : Stream.of(word))
                .collect(Collectors.toSet());
    }

    private static Set<String> hexOrAny(String key, String value) {
        if (value.equals(ANY)) {
            return Set.of();
        }
        Set<String> words =
                words(key, value).map(word -> word.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        if (words.isEmpty()) {
            throw bad(key, value, "hexadecimal digits, or any");
        }
        return words;
    }

    private boolean choice(String key, String strict, String lax) {
        String value = text(key, strict);
        if (!List.of(strict, lax).contains(value)) {
            throw bad(key, value, strict + " or " + lax);
        }
        return value.equals(lax);
    }

    private int number(String key) {
        return integer(key, text(key, "0"));
    }

    private static int integer(String key, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw bad(key, value, "a whole number");
        }
    }

    private String required(String key) {
        return Optional.ofNullable(properties.getProperty(key))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new PolicyException("the policy does not say " + key + ": it has no default"));
    }

    private String text(String key, String otherwise) {
        return properties.getProperty(key, otherwise).strip();
    }

    private static Stream<String> words(String key, String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty() || missing(key, value));
    }

    private static boolean missing(String key, String value) {
        if (!value.isEmpty()) {
            throw bad(key, value, "a list without empty items");
        }
        return false;
    }

    private static Tee tee(String word) {
        return Tee.of(word)
                .orElseThrow(() -> bad(
                        "tee",
                        word,
                        "of " + Arrays.stream(Tee.values()).map(Tee::word).toList()));
    }

    private static TcbStatus status(String word) {
        return TcbStatus.of(word)
                .orElseThrow(() -> bad(
                        "intel.tcb.statuses",
                        word,
                        "of "
                                + Arrays.stream(TcbStatus.values())
                                        .map(TcbStatus::word)
                                        .toList()));
    }

    private static PolicyException bad(String key, String value, String allowed) {
        return new PolicyException(key + " is '" + value + "': allowed is " + allowed);
    }
}
