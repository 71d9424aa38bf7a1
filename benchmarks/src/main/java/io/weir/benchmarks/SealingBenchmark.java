package io.weir.benchmarks;

import io.weir.privacy.hpke.HpkeKeyPair;
import io.weir.privacy.hpke.HpkePublicKey;
import io.weir.privacy.sealing.SealingContext;
import io.weir.privacy.sealing.UpdateOpener;
import io.weir.privacy.sealing.UpdateOpener.Opening;
import io.weir.privacy.sealing.UpdateSealer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Sealing an update of a million float32 in chunks of 1 MiB for attested keys, and opening it; beside SHA-256 of the same bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SealingBenchmark {
    private static final int UPDATE_BYTES = 4_000_000;
    private static final int CHUNK_BYTES = 1 << 20;

    @Param({"1", "4"})
    private int keys;

    private final List<byte[]> payloads = new ArrayList<>();
    private final List<HpkePublicKey> recipients = new ArrayList<>();
    private final UpdateSealer sealer = new UpdateSealer(SealingBenchmark::secret);
    private SealingContext context;
    private HpkeKeyPair pair;
    private List<byte[]> sealed;

    private static byte[] secret(byte[] purpose) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(purpose);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Setup
    public void update() {
        SplittableRandom random = new SplittableRandom(1);
        for (int from = 0; from < UPDATE_BYTES; from += CHUNK_BYTES) {
            byte[] payload = new byte[Math.min(CHUNK_BYTES, UPDATE_BYTES - from)];
            random.nextBytes(payload);
            payloads.add(payload);
        }
        pair = HpkeKeyPair.generate();
        recipients.add(pair.publicKey());
        while (recipients.size() < keys) {
            recipients.add(HpkeKeyPair.generate().publicKey());
        }
        context = new SealingContext(new byte[32], "bank-a", 1, payloads.size());
        sealed = sealer.seal(context, recipients, payloads);
    }

    @Benchmark
    public List<byte[]> seal() {
        return sealer.seal(context, recipients, payloads);
    }

    /** As a slice task does with a participant that it hears of first. */
    @Benchmark
    public int open() {
        UpdateOpener opener = new UpdateOpener(pair, 0, keys);
        int bytes = 0;
        for (int chunk = 0; chunk < sealed.size(); chunk++) {
            Opening opening = opener.open(context, chunk, ByteBuffer.wrap(sealed.get(chunk)));
            bytes += ((Opening.Opened) opening).payload().remaining();
        }
        return bytes;
    }

    /** What every path does anyway. */
    @Benchmark
    public int hash() throws NoSuchAlgorithmException {
        int first = 0;
        for (byte[] payload : payloads) {
            first += MessageDigest.getInstance("SHA-256").digest(payload)[0];
        }
        return first;
    }
}
