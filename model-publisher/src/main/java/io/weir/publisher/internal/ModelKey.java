package io.weir.publisher.internal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version and chunk that a key of the models topic names. */
record ModelKey(long version, int chunkIndex) {
    private static final Pattern CHUNK = Pattern.compile("([0-9]{1,18})/([0-9]{1,9})");

    /** Empty for keys that name no chunk, such as {@code head}. */
    static Optional<ModelKey> parse(String key) {
        Matcher matcher = CHUNK.matcher(key == null ? "" : key);
        return matcher.matches()
                ? Optional.of(new ModelKey(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }
}
