package io.github.fmexplain.evaluation;

import io.github.fmexplain.evaluation.Bootstrap.Interval;
import io.github.fmexplain.internal.Once;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * How well a method's numbers predict true removal effects. Measures "within user" are taken for
 * each user and averaged; "pooled" ones are taken over the removals of all users together. The
 * intervals are over users.
 *
 * @param method the method's name
 * @param spearman Spearman's correlation within user
 * @param pearson Pearson's correlation within user
 * @param topOverlap the share of the 5 ratings with the largest true effects that are among the 5
 *     with the largest numbers, within user
 * @param pooledSpearman Spearman's correlation, pooled; its interval keeps the ranks of the whole
 *     sample
 * @param pooledPearson Pearson's correlation, pooled
 * @param signAgreement the share of removals whose direction is right, pooled
 * @param relativeError Σ |number − truth| / Σ |truth|, pooled; NaN if the numbers are not in score
 *     units
 * @param slope of the least squares line of the truth on the numbers, pooled; NaN if they are not
 *     in score units
 * @param spearmanLead {@code spearman} minus that of the first method, paired by user
 * @param pooledPearsonLead {@code pooledPearson} minus that of the first method, in the same draws
 */
public record Fidelity(
    String method,
    Interval spearman,
    Interval pearson,
    Interval topOverlap,
    Interval pooledSpearman,
    Interval pooledPearson,
    Interval signAgreement,
    Interval relativeError,
    Interval slope,
    Interval spearmanLead,
    Interval pooledPearsonLead) {

  /** The k of the top-k overlap. */
  static final int TOP = 5;

  private static final Interval NONE = new Interval(Double.NaN, Double.NaN, Double.NaN);

  /**
   * {@return how well each method predicts the truth, in the order of the methods}
   *
   * @param truth the true effects, at least one user's
   * @param methods at least one; the others are held against the first
   * @param bootstrap over as many users as there are in the truth
   * @throws IllegalArgumentException if there is no user or no method
   */
  public static List<Fidelity> of(
      List<RemovalEffects> truth, List<ExplanationMethod> methods, Bootstrap bootstrap) {
    Objects.requireNonNull(truth, "truth");
    Objects.requireNonNull(methods, "methods");
    Objects.requireNonNull(bootstrap, "bootstrap");
    Once.atLeast(1, truth.size(), "number of users");
    Once.atLeast(1, methods.size(), "number of methods");
    List<List<double[]>> estimates = new ArrayList<>();
    for (ExplanationMethod method : methods) {
      estimates.add(truth.stream().map(u -> method.attribute(u.history(), u.itemId())).toList());
    }
    return of(truth, methods, estimates, bootstrap);
  }

  /** Takes the attributions of each method for each user, over all rows of the histories. */
  static List<Fidelity> of(
      List<RemovalEffects> truth,
      List<ExplanationMethod> methods,
      List<List<double[]>> attributions,
      Bootstrap bootstrap) {
    List<Sample> samples = new ArrayList<>();
    for (List<double[]> attribution : attributions) {
      samples.add(new Sample(truth, attribution));
    }
    List<Fidelity> fidelities = new ArrayList<>();
    for (int j = 0; j < methods.size(); j++) {
      fidelities.add(samples.get(j).fidelity(methods.get(j), samples.get(0), bootstrap));
    }
    return List.copyOf(fidelities);
  }

  /** {@return the method and its correlation within user} */
  @Override
  public String toString() {
    return "Fidelity[" + method + ", Spearman " + spearman + "]";
  }

  /** The numbers of one method. */
  private static final class Sample {

    private final double[] spearman;
    private final double[] pearson;
    private final double[] topOverlap;
    private final List<Moments> moments = new ArrayList<>();
    private final List<Moments> rankMoments = new ArrayList<>();

    Sample(List<RemovalEffects> truth, List<double[]> attributions) {
      int users = truth.size();
      spearman = new double[users];
      pearson = new double[users];
      topOverlap = new double[users];
      List<double[]> x = new ArrayList<>();
      List<double[]> y = new ArrayList<>();
      for (int u = 0; u < users; u++) {
        x.add(truth.get(u).select(attributions.get(u)));
        y.add(truth.get(u).values());
        spearman[u] = Measures.spearman(x.get(u), y.get(u));
        pearson[u] = Measures.pearson(x.get(u), y.get(u));
        topOverlap[u] = Measures.topOverlap(x.get(u), y.get(u), TOP);
      }
      addMoments(x, y, moments);
      addMoments(pooledRanks(x), pooledRanks(y), rankMoments);
    }

    private static void addMoments(List<double[]> x, List<double[]> y, List<Moments> moments) {
      double centreX = Measures.mean(flat(x));
      double centreY = Measures.mean(flat(y));
      for (int u = 0; u < x.size(); u++) {
        moments.add(Moments.about(x.get(u), y.get(u), centreX, centreY));
      }
    }

    private static double[] flat(List<double[]> parts) {
      return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private static List<double[]> pooledRanks(List<double[]> parts) {
      double[] ranks = Measures.ranks(flat(parts));
      List<double[]> split = new ArrayList<>();
      int from = 0;
      for (double[] part : parts) {
        split.add(Arrays.copyOfRange(ranks, from, from + part.length));
        from += part.length;
      }
      return split;
    }

    private static ToDoubleFunction<int[]> pooled(
        List<Moments> moments, ToDoubleFunction<Moments> statistic) {
      return draw ->
          statistic.applyAsDouble(Moments.sum(Arrays.stream(draw).mapToObj(moments::get).toList()));
    }

    Fidelity fidelity(ExplanationMethod method, Sample first, Bootstrap bootstrap) {
      ToDoubleFunction<int[]> correlation = pooled(moments, Moments::correlation);
      ToDoubleFunction<int[]> firstCorrelation = pooled(first.moments, Moments::correlation);
      boolean units = method.inScoreUnits();
      return new Fidelity(
          method.name(),
          bootstrap.mean(spearman),
          bootstrap.mean(pearson),
          bootstrap.mean(topOverlap),
          bootstrap.of(pooled(rankMoments, Moments::correlation)),
          bootstrap.of(correlation),
          bootstrap.of(pooled(moments, Moments::signAgreement)),
          units ? bootstrap.of(pooled(moments, Moments::relativeError)) : NONE,
          units ? bootstrap.of(pooled(moments, Moments::slope)) : NONE,
          bootstrap.meanDifference(spearman, first.spearman),
          bootstrap.of(
              draw -> correlation.applyAsDouble(draw) - firstCorrelation.applyAsDouble(draw)));
    }
  }
}
