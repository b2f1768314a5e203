package org.hessianreg.examples.comparison;

import java.util.Locale;
import org.hessianreg.examples.internal.TextTable;

/** Formats a setting's results as text. */
final class ComparisonTable {

  private ComparisonTable() {}

  static String format(SettingResult result) {
    TextTable table =
        new TextTable(
            "method",
            "strength",
            "test accuracy (%)",
            "95 % interval",
            "",
            "minus none",
            "training (%)",
            "tr H",
            "ms/step");
    for (MethodResult method : result.methods()) {
      add(table, method, mark(method, result));
    }
    return result.setting().label() + System.lineSeparator() + table.format();
  }

  /** What the marks in the tables mean. */
  static String legend() {
    return String.join(
        System.lineSeparator(),
        "Mean ± standard deviation over the seeds; each seed draws its own images, labels and"
            + " initial parameters.",
        "+ / -: the 95 % interval (Student's t) lies above / below that of none.",
        "minus none: mean difference from none seed by seed, with its 95 % interval.",
        "training: share of right answers on the images trained on, wrong labels included.",
        "ms/step: median, on one core while the other workers were at work.",
        "");
  }

  private static String mark(MethodResult method, SettingResult all) {
    if (all.plain().isEmpty()) {
      return "";
    }
    Sample plain = all.plain().get().accuracy();
    if (method.accuracy().isAbove(plain)) {
      return "+";
    }
    return plain.isAbove(method.accuracy()) ? "-" : "";
  }

  private static void add(TextTable table, MethodResult result, String mark) {
    Sample accuracy = result.accuracy();
    Sample difference = result.difference();
    String diverged = String.format("(%d of %d diverged)", result.diverged(), result.runs().size());
    table.add(
        result.method().label(),
        result.method() == Method.NONE ? "" : Numbers.plain(result.strength()),
        spread("%.2f", accuracy, 100),
        interval(accuracy),
        mark,
        difference == null ? "" : plusMinus("%+.2f", difference, difference.halfWidth(), 100),
        spread("%.1f", result.trainingAccuracy(), 100),
        spread("%.1f", result.trace(), 1),
        String.format(Locale.ROOT, "%.1f", result.stepMillis()),
        result.diverged() == 0 ? "" : diverged);
  }

  private static String spread(String format, Sample sample, double factor) {
    return plusMinus(format, sample, sample.deviation(), factor);
  }

  /** A single run has no deviation. */
  private static String plusMinus(String format, Sample sample, double spread, double factor) {
    String mean = String.format(Locale.ROOT, format, factor * sample.mean());
    return sample.count() < 2
        ? mean
        : mean + " ± " + String.format(Locale.ROOT, format.replace("+", ""), factor * spread);
  }

  private static String interval(Sample sample) {
    return sample.count() < 2
        ? ""
        : String.format(
            Locale.ROOT,
            "%.2f to %.2f",
            100 * (sample.mean() - sample.halfWidth()),
            100 * (sample.mean() + sample.halfWidth()));
  }
}
