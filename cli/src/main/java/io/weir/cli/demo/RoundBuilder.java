package io.weir.cli.demo;

import io.weir.cli.report.DemoResult;
import io.weir.cli.report.DemoResult.Score;
import io.weir.cli.report.Explanations;
import io.weir.cli.report.Similarity;
import io.weir.publisher.PublishedModel;
import io.weir.wire.Admission;
import io.weir.wire.Flag;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundSealed;
import io.weir.wire.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts a round's result together from what its topics say. */
final class RoundBuilder {
    private final RoundLog log;
    private final BankProgress banks;
    private DemoResult.Round last;

    RoundBuilder(RoundLog log, BankProgress banks) {
        this.log = log;
        this.banks = banks;
    }

    DemoResult.Round last() {
        return last;
    }

    void published(long round, PublishedModel model, Score quality) {
        RoundSealed sealed = log.sealed(round).orElseThrow();
        Verdict verdict = log.verdict(round).orElseThrow();
        Optional<Similarity> similarity = log.similarity(sealed);
        last = new DemoResult.Round(
                round,
                new DemoResult.Published(model.version(), model.head().getDigest()),
                verdict.getAdmitted().stream().map(Admission::getParticipant).toList(),
                rejections(verdict.getRejected()),
                (model.head().getPublishedAtMs() - sealed.getOpened().getOpenedAtMs()) / 1e3,
                banks.bytes(round),
                quality,
                norms(verdict),
                sealed.getOpened().getClippingBound(),
                flags(verdict.getFlags()),
                similarity);
    }

    void failed(long round) {
        RoundFailed failed = log.failed(round).orElseThrow();
        last = new DemoResult.Round(
                round,
                new DemoResult.Failed(failed.getReason()),
                List.of(),
                rejections(failed.getRejected()),
                (failed.getFailedAtMs() - failed.getOpened().getOpenedAtMs()) / 1e3,
                banks.bytes(round),
                Score.UNDEFINED,
                Map.of(),
                failed.getOpened().getClippingBound(),
                flags(log.verdict(round).map(Verdict::getFlags).orElse(List.of())),
                Optional.empty());
    }

    /** Whoever only sent nothing, or not in time, or was not chosen, was not refused. */
    private static List<DemoResult.Rejection> rejections(List<Rejection> rejected) {
        return rejected.stream()
                .filter(r -> r.getReason() != ReasonCode.NO_UPDATE
                        && r.getReason() != ReasonCode.INCOMPLETE
                        && r.getReason() != ReasonCode.NOT_SELECTED)
                .map(r -> new DemoResult.Rejection(
                        r.getParticipant(), r.getReason().name(), Explanations.of(r.getDetail(), r.getNeighbours())))
                .toList();
    }

    private static List<DemoResult.Flag> flags(List<Flag> flags) {
        return flags.stream()
                .map(flag -> new DemoResult.Flag(
                        flag.getParticipant(), flag.getCode().name(), flag.getDetail()))
                .toList();
    }

    private static Map<String, Double> norms(Verdict verdict) {
        Map<String, Double> norms = new TreeMap<>();
        verdict.getAdmitted().forEach(admission -> norms.put(admission.getParticipant(), admission.getL2Norm()));
        for (Rejection rejection : verdict.getRejected()) {
            Double norm = rejection.getEvidence().get("norm");
            if (norm != null) {
                norms.put(rejection.getParticipant(), norm);
            }
        }
        return norms;
    }
}
