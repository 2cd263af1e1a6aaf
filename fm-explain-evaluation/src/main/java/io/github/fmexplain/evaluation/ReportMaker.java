package io.github.fmexplain.evaluation;

import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.evaluation.Bootstrap.Interval;
import io.github.fmexplain.evaluation.EvaluationReport.Agreement;
import io.github.fmexplain.evaluation.EvaluationReport.Counterfactuals;
import io.github.fmexplain.evaluation.EvaluationReport.EditFidelity;
import io.github.fmexplain.evaluation.EvaluationReport.MethodReport;
import io.github.fmexplain.evaluation.Measure.Kind;
import io.github.fmexplain.evaluation.UserMeasures.FoundSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Puts the measures of all users together. */
final class ReportMaker {

  private final List<ExplanationMethod> methods;
  private final Perturbation perturbation;
  private final List<UserMeasures> users;
  private final Bootstrap bootstrap;

  ReportMaker(
      List<ExplanationMethod> methods,
      Perturbation perturbation,
      List<UserMeasures> users,
      Bootstrap bootstrap) {
    this.methods = methods;
    this.perturbation = perturbation;
    this.users = users;
    this.bootstrap = bootstrap;
  }

  EvaluationReport make() {
    List<RemovalEffects> truth = users.stream().map(UserMeasures::truth).toList();
    List<List<double[]>> attributions = new ArrayList<>();
    List<MethodReport> reports = new ArrayList<>();
    List<EditFidelity> whatIf = new ArrayList<>();
    for (int j = 0; j < methods.size(); j++) {
      int method = j;
      attributions.add(users.stream().map(u -> u.attributions().get(method)).toList());
      reports.add(report(method));
      if (users.get(0).estimatedEdits().get(method).length > 0) {
        whatIf.add(edits(method));
      }
    }
    return new EvaluationReport(
        users.size(),
        truth.stream().mapToInt(effects -> effects.rows().size()).sum(),
        Fidelity.of(truth, methods, attributions, bootstrap),
        reports,
        whatIf,
        agreement(),
        counterfactuals());
  }

  private Counterfactuals counterfactuals() {
    double[] valid = new double[users.size()];
    double[] sizes = new double[users.size()];
    for (int u = 0; u < sizes.length; u++) {
      FoundSet found = users.get(u).found();
      sizes[u] = Double.NaN;
      if (found != null && found.holds()) {
        valid[u] = 1;
        sizes[u] = found.size();
      }
    }
    return new Counterfactuals(bootstrap.mean(valid), bootstrap.mean(sizes));
  }

  private MethodReport report(int method) {
    double[] counts = explanationCounts(method);
    return new MethodReport(
        methods.get(method).name(),
        ran(method),
        perturbation(method),
        bootstrap.mean(users.stream().mapToDouble(u -> u.stability().get(method)).toArray()),
        Measures.gini(counts),
        Measures.coverage(counts));
  }

  private Map<String, Integer> ran(int method) {
    Map<String, Integer> ran = new TreeMap<>();
    users.forEach(user -> ran.merge(user.ran().get(method), 1, Integer::sum));
    return ran;
  }

  private Map<Measure, Interval> perturbation(int method) {
    Map<Measure, Interval> intervals = new LinkedHashMap<>();
    for (Measure measure : users.get(0).perturbations().get(method).keySet()) {
      intervals.put(measure, bootstrap.mean(perUser(method, measure)));
    }
    for (int k : perturbation.listLengths()) {
      double[] necessity = perUser(method, Measure.of(Kind.NECESSITY_BY_RANK, k));
      double[] sufficiency = perUser(method, Measure.of(Kind.SUFFICIENCY, k));
      intervals.put(
          Measure.of(Kind.NECESSITY_AND_SUFFICIENCY, k),
          bootstrap.of(draw -> harmonicMean(mean(necessity, draw), mean(sufficiency, draw))));
    }
    return intervals;
  }

  private double[] perUser(int method, Measure measure) {
    return users.stream()
        .mapToDouble(u -> u.perturbations().get(method).getOrDefault(measure, Double.NaN))
        .toArray();
  }

  private static double mean(double[] values, int[] draw) {
    double sum = 0;
    for (int user : draw) {
      sum += values[user];
    }
    return sum / draw.length;
  }

  private static double harmonicMean(double x, double y) {
    return x + y == 0 ? 0 : 2 * x * y / (x + y);
  }

  /** How often each item that a user rated is among the first of an explanation. */
  private double[] explanationCounts(int method) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (UserMeasures user : users) {
      List<Interaction> ratings = user.truth().history().interactions();
      ratings.forEach(rating -> counts.putIfAbsent(rating.itemId(), 0));
      double[] attribution = user.attributions().get(method);
      IntStream.of(Measures.descending(attribution))
          .limit(perturbation.explanationLength())
          .filter(r -> attribution[r] > 0)
          .forEach(r -> counts.merge(ratings.get(r).itemId(), 1, Integer::sum));
    }
    return counts.values().stream().mapToDouble(Integer::doubleValue).toArray();
  }

  private EditFidelity edits(int method) {
    List<Moments> moments = new ArrayList<>();
    for (UserMeasures user : users) {
      moments.add(
          Moments.about(
              user.estimatedEdits().get(method),
              user.exactEdits().stream().mapToDouble(Double::doubleValue).toArray(),
              0,
              0));
    }
    return new EditFidelity(
        methods.get(method).name(),
        (int) Moments.sum(moments).n(),
        pooled(moments, Moments::correlation),
        pooled(moments, Moments::slope),
        pooled(moments, Moments::relativeError),
        pooled(moments, Moments::signAgreement));
  }

  private Interval pooled(List<Moments> moments, ToDoubleFunction<Moments> statistic) {
    return bootstrap.of(
        draw ->
            statistic.applyAsDouble(
                Moments.sum(IntStream.of(draw).mapToObj(moments::get).toList())));
  }

  private List<Agreement> agreement() {
    List<Agreement> pairs = new ArrayList<>();
    int k = perturbation.explanationLength();
    for (int i = 0; i < methods.size(); i++) {
      for (int j = i + 1; j < methods.size(); j++) {
        int one = i;
        int other = j;
        pairs.add(
            new Agreement(
                methods.get(i).name(),
                methods.get(j).name(),
                users.stream()
                    .mapToDouble(
                        u ->
                            Measures.featureAgreement(
                                u.attributions().get(one), u.attributions().get(other), k))
                    .average()
                    .orElse(Double.NaN),
                users.stream()
                    .mapToDouble(
                        u ->
                            Measures.rankAgreement(
                                u.attributions().get(one), u.attributions().get(other), k))
                    .average()
                    .orElse(Double.NaN)));
      }
    }
    return pairs;
  }
}
