package io.weir.cli.bank;

import io.weir.trainers.ModelSpec;
import io.weir.trainers.Optimizer;
import io.weir.trainers.TrainingConfig;
import io.weir.trainers.TrainingDefaults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Training settings as they travel in a round's announcement: text by key. */
public final class TrainingSettings {
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
            "label.shift");

    private TrainingSettings() {}

    /** The defaults of a model as settings, so that a round's announcement says all. */
    public static Map<String, String> defaults(ModelSpec model) {
        TrainingConfig config = TrainingDefaults.forModel(model);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("epochs", String.valueOf(config.epochs()));
        settings.put("batch.size", String.valueOf(config.batchSize()));
        settings.put("learning.rate", String.valueOf(config.learningRate()));
        settings.put("optimizer", config.optimizer().name().toLowerCase(Locale.ROOT));
        settings.put("momentum", String.valueOf(config.momentum()));
        settings.put("l2", String.valueOf(config.l2()));
        settings.put("proximal", String.valueOf(config.proximal()));
        settings.put("positive.weight", String.valueOf(config.positiveWeight()));
        settings.put("label.shift", String.valueOf(TrainingDefaults.LABEL_SHIFT_SHARE));
        return settings;
    }

    /** The share, 0 to 1, of a bank's label-shift correction that it applies. */
    public static double labelShift(Map<String, String> settings) {
        String text = settings.getOrDefault("label.shift", String.valueOf(TrainingDefaults.LABEL_SHIFT_SHARE));
        double share = number("label.shift", text);
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
        TrainingConfig config = TrainingDefaults.forModel(model);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            config = with(config, setting.getKey(), setting.getValue());
        }
        labelShift(settings);
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
            case "label.shift" -> config;
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

    private static double number(String key, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("training setting '" + key + "' is '" + value + "': not a number", e);
        }
    }
}
