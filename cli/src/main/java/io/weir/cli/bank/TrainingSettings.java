package io.weir.cli.bank;

import io.weir.trainers.LabelShift;
import io.weir.trainers.ModelSpec;
import io.weir.trainers.Optimizer;
import io.weir.trainers.TrainingConfig;
import io.weir.trainers.TrainingDefaults;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.FederatedStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Training settings as they travel in a round's announcement: text by key. */
public final class TrainingSettings {
    private static final String SHIFT = "label.shift";
    private static final String PRIOR = "label.prior";

    /** Keys that a federation may set; the rest follows the model's defaults. */
    public static final List<String> KEYS = List.of(
            "epochs",
            "batch.size",
            "learning.rate",
            "optimizer",
            "momentum",
            "l2",
            "proximal",
            "positive.weight",
            SHIFT,
            PRIOR,
            PrivacySettings.EPSILON,
            PrivacySettings.DELTA,
            PrivacySettings.CLIP,
            PrivacySettings.ROUNDS);

    private TrainingSettings() {}

    /** The defaults of a model without differential privacy as settings, so that a round's announcement says all. */
    public static Map<String, String> defaults(ModelSpec model) {
        return settings(TrainingDefaults.forModel(model), TrainingDefaults.LABEL_SHIFT_SHARE);
    }

    /**
     * What was asked for over the model's defaults, which are others with differential privacy.
     *
     * @param rounds that the federation plans
     */
    public static Map<String, String> complete(ModelSpec model, Map<String, String> asked, long rounds) {
        boolean isPrivate = PrivacySettings.isAskedFor(asked);
        Map<String, String> settings =
                isPrivate ? settings(TrainingDefaults.forPrivateModel(model), 0) : defaults(model);
        if (isPrivate) {
            settings.putAll(PrivacySettings.defaults(rounds));
        }
        settings.putAll(asked);
        return settings;
    }

    /**
     * The same for a federation that counts no labels: banks correct nothing for their share of positives, unless that of
     * all banks was given.
     *
     * @throws IllegalArgumentException if a correction was asked for that nothing is known for
     */
    public static Map<String, String> completeWithoutCounts(ModelSpec model, Map<String, String> asked, long rounds) {
        Map<String, String> settings = complete(model, asked, rounds);
        if (!asked.containsKey(SHIFT) && !asked.containsKey(PRIOR)) {
            settings.put(SHIFT, "0.0");
        }
        requirePrior(settings);
        return settings;
    }

    private static void requirePrior(Map<String, String> settings) {
        if (labelShift(settings) != 0 && labelPrior(settings).isEmpty()) {
            throw new IllegalArgumentException("training setting '" + SHIFT + "' is " + settings.get(SHIFT)
                    + ": without a round of statistics nobody counts labels, so it must be 0, or '" + PRIOR
                    + "' be the share of positives that is publicly known");
        }
    }

    /** The share of positives of all banks' rows, where the operator says it. */
    public static OptionalDouble labelPrior(Map<String, String> settings) {
        String text = settings.get(PRIOR);
        if (text == null) {
            return OptionalDouble.empty();
        }
        double prior = number(PRIOR, text);
        if (!(prior > 0 && prior < 1)) {
            throw new IllegalArgumentException(
                    "training setting '" + PRIOR + "' is " + text + ": allowed is between 0 and 1");
        }
        return OptionalDouble.of(prior);
    }

    /**
     * What a bank adds to its logits while it trains.
     *
     * @param all statistics of all banks' rows; the operator's share of positives goes before them
     * @throws IllegalArgumentException if a correction is asked for that nothing is known for
     */
    static double logitOffset(Map<String, String> settings, Dataset rows, Optional<FederatedStatistics> all) {
        long positives = rows.positives();
        long negatives = rows.rows() - positives;
        OptionalDouble prior = labelPrior(settings);
        if (prior.isEmpty() && all.isEmpty()) {
            requirePrior(settings);
            return 0;
        }
        return labelShift(settings)
                * (prior.isPresent()
                        ? LabelShift.logitOffset(negatives, positives, prior.getAsDouble())
                        : LabelShift.logitOffset(
                                negatives,
                                positives,
                                all.orElseThrow().negatives(),
                                all.orElseThrow().positives()));
    }

