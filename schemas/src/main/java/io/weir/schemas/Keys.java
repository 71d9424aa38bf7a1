package io.weir.schemas;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Record keys, all of them UTF-8 text so that any Kafka tool shows them. */
public final class Keys {
    private static final Pattern PARTICIPANT = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?");
    private static final Pattern COMMITTEE = Pattern.compile("[0-9]{6,18}/.+");
    private static final String PARTICIPANT_PREFIX = "participant/";
    private static final String COMMIT_SUFFIX = "/commit";

    private static final String ZEROS = "000000";
    private static final int ROUND_DIGITS = 6;
    private static final int CHUNK_DIGITS = 5;

    private Keys() {}

    /** Key of the federation's settings in the control topic. */
    public static String settings() {
        return "settings";
    }

    /** Key of an enrolled participant in the control topic. */
    public static String participant(String name) {
        validateParticipant(name);
        return PARTICIPANT_PREFIX + name;
    }

    /** What the keys of participants in the control topic begin with. */
    public static String participantPrefix() {
        return PARTICIPANT_PREFIX;
    }

    /** Key of a round in the rounds, verdicts and ledger topics: at least six digits, so that text order is round order. */
    public static String round(long round) {
        return padded(round, ROUND_DIGITS);
    }

    /** Key of a record in the committee topic: the round and who wrote it. */
    public static String committee(long round, String writer) {
        return round(round) + "/" + writer;
    }

    /** The round that a key of the committee topic names; a claim, like the writer. */
    public static OptionalLong committeeRound(String key) {
        if (key == null || !COMMITTEE.matcher(key).matches()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(key.substring(0, key.indexOf('/'))));
    }

    /** Key of one slice of a round's aggregate. */
    public static String aggregate(long round, int chunkIndex) {
        return round(round) + "/" + index(chunkIndex);
    }

    /** Key of a participant's chunk in a round topic. */
    public static String chunk(String participant, int chunkIndex) {
        return participant + "/" + index(chunkIndex);
    }

    /** Key of a participant's commit in a round topic. */
    public static String commit(String participant) {
        return participant + COMMIT_SUFFIX;
    }

    /** Key of a participant's record in the budget topic. */
    public static String budget(String participant) {
        validateParticipant(participant);
        return participant;
    }

    /** Key of the provisioner's marker in a round topic. */
    public static String marker() {
        return "marker";
    }

    /** Key of a model version's chunk. */
    public static String model(long version, int chunkIndex) {
        return modelPrefix(version) + index(chunkIndex);
    }

    /** What the keys of a model version's chunks begin with. */
    public static String modelPrefix(long version) {
        return round(version) + "/";
    }

    /** Key of the record that names the newest model version. */
    public static String head() {
        return "head";
    }

    /**
     * The participant that a key of a round topic names. A key is a claim, not a proof: only a signature is.
     *
     * @return empty if the key names none
     */
    public static Optional<String> claimedParticipant(String roundTopicKey) {
        if (roundTopicKey == null) {
            return Optional.empty();
        }
        int slash = roundTopicKey.indexOf('/');
        if (slash <= 0
                || !PARTICIPANT.matcher(roundTopicKey.substring(0, slash)).matches()) {
            return Optional.empty();
        }
        return Optional.of(roundTopicKey.substring(0, slash));
    }

    /**
     * Checks a participant's name.
     *
     * @throws IllegalArgumentException naming the value and what is allowed
     */
    public static void validateParticipant(String name) {
        Objects.requireNonNull(name, "participant");
        if (!PARTICIPANT.matcher(name).matches()) {
            throw new IllegalArgumentException("participant name '" + name
                    + "' is not valid: use 1 to 64 lower-case letters, digits, dots and hyphens, with a letter or"
                    + " digit first and last");
        }
    }

    private static String index(int chunkIndex) {
        return padded(chunkIndex, CHUNK_DIGITS);
    }

    /** By hand: every record asks for its round's key, and a format is a hundred times as dear and depends on the locale. */
    private static String padded(long number, int digits) {
        String text = Long.toString(number);
        return number < 0 || text.length() >= digits ? text : ZEROS.substring(text.length(), digits) + text;
    }
}
