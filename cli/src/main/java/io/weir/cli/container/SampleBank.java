package io.weir.cli.container;

import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.Keys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Furnishes a bank of the sample federation once: an identity and made-up rows in its own directory, and what the
 * operator gets in another one. What is there is left as it is.
 */
public final class SampleBank {
    private static final int ROWS = 2_000;
    private static final int SAMPLE_ROWS = 200;
    private static final Duration VALIDITY = Duration.ofDays(365);

    private SampleBank() {}

    /**
     * Writes {@code identity/} and {@code data.csv} of the bank; {@code NAME.crt} and {@code NAME.sample.csv}, rows
     * that are nobody's, for the operator.
     *
     * @param args the bank's name, its directory and the operator's
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            System.err.println("weir: a bank's name, its directory and the operator's are needed, got " + args.length
                    + " arguments");
            System.exit(2);
        }
        furnish(args[0], Path.of(args[1]), Path.of(args[2]));
    }

    static void furnish(String name, Path home, Path enrolment) throws IOException {
        Keys.validateParticipant(name);
        writeOnce(home.resolve("data.csv"), rows(name, ROWS));
        writeOnce(enrolment.resolve(name + ".sample.csv"), rows("sample", SAMPLE_ROWS));
        identify(name, home, enrolment);
        System.out.println(name + " has its identity and " + ROWS + " rows in " + home);
    }

    /** Writes {@code identity/}, and the certificate for the operator. */
    static void identify(String name, Path home, Path enrolment) throws IOException {
        Path identity = home.resolve("identity");
        Path certificate = identity.resolve("participant.crt");
        // It is written last: a key without it was never enrolled.
        if (!Files.exists(certificate)) {
            ParticipantIdentity.generate(name, VALIDITY, Instant.now()).saveReplacing(identity);
        }
        writeOnce(enrolment.resolve(name + ".crt"), Files.readString(certificate, StandardCharsets.UTF_8));
    }

    /** A file that is there is there whole, even if this process was killed before. */
    private static void writeOnce(Path file, String text) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(unfinished, text, StandardCharsets.UTF_8);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Fraud goes with high amounts, online payments and the night; the same name gives the same rows. */
    private static String rows(String name, int count) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        StringBuilder csv = new StringBuilder("id,amount,hour,channel,fraud\n");
        for (int i = 1; i <= count; i++) {
            double amount = StrictMath.exp(2 + 2 * random.nextDouble());
            int hour = random.nextInt(24);
            boolean online = random.nextInt(10) < 4;
            double risk = -5 + amount / 20 + (online ? 1.5 : 0) + (hour < 6 ? 1 : 0);
            boolean fraud = random.nextDouble() < 1 / (1 + StrictMath.exp(-risk));
            csv.append(String.format(
                    Locale.ROOT, "%d,%.2f,%d,%s,%d\n", i, amount, hour, online ? "online" : "card", fraud ? 1 : 0));
        }
        return csv.toString();
    }
}
