package io.github.fmexplain.examples;

import io.github.fmexplain.evaluation.Bootstrap.Interval;
import io.github.fmexplain.evaluation.EvaluationReport;
import io.github.fmexplain.evaluation.EvaluationReport.Agreement;
import io.github.fmexplain.evaluation.EvaluationReport.EditFidelity;
import io.github.fmexplain.evaluation.EvaluationReport.MethodReport;
import io.github.fmexplain.evaluation.Fidelity;
import io.github.fmexplain.evaluation.Measure;
import io.github.fmexplain.evaluation.retraining.CounterfactualValidity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The tables of an evaluation, in Markdown, so that they can be pasted into docs/evaluation.md. */
final class EvaluationTables {

  private final StringBuilder text = new StringBuilder();

  private EvaluationTables() {}

  /** Returns the document as text. */
  static String of(EvaluationDocument document) {
    return new EvaluationTables().make(document);
  }

  private String make(EvaluationDocument document) {
    EvaluationReport report = document.exactRemoval();
    line(
        "Data: %s, %d users, %d items, %d training ratings%s",
        document.dataset().name(),
        document.dataset().users(),
        document.dataset().items(),
        document.dataset().trainingRatings(),
        document.dataset().synthetic() ? " (made up; not MovieLens data)" : "");
    line(
        "Model: %s, %d factors, trained in %.1f s (%s), fingerprint %s",
        document.model().predictorType().hyperparameterValue(),
        document.model().factors(),
        Objects.requireNonNull(document.model().trainingSeconds()),
        document.training(),
        document.model().fingerprint().substring(0, 12));
    line("");
    line(
        "## Exact removal: %d users, %d removals, seed %d, in %.1f s",
        report.users(), report.ratings(), document.seed(), document.evaluationSeconds());
    line("");
    fidelity(report.fidelity());
    differences(report.fidelity());
    substitutes(report.methods());
    perturbation(report.methods());
    line("Counterfactual search of the library:");
    line("");
    head("valid", "size");
    row("search", List.of(report.counterfactuals().valid(), report.counterfactuals().size()));
    line("");
    whatIf(report.whatIf());
    agreement("Feature agreement", report.agreement(), Agreement::feature);
    agreement("Rank agreement", report.agreement(), Agreement::rank);
    document.retraining().forEach(this::retraining);
    return text.toString();
  }

  private void retraining(EvaluationDocument.Group group) {
    line(
        "## Full retraining: %d users with %s ratings, %d at once",
        group.users(), group.ratings(), group.usersAtOnce());
    line("");
    if (group.users() == 0) {
      line("No user has so many ratings.");
      line("");
      return;
    }
    if (group.effects() != null) {
      effects(group.effects());
    }
    if (group.counterfactuals() != null) {
      validity(group.counterfactuals());
    }
  }

  private void effects(EvaluationDocument.Effects effects) {
    line("%d removals in %d retrainings.", effects.removals(), effects.retrainings());
    line(
        "Noise: the scores of %d users without a removal moved by %.4f (standard deviation; by %.4f"
            + " to %.4f beside different users).",
        effects.controls(),
        effects.noise(),
        effects.noises().stream().mapToDouble(noise -> noise).min().orElse(Double.NaN),
        effects.noises().stream().mapToDouble(noise -> noise).max().orElse(Double.NaN));
    line("");
    fidelity(effects.fidelity());
    differences(effects.fidelity());
  }

  private void validity(CounterfactualValidity validity) {
    line(
        "Counterfactual search, the model trained again without each set: %d users, %d with a set:",
        validity.users(), validity.sets());
    line("");
    head("valid", "as many at random", "size");
    row("search", List.of(validity.valid(), validity.randomValid(), validity.size()));
    line("");
  }

  private void fidelity(List<Fidelity> fidelities) {
    head(
        "Spearman within user",
        "Pearson within user",
        "top-5 overlap",
        "Spearman pooled",
        "Pearson pooled",
        "sign",
        "relative error",
        "slope");
    for (Fidelity f : fidelities) {
      row(
          f.method(),
          List.of(
              f.spearman(),
              f.pearson(),
              f.topOverlap(),
              f.pooledSpearman(),
              f.pooledPearson(),
              f.signAgreement(),
              f.relativeError(),
              f.slope()));
    }
    line("");
  }

