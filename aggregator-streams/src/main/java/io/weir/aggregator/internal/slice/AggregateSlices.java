package io.weir.aggregator.internal.slice;

import io.weir.aggregator.internal.HiddenRound;
import io.weir.guard.Rules;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.AggregateSlice;
import io.weir.wire.RoundOpened;
import io.weir.wire.SumRound;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.Stream;

/** Turns settled sums into the records that the publisher reads. */
final class AggregateSlices {
    private AggregateSlices() {}

    /** One after the other, so that a slice is on its way while the next one is hashed. */
    static Stream<AggregateSlice> of(SumRound directive, Map<Integer, long[]> sums) {
        RoundOpened opened = directive.getSealed().getOpened();
        Verdict verdict = directive.getVerdict();
        VectorChunks layout = new VectorChunks(opened.getParameterCount(), opened.getChunkParameters());
        int scaleBits = HiddenRound.scaleBits(
                opened,
                Rules.named(verdict.getRule(), verdict.getRuleParameters()).combination());
        byte[] verdictDigest = Digests.verdictDigest(verdict);
        return sums.entrySet().stream().map(entry -> {
            int index = entry.getKey();
            long[] sum = entry.getValue();
            byte[] payload = ArrowCodecs.encodeLongs(sum, 0, sum.length);
            return AggregateSlice.newBuilder()
                    .setFederation(opened.getFederation())
                    .setRound(opened.getRound())
                    .setTask(opened.getTask())
                    .setBaseVersion(opened.getBaseVersion())
                    .setChunkIndex(index)
                    .setChunkCount(opened.getChunkCount())
                    .setFirstParameter(layout.first(index))
                    .setLength(sum.length)
                    .setParameterCount(opened.getParameterCount())
                    .setScaleBits(scaleBits)
                    .setTotalWeight(verdict.getTotalWeight())
                    .setAdmitted(verdict.getAdmitted().size())
                    .setParticipantsRoot(verdict.getParticipantsRoot())
                    .setVerdictDigest(ByteBuffer.wrap(verdictDigest))
                    .setConfigDigest(verdict.getConfigDigest())
                    .setOptimizer(opened.getOptimizer())
                    .setOptimizerParameters(opened.getOptimizerParameters())
                    .setPayload(ByteBuffer.wrap(payload))
                    .setSha256(ByteBuffer.wrap(Digests.sha256(payload)))
                    .build();
        });
    }
}
