package io.weir.cli.report;

import java.util.ArrayList;
import java.util.List;

/** Maps values to positions along an axis and knows the round values to label it with. */
sealed interface Scale {
    /** A labelled value of the axis. */
    record Tick(double value, String label) {}

    double position(double value);

    List<Tick> ticks();

    /** A linear axis from {@code from} (lowest value) to {@code to}, widened to whole ticks, about {@code count} of them. */
    static Scale linear(double low, double high, double from, double to, int count) {
        double span = high > low ? high - low : Math.max(Math.abs(high), 1e-3);
        double step = niceStep(span / count);
        double first = Math.floor(low / step + 1e-9);
        double last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
        return new Linear(first, last, step, from, to);
    }

    /** A logarithmic axis; {@code low} and {@code high} are positive and are widened to 1, 2 or 5 times a power of ten. */
    static Scale logarithmic(double low, double high, double from, double to) {
        double lowest = niceBelow(low);
        double highest = niceStep(high);
        return new Log(lowest, highest > lowest * 1.5 ? highest : niceStep(lowest * 1.5), from, to);
    }

    private static double niceBelow(double atMost) {
        return 1 / niceStep(1 / atMost);
    }

    private static double niceStep(double atLeast) {
        double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= atLeast * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** From {@code first·step} to {@code last·step}. */
    record Linear(double first, double last, double step, double from, double to) implements Scale {
        @Override
        public double position(double value) {
            return from + (to - from) * (value / step - first) / (last - first);
        }

        @Override
        public List<Tick> ticks() {
            int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
            List<Tick> ticks = new ArrayList<>();
            for (double k = first; k <= last; k++) {
                ticks.add(new Tick(k * step, Numbers.fixed(k * step, decimals)));
            }
            return ticks;
        }
    }

    /** Values at or below zero lie on the lower end. */
    record Log(double low, double high, double from, double to) implements Scale {
        private static final int MOST_DECADES = 8;
        private static final int MOST_DECADES_WITH_DIGITS = 3;

        @Override
        public double position(double value) {
            double bounded = Math.max(low, Math.min(high, value));
            return from + (to - from) * Math.log(bounded / low) / Math.log(high / low);
        }

        @Override
        public List<Tick> ticks() {
            int first = (int) Math.floor(Math.log10(low) + 1e-9);
            int last = (int) Math.floor(Math.log10(high) + 1e-9);
            int every = Math.max(1, (last - first + MOST_DECADES - 1) / MOST_DECADES);
            int[] digits = last - first <= MOST_DECADES_WITH_DIGITS ? new int[] {1, 2, 5} : new int[] {1};
            List<Tick> ticks = new ArrayList<>();
            for (int exponent = first; exponent <= last; exponent += every) {
                for (int digit : digits) {
                    double value = digit * Math.pow(10, exponent);
                    if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) {
                        ticks.add(new Tick(value, label(digit, exponent)));
                    }
                }
            }
            return ticks;
        }

        private static String label(int digit, int exponent) {
            if (Math.abs(exponent) <= 4) {
                return Numbers.fixed(digit * Math.pow(10, exponent), Math.max(0, -exponent));
            }
            return (digit == 1 ? "" : digit + "·") + "10" + superscript(exponent);
        }

        private static String superscript(int exponent) {
            StringBuilder text = new StringBuilder();
            Integer.toString(exponent).chars().forEach(c -> text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0')));
            return text.toString();
        }
    }
}
