package io.github.fmexplain.evaluation;

import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.evaluation.Bootstrap.Interval;
import io.github.fmexplain.evaluation.EvaluationReport.Agreement;
import io.github.fmexplain.evaluation.EvaluationReport.Counterfactuals;
import io.github.fmexplain.evaluation.EvaluationReport.MethodReport;
import io.github.fmexplain.evaluation.EvaluationReport.WhatIf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
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
    List<WhatIf> whatIf = new ArrayList<>();
    for (int j = 0; j < methods.size(); j++) {
      int method = j;
      attributions.add(users.stream().map(u -> u.attributions().get(method)).toList());
      reports.add(report(method));
      if (users.get(0).estimatedEdits().get(method).length > 0) {
        whatIf.add(whatIf(method));
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
    double[] sizes = users.stream().mapToDouble(UserMeasures::counterfactualSize).toArray();
    return new Counterfactuals(
        bootstrap.mean(DoubleStream.of(sizes).map(size -> size > 0 ? 1 : 0).toArray()),
        bootstrap.mean(DoubleStream.of(sizes).map(size -> size > 0 ? size : Double.NaN).toArray()));
  }

  private MethodReport report(int method) {
    double[] counts = explanationCounts(method);
    return new MethodReport(
        methods.get(method).name(),
        perturbation(method),
        bootstrap.mean(users.stream().mapToDouble(u -> u.stability().get(method)).toArray()),
        Measures.gini(counts),
        Measures.coverage(counts));
  }

  private Map<String, Interval> perturbation(int method) {
    Map<String, Interval> intervals = new LinkedHashMap<>();
    for (String name : users.get(0).perturbations().get(method).keySet()) {
      intervals.put(name, bootstrap.mean(perUser(method, name)));
    }
    for (int k : perturbation.listLengths()) {
      double[] necessity = perUser(method, "PN-R@" + k);
      double[] sufficiency = perUser(method, "PS-R@" + k);
      intervals.put(
          "F-NS@" + k,
          bootstrap.of(draw -> harmonicMean(mean(necessity, draw), mean(sufficiency, draw))));
    }
    return intervals;
  }

  private double[] perUser(int method, String name) {
    return users.stream()
        .mapToDouble(u -> u.perturbations().get(method).getOrDefault(name, Double.NaN))
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

  private WhatIf whatIf(int method) {
    List<Moments> moments = new ArrayList<>();
    for (UserMeasures user : users) {
      moments.add(
          Moments.about(
              user.estimatedEdits().get(method),
              user.exactEdits().stream().mapToDouble(Double::doubleValue).toArray(),
              0,
              0));
    }
    return new WhatIf(
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
