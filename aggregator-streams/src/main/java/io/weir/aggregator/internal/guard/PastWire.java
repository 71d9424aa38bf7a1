package io.weir.aggregator.internal.guard;

import io.weir.guard.history.History;
import io.weir.guard.history.Outcome;
import io.weir.guard.history.ParticipantHistory;
import io.weir.guard.history.PastUpdate;
import io.weir.wire.PastOutcome;
import io.weir.wire.PastParticipant;
import io.weir.wire.PastRounds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What is remembered, as it stands in verdicts and in the guard's store. */
final class PastWire {
    private PastWire() {}

    static PastRounds wire(History history) {
        List<PastParticipant> participants = history.participants().entrySet().stream()
                .map(entry -> new PastParticipant(
                        entry.getKey(),
                        entry.getValue().updates().stream().map(PastWire::wire).toList(),
                        bytes(entry.getValue().sum()),
                        bytes(entry.getValue().last()),
                        bytes(entry.getValue().trail())))
                .toList();
        return new PastRounds(participants, bytes(history.steps()));
    }

    static History history(PastRounds past) {
        TreeMap<String, ParticipantHistory> participants = new TreeMap<>();
        past.getParticipants()
                .forEach(one -> participants.put(
                        one.getParticipant(),
                        new ParticipantHistory(
                                one.getUpdates().stream().map(PastWire::update).toList(),
                                numbers(one.getSum()),
                                numbers(one.getLast()),
                                numbers(one.getTrail()))));
        return new History(participants, numbers(past.getSteps()));
    }

    private static io.weir.wire.PastUpdate wire(PastUpdate update) {
        PastOutcome outcome =
                switch (update.outcome()) {
                    case COUNTED -> PastOutcome.COUNTED;
                    case SET_ASIDE -> PastOutcome.SET_ASIDE;
                    case REFUSED -> PastOutcome.REFUSED;
                };
        return new io.weir.wire.PastUpdate(update.round(), update.norm(), outcome, update.deviation());
    }

    private static PastUpdate update(io.weir.wire.PastUpdate update) {
        Outcome outcome =
                switch (update.getOutcome()) {
                    case COUNTED -> Outcome.COUNTED;
                    case REFUSED -> Outcome.REFUSED;
                    case SET_ASIDE, UNKNOWN -> Outcome.SET_ASIDE;
                };
        return new PastUpdate(update.getRound(), update.getNorm(), outcome, update.getDeviation());
    }

    private static List<ByteBuffer> bytes(List<double[]> all) {
        return all.stream().map(numbers -> bytes(Optional.of(numbers))).toList();
    }

    private static List<double[]> numbers(List<ByteBuffer> all) {
        return all.stream().flatMap(bytes -> numbers(bytes).stream()).toList();
    }

    private static ByteBuffer bytes(Optional<double[]> numbers) {
        double[] all = numbers.orElseGet(() -> new double[0]);
        ByteBuffer bytes = ByteBuffer.allocate(all.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(all);
        return bytes;
    }

    private static Optional<double[]> numbers(ByteBuffer bytes) {
        double[] numbers = new double[bytes.remaining() / Double.BYTES];
        bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(numbers);
        return numbers.length == 0 ? Optional.empty() : Optional.of(numbers);
    }
}
