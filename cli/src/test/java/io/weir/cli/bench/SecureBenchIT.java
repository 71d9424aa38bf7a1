package io.weir.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.CommandRun;
import io.weir.privacy.secure.FixedPointScale;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.digest.Digests;
import io.weir.wire.SecureBackend;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three participants, few parameters, one measured round of each path. */
@Timeout(180)
class SecureBenchIT {
    private static final int PARTICIPANTS = 3;
    private static final int PARAMETERS = 500;
    private static final long LAST_ROUND = 2;
    private static final int WEIGHT_MAX = 1 << 16;
    private static final double CLIPPING_BOUND = 16;

    @Test
    void everyBackEndOpensTheSumOfThePlainValues() throws Exception {
        CommandRun run = CommandRun.of(
                "bench",
                "secure",
                "--participants",
                String.valueOf(PARTICIPANTS),
                "--parameters",
                String.valueOf(PARAMETERS),
                "--committee",
                "3",
                "--repeat",
                "1",
                "--json");

        assertThat(run.status()).as(run.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("valueBits").asInt()).isEqualTo(options().valueBits());
        JsonNode paths = json.path("paths");
        assertThat(paths).extracting(path -> path.path("path").asText()).containsExactly("plain", "mask", "rlwe");
        assertThat(paths).allSatisfy(path -> {
            for (String figure : List.of("encode", "commitToVersion", "recompute", "recomputeInMemory")) {
                assertThat(path.path(figure).path("seconds").asDouble())
                        .as(figure)
                        .isNotNegative();
                assertThat(path.path(figure).path("each")).as(figure).isNotEmpty();
            }
            assertThat(path.path("sentBytes").asLong()).isGreaterThan(4L * PARAMETERS);
        });
        for (int hidden = 1; hidden <= 2; hidden++) {
            JsonNode path = paths.path(hidden);
            assertThat(path.path("sumsDigest").asText()).isEqualTo(sumsDigest());
            assertThat(path.path("modelDigest").asText())
                    .isEqualTo(paths.path(1).path("modelDigest").asText());
            assertThat(path.path("goals"))
                    .extracting(goal -> goal.path("goal").asText())
                    .containsExactly("addedMs", "bytesPerParameter", "recomputeRatio");
        }
    }

    private static SecureOptions options() {
        return new SecureOptions(PARTICIPANTS, PARAMETERS, 3, List.of(SecureBackend.MASK, SecureBackend.RLWE), 1, 42);
    }

    /** Of the sum of everybody's fixed-point values, in one chunk. */
    private static String sumsDigest() {
        int scaleBits = FixedPointScale.bits(options().valueBits(), CLIPPING_BOUND, WEIGHT_MAX);
        long[] sum = new long[PARAMETERS];
        for (int participant = 0; participant < PARTICIPANTS; participant++) {
            var update = SecureUpdates.of(options(), LAST_ROUND, participant);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += FixedPointScale.quantise(update.values()[i], update.weight(), scaleBits);
            }
        }
        byte[] payload = ArrowCodecs.encodeLongs(sum, 0, sum.length);
        return Digests.hex(ByteBuffer.wrap(Digests.sha256(Digests.sha256(payload))));
    }

    @Test
    void refusesABackEndThatHidesNothing() {
        assertThat(CommandRun.of("bench", "secure", "--backend", "plain").err()).contains("use mask, rlwe or both");
        assertThat(CommandRun.of("bench", "secure", "--committee", "11").err())
                .contains("--committee is 11: allowed is 2 to 10");
    }
}
