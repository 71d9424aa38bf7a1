package io.weir.cli.demo;

import io.weir.cli.report.DemoResult;
import io.weir.cli.report.DemoResult.Guard;
import io.weir.cli.report.DemoResult.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sums a demo up. */
final class ResultBuilder {
    private ResultBuilder() {}

    static DemoResult build(
            DemoOptions options,
            List<String> command,
            DemoData data,
            List<DemoResult.Round> rounds,
            Baselines.Result alone,
            Optional<DemoResult.Privacy> privacy,
            double seconds) {
        DemoResult.Round newest = null;
        for (DemoResult.Round round : rounds) {
            newest = round.outcome() instanceof DemoResult.Published ? round : newest;
        }
        DemoResult.Model model = newest != null && newest.outcome() instanceof DemoResult.Published published
                ? new DemoResult.Model(published.version(), published.digest())
                : new DemoResult.Model(0, "");
        Score federated = newest == null ? Score.UNDEFINED : newest.quality();
        List<String> names = data.banks().stream().map(DemoData.Bank::name).toList();
        List<String> attackers = names.subList(names.size() - options.attackers(), names.size());
        return new DemoResult(
                options.federation(),
                rounds,
                new DemoResult.Quality(alone.localOnly(), federated, alone.pooled()),
                model,
                Guard.measure(attackers, rounds),
                seconds,
                participants(data, alone),
                configuration(options, data),
                command,
                privacy);
    }

    private static List<DemoResult.Participant> participants(DemoData data, Baselines.Result alone) {
        List<DemoResult.Participant> participants = new ArrayList<>();
        for (DemoData.Bank bank : data.banks()) {
            participants.add(new DemoResult.Participant(
                    bank.name(),
                    bank.train().rows() + bank.test().rows(),
                    bank.train().positives() + bank.test().positives(),
                    alone.byBank().get(bank.name())));
        }
        return participants;
    }

    private static Map<String, String> configuration(DemoOptions options, DemoData data) {
        Map<String, String> configuration = new TreeMap<>();
        configuration.put("model", options.model().toString());
        configuration.put("rounds", String.valueOf(options.rounds()));
        configuration.put("rule", options.rule());
        configuration.put("codec", options.codec().name());
        configuration.put("seed", String.valueOf(options.seed()));
        configuration.put("data", source(options.source()));
        if (options.attested()) {
            configuration.put(DemoResult.ATTESTATION, "SIMULATED, protects nothing");
        }
        if (options.saysHowRowsArePrepared()) {
            configuration.put(DemoResult.STATISTICS, data.preparation());
        }
        options.attack()
                .ifPresent(attack -> configuration.put("attack", attack.option() + ": " + attack.description()));
        options.ruleParameters().forEach((key, value) -> configuration.put("rule." + key, value));
        options.training().forEach((key, value) -> configuration.put("training." + key, value));
        return configuration;
    }

    private static String source(DemoOptions.Source source) {
        if (source instanceof DemoOptions.Source.Csv csv) {
            return csv.file().getFileName() + ", " + csv.split();
        }
        return "generated card transactions";
    }
}