  private void differences(List<Fidelity> fidelities) {
    if (fidelities.size() < 2) {
      return;
    }
    line("Difference to %s, paired by user:", fidelities.get(0).method());
    line("");
    head("Spearman within user", "Pearson pooled");
    for (Fidelity f : fidelities.subList(1, fidelities.size())) {
      row(f.method(), List.of(f.spearmanLead(), f.pooledPearsonLead()));
    }
    line("");
  }

  private void perturbation(List<MethodReport> methods) {
    line("Removal by rank: area, and (5) with exactly 5 ratings; explanations of 5 ratings:");
    line("");
    List<String> names = methods.stream().map(MethodReport::method).toList();
    head(names.toArray(String[]::new));
    for (Measure measure : methods.get(0).perturbation().keySet()) {
      row(measure.name(), methods.stream().map(m -> valueOf(m, measure)).toList());
    }
    row("stability", methods.stream().map(MethodReport::stability).toList());
    numbers("Gini", methods.stream().map(MethodReport::gini).toList());
    numbers("coverage", methods.stream().map(MethodReport::coverage).toList());
    line("");
  }

  /** Where a method cannot run, another does. */
  private void substitutes(List<MethodReport> methods) {
    for (MethodReport method : methods) {
      method
          .ran()
          .forEach(
              (ran, users) -> {
                if (!ran.equals(method.method())) {
                  line("In place of %s ran %s, for %d users.", method.method(), ran, users);
                  line("");
                }
              });
    }
  }

  private static Interval valueOf(MethodReport method, Measure measure) {
    return method
        .perturbation()
        .getOrDefault(measure, new Interval(Double.NaN, Double.NaN, Double.NaN));
  }

  private void whatIf(List<EditFidelity> whatIfs) {
    if (whatIfs.isEmpty()) {
      return;
    }
    line("What if a rating were different, %d edits:", whatIfs.get(0).edits());
    line("");
    head("Pearson", "slope", "relative error", "sign");
    for (EditFidelity w : whatIfs) {
      row(w.method(), List.of(w.pearson(), w.slope(), w.relativeError(), w.signAgreement()));
    }
    line("");
  }

  private void agreement(String title, List<Agreement> pairs, ToDoubleFunction<Agreement> number) {
    if (pairs.isEmpty()) {
      return;
    }
    List<String> names = new ArrayList<>(List.of(pairs.get(0).method()));
    pairs.stream()
        .filter(pair -> pair.method().equals(names.get(0)))
        .forEach(pair -> names.add(pair.other()));
    line("%s in the top 5:", title);
    line("");
    head(names.toArray(String[]::new));
    for (String one : names) {
      List<Double> values = new ArrayList<>();
      for (String other : names) {
        values.add(
            pairs.stream()
                .filter(p -> List.of(p.method(), p.other()).containsAll(List.of(one, other)))
                .filter(p -> !one.equals(other))
                .mapToDouble(number)
                .findFirst()
                .orElse(1));
      }
      numbers(one, values);
    }
    line("");
  }

  private void head(String... columns) {
    line("| | %s |", String.join(" | ", columns));
    line("|---|%s", "---:|".repeat(columns.length));
  }

  private void row(String name, List<Interval> intervals) {
    List<String> cells = new ArrayList<>();
    for (Interval interval : intervals) {
      cells.add(
          Double.isNaN(interval.value())
              ? "–"
              : String.format(
                  Locale.ROOT,
                  "%.3f (%.3f to %.3f)",
                  interval.value(),
                  interval.low(),
                  interval.high()));
    }
    line("| %s | %s |", name, String.join(" | ", cells));
  }

  private void numbers(String name, List<Double> values) {
    List<String> cells = new ArrayList<>();
    for (double value : values) {
      cells.add(Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value));
    }
    line("| %s | %s |", name, String.join(" | ", cells));
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
