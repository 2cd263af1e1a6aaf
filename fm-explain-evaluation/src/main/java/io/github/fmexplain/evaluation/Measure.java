package io.github.fmexplain.evaluation;

import io.github.fmexplain.internal.Once;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Perturbation} measures, as a key: what is measured, for a list of which length, and
 * whether as the mean over all removals or after those of an explanation.
 *
 * @param kind what is measured
 * @param listLength K, the length of the list, at least 1; null for kinds without a list
 * @param explanationLength e, the number of ratings removed or kept, at least 1; null for the mean
 *     over all numbers of removals, and for kinds that are not measured along the removals
 */
public record Measure(
    Kind kind, @Nullable Integer listLength, @Nullable Integer explanationLength) {

  /** What is measured; {@link Perturbation} has the definitions. */
  public enum Kind {
    /** The target's prediction without the first ratings; lower is better. */
    DELETION("DEL", false, true),
    /** The target's prediction with the first ratings only; higher is better. */
    INSERTION("INS", false, true),
    /** The target's discounted rank without the first ratings; lower is better. */
    DISCOUNTED_RANK("CDCG", false, true),
    /** Whether the target is listed without the first ratings; lower is better. */
    LISTED_WITHOUT_FIRST("POS", true, true),
    /** Whether the target is listed without the last ratings; higher is better. */
    LISTED_WITHOUT_LAST("NEG", true, true),
    /** Whether the target leaves the list without the explanation; higher is better. */
    NECESSITY_BY_RANK("PN-R", true, false),
    /** Whether the target's score falls below the list's end without the explanation. */
    NECESSITY_BY_SCORE("PN-S", true, false),
    /** Whether the target is listed with the explanation only; higher is better. */
    SUFFICIENCY("PS-R", true, false),
    /** The harmonic mean of necessity and sufficiency by rank; higher is better. */
    NECESSITY_AND_SUFFICIENCY("F-NS", true, false),
    /** Whether removals in the method's order take the first place; higher is better. */
    COUNTERFACTUAL_FOUND("CF valid", false, false),
    /** How many removals that takes; lower is better. */
    COUNTERFACTUAL_SIZE("CF size", false, false);

    private final String symbol;
    private final boolean ofList;
    private final boolean alongRemovals;

    Kind(String symbol, boolean ofList, boolean alongRemovals) {
      this.symbol = symbol;
      this.ofList = ofList;
      this.alongRemovals = alongRemovals;
    }

    /** {@return what papers and reports call it, such as {@code "PN-R"}} */
    public String symbol() {
      return symbol;
    }
  }

  /**
   * Checks that the lengths go with the kind.
   *
   * @throws IllegalArgumentException if a length is missing, does not belong to the kind or is less
   *     than 1
   */
  public Measure {
    if (kind.ofList && listLength == null) {
      throw new IllegalArgumentException(
          "measure " + kind.symbol + " must have a list length, but it is missing");
    }
    if (!kind.ofList && listLength != null) {
      throw new IllegalArgumentException(
          "measure " + kind.symbol + " must not have a list length, but has " + listLength);
    }
    if (!kind.alongRemovals && explanationLength != null) {
      throw new IllegalArgumentException(
          "measure "
              + kind.symbol
              + " must not have an explanation length, but has "
              + explanationLength);
    }
    if (listLength != null) {
      Once.atLeast(1, listLength, "list length");
    }
    if (explanationLength != null) {
      Once.atLeast(1, explanationLength, "explanation length");
    }
  }

  /**
   * {@return a measure without lengths}
   *
   * @param kind a kind without a list
   * @throws IllegalArgumentException if the kind has a list
   */
  public static Measure of(Kind kind) {
    return new Measure(kind, null, null);
  }

  /**
   * {@return a measure for a list}
   *
   * @param kind a kind with a list
   * @param listLength K, at least 1
   * @throws IllegalArgumentException if the kind has no list or the length is less than 1
   */
  public static Measure of(Kind kind, int listLength) {
    return new Measure(kind, listLength, null);
  }

  /** {@return what reports call it, such as {@code "PN-R@5"}, {@code "DEL"} or {@code "DEL(5)"}} */
  public String name() {
    return kind.symbol
        + (listLength == null ? "" : "@" + listLength)
        + (explanationLength == null ? "" : "(" + explanationLength + ")");
  }

  /** {@return the name} */
  @Override
  public String toString() {
    return name();
  }
}
