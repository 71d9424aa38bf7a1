package io.weir.benchmarks;

import io.weir.privacy.field.SecretSharing;
import io.weir.privacy.field.Share;
import io.weir.privacy.rlwe.RlweSecret;
import io.weir.privacy.vss.Dealing;
import io.weir.privacy.vss.DealingContext;
import io.weir.privacy.vss.ShareFault;
import io.weir.privacy.vss.SumOpening;
import io.weir.privacy.vss.VerifiableSharing;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A key of 4096 words for a committee of ten, of whom seven are needed: sharing with its proof, one member's check, the opening of sums. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SharingBenchmark {
    private static final int MEMBERS = 10;

    private final SecureRandom random = new SecureRandom();
    private final SecretSharing sharing = new SecretSharing(MEMBERS, 7);
    private final DealingContext context = new DealingContext(
            "cards",
            1,
            "bank-a",
            "rlwe-key",
            IntStream.range(0, MEMBERS).mapToObj(i -> "member-" + i).toList(),
            new byte[32]);
    private final VerifiableSharing verifiable = new VerifiableSharing(sharing, RlweSecret.WORDS, context);
    private final RlweSecret secret = RlweSecret.generate(random);
    private final Dealing dealing = secret.deal(sharing, context, random);
    private final List<Share> sums =
            dealing.shares().stream().map(share -> share.share()).toList();

    @Benchmark
    public Dealing deal() {
        return secret.deal(sharing, context, random);
    }

    @Benchmark
    public Optional<ShareFault> check() {
        return verifiable.fault(dealing.proof(), 10, dealing.shares().get(9));
    }

    @Benchmark
    public SumOpening open() {
        return SumOpening.of(sharing, new byte[32], sums);
    }
}
