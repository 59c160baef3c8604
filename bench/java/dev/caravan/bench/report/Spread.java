package dev.caravan.bench.report;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The middle of several measurements, and how far apart they are. */
public record Spread(double median, double least, double most) {

    static Spread of(List<Run> runs, ToDoubleFunction<Run> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}
