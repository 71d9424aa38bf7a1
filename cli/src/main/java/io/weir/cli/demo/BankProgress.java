package io.weir.cli.demo;

import io.weir.cli.report.LiveProgress;
import io.weir.client.ParticipantListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the banks publish, by round, and shows it. */
final class BankProgress {
    private final LiveProgress progress;
    private final int banks;
    private final int rounds;
    private final Map<Long, LongAdder> bytes = new ConcurrentHashMap<>();
    private final Map<Long, AtomicInteger> updates = new ConcurrentHashMap<>();

    BankProgress(LiveProgress progress, int banks, int rounds) {
        this.progress = progress;
        this.banks = banks;
        this.rounds = rounds;
    }

    long bytes(long round) {
        LongAdder sum = bytes.get(round);
        return sum == null ? 0 : sum.sum();
    }

    ParticipantListener of(String bank) {
        return new ParticipantListener() {
            @Override
            public void updatePublished(long round, int chunks, long sizeBytes) {
                bytes.computeIfAbsent(round, r -> new LongAdder()).add(sizeBytes);
                int count =
                        updates.computeIfAbsent(round, r -> new AtomicInteger()).incrementAndGet();
                if (round > 0) {
                    progress.updates(round, rounds, count, banks);
                }
            }

            @Override
            public void roundSkipped(long round, String reason) {
                progress.event(bank + " sits round " + round + " out: " + reason);
            }
        };
    }
}
