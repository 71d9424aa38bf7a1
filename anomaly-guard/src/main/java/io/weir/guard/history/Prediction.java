package io.weir.guard.history;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an honest participant would send, as FLDetector has it (Zhang, Cao, Jia, Gong 2022, section 4.1, equation 3): its
 * update before, and what the model's last step changes of it, {@code ĝ_i = g_i + Ĥ (w_t − w_(t−1))} with one Hessian for
 * all, from the aggregates of earlier rounds by {@link QuasiNewton}. The step is taken to be the aggregate, as it is with
 * FedAvg.
 */
public final class Prediction {
    /** The paper's N, ten pairs, and the step that is predicted for. */
    public static final int STEPS_MAX = 11;

    private final History history;
    private final Optional<double[]> change;

    private Prediction(History history, Optional<double[]> change) {
        this.history = history;
        this.change = change;
    }

    /** From what was before the round. */
    public static Prediction of(History history) {
        List<double[]> steps = history.steps();
        boolean oneModel =
                steps.stream().mapToInt(step -> step.length).distinct().count() == 1;
        return new Prediction(history, oneModel ? Optional.of(QuasiNewton.change(steps)) : Optional.empty());
    }

    /**
     * How far updates are from what was predicted, {@code ‖ĝ_i − g_i‖}, each as a share of the sum of all. Only of those who
     * took part in the newest sealed round.
     *
     * @param sketches of the round's updates, by participant
     */
    public Map<String, Double> deviations(SortedMap<String, double[]> sketches) {
        SortedMap<String, Double> distances = new TreeMap<>();
        double sum = 0;
        for (Map.Entry<String, double[]> entry : sketches.entrySet()) {
            Optional<double[]> predicted = predicted(entry.getKey(), entry.getValue().length);
            if (predicted.isPresent()) {
                double[] difference = Sketches.plus(entry.getValue(), -1, predicted.get());
                double distance = Math.sqrt(Sketches.product(difference, difference));
                distances.put(entry.getKey(), distance);
                sum += distance;
            }
        }
        double all = sum;
        distances.replaceAll((name, distance) -> all > 0 ? distance / all : 0);
        return distances;
    }

    private Optional<double[]> predicted(String participant, int width) {
        long newest = history.newest();
        return Optional.ofNullable(history.participants().get(participant))
                .filter(past -> past.newest() == newest)
                .flatMap(ParticipantHistory::last)
                .filter(last -> last.length == width)
                .map(last -> change.filter(step -> step.length == width)
                        .map(step -> Sketches.plus(last, 1, step))
                        .orElse(last));
    }
}
