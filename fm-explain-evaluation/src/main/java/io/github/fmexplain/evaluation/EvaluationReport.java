package io.github.fmexplain.evaluation;

import io.github.fmexplain.evaluation.Bootstrap.Interval;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an {@link Evaluation} found. A number that cannot be defined is NaN.
 *
 * @param users the number of users
 * @param ratings the number of their ratings, each of which was removed once
 * @param fidelity how well each method predicts exact removal, in the order of the methods
 * @param methods what else was measured of each method, in the same order
 * @param whatIf how well influence predicts edited ratings, for the methods that have influence
 * @param agreement how much each pair of methods agrees
 * @param counterfactuals the library's own search, which no method decides
 */
public record EvaluationReport(
    int users,
    int ratings,
    List<Fidelity> fidelity,
    List<MethodReport> methods,
    List<EditFidelity> whatIf,
    List<Agreement> agreement,
    Counterfactuals counterfactuals) {

  public EvaluationReport {
    fidelity = List.copyOf(fidelity);
    methods = List.copyOf(methods);
    whatIf = List.copyOf(whatIf);
    agreement = List.copyOf(agreement);
  }

  /** {@return the number of users, ratings and methods} */
  @Override
  public String toString() {
    return "EvaluationReport[users "
        + users
        + ", ratings "
        + ratings
        + ", methods "
        + methods.size()
        + "]";
  }

  /**
   * Measures of one method, with intervals over users.
   *
   * @param method the method's name
   * @param ran for how many users which method ran, by its name: another than this one where this
   *     one could not
   * @param perturbation the measures of {@link Perturbation}, and the harmonic mean of PN-R@K and
   *     PS-R@K
   * @param stability Spearman's correlation of the numbers before and after another of the user's
   *     ratings is dropped, over the ratings that stay
   * @param gini the Gini coefficient of how often the items occur in explanations, over the items
   *     that the users rated
   * @param coverage the share of the items that the users rated which occur in an explanation
   */
  public record MethodReport(
      String method,
      Map<String, Integer> ran,
      Map<Measure, Interval> perturbation,
      Interval stability,
      double gini,
      double coverage) {

    public MethodReport {
      ran = Collections.unmodifiableMap(new LinkedHashMap<>(ran));
      perturbation = Collections.unmodifiableMap(new LinkedHashMap<>(perturbation));
    }

    /** {@return the method, and the number of measures} */
    @Override
    public String toString() {
      return "MethodReport[" + method + ", measures " + perturbation.size() + "]";
    }
  }

  /**
   * Influence times the change of a rating's target, against the exact change of the score.
   *
   * @param method the method's name
   * @param edits the number of edited ratings
   * @param pearson the correlation, pooled
   * @param slope of the exact change on the estimate
   * @param relativeError Σ |estimate − exact| / Σ |exact|
   * @param signAgreement the share of edits whose direction is right
   */
  public record EditFidelity(
      String method,
      int edits,
      Interval pearson,
      Interval slope,
      Interval relativeError,
      Interval signAgreement) {

    /** {@return the method, the number of edits and the correlation} */
    @Override
    public String toString() {
      return "EditFidelity[" + method + ", edits " + edits + ", Pearson " + pearson + "]";
    }
  }

  /**
   * How much two methods agree on what matters most, averaged over users (Krishna et al. 2022).
   *
   * @param method the one
   * @param other the other
   * @param feature the share of the top ratings, by magnitude, that both have
   * @param rank the share of the top ratings that both have at the same place
   */
  public record Agreement(String method, String other, double feature, double rank) {}

  /**
   * The sets that {@link io.github.fmexplain.answer.Answers#fewestRemovals(String)} finds for the
   * target, each checked by solving the user without it.
   *
   * @param valid the share of users with a set that really takes the first place from the target
   * @param size the mean number of ratings of the valid sets
   */
  public record Counterfactuals(Interval valid, Interval size) {}
}