    private static Map<String, String> settings(TrainingConfig config, double labelShift) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("epochs", String.valueOf(config.epochs()));
        settings.put("batch.size", String.valueOf(config.batchSize()));
        settings.put("learning.rate", String.valueOf(config.learningRate()));
        settings.put("optimizer", config.optimizer().name().toLowerCase(Locale.ROOT));
        settings.put("momentum", String.valueOf(config.momentum()));
        settings.put("l2", String.valueOf(config.l2()));
        settings.put("proximal", String.valueOf(config.proximal()));
        settings.put("positive.weight", String.valueOf(config.positiveWeight()));
        settings.put(SHIFT, String.valueOf(labelShift));
        return settings;
    }

    /** The share, 0 to 1, of a bank's label-shift correction that it applies. */
    public static double labelShift(Map<String, String> settings) {
        boolean isPrivate = PrivacySettings.isAskedFor(settings);
        String text = settings.getOrDefault(SHIFT, String.valueOf(isPrivate ? 0 : TrainingDefaults.LABEL_SHIFT_SHARE));
        double share = number(SHIFT, text);
        if (isPrivate && share != 0) {
            throw new IllegalArgumentException(
                    "training setting 'label.shift' is " + text
                            + ": with dp.epsilon it must be 0, since it would give away how many labels of each kind a bank has");
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("training setting 'label.shift' is " + text + ": allowed is 0 to 1");
        }
        return share;
    }

    /**
     * Reads settings; what is not set follows the model's defaults.
     *
     * @throws IllegalArgumentException if a key is unknown, or a value is malformed or out of range
     */
    public static TrainingConfig parse(ModelSpec model, Map<String, String> settings) {
        TrainingConfig config = PrivacySettings.isAskedFor(settings)
                ? TrainingDefaults.forPrivateModel(model)
                : TrainingDefaults.forModel(model);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            config = with(config, setting.getKey(), setting.getValue());
        }
        labelShift(settings);
        labelPrior(settings);
        PrivacySettings.parse(settings);
        return config;
    }

    private static TrainingConfig with(TrainingConfig config, String key, String value) {
        return switch (key) {
            case "epochs" -> config.withEpochs((int) number(key, value));
            case "batch.size" -> config.withBatchSize((int) number(key, value));
            case "learning.rate" -> config.withLearningRate(number(key, value));
            case "optimizer" -> optimizer(config, value);
            case "momentum" -> config.withMomentum(number(key, value));
            case "l2" -> config.withL2(number(key, value));
            case "proximal" -> config.withProximal(number(key, value));
            case "positive.weight" -> config.withPositiveWeight(number(key, value));
            case SHIFT,
                    PRIOR,
                    PrivacySettings.EPSILON,
                    PrivacySettings.DELTA,
                    PrivacySettings.CLIP,
                    PrivacySettings.ROUNDS -> config;
            default ->
                throw new IllegalArgumentException("training setting '" + key + "' is not known: use one of " + KEYS);
        };
    }

    private static TrainingConfig optimizer(TrainingConfig config, String value) {
        Optimizer optimizer =
                switch (value) {
                    case "sgd" -> Optimizer.SGD;
                    case "adam" -> Optimizer.ADAM;
                    default ->
                        throw new IllegalArgumentException(
                                "training setting 'optimizer' is '" + value + "': use sgd or adam");
                };
        double momentum = optimizer == Optimizer.ADAM ? 0 : config.momentum();
        return new TrainingConfig(
                config.epochs(),
                config.batchSize(),
                config.learningRate(),
                optimizer,
                momentum,
                config.l2(),
                config.proximal(),
                config.positiveWeight(),
                config.logitOffset(),
                config.seed());
    }

    static double number(String key, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("training setting '" + key + "' is '" + value + "': not a number", e);
        }
    }
}
