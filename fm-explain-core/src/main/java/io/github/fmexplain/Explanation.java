package io.github.fmexplain;

import io.github.fmexplain.internal.Once;
import io.github.fmexplain.internal.Text;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a user's score of an item is what it is: {@code offset + Σ impact + residual = score}, and
 * the parts of the offset add up to it.
 *
 * @param provenance whose numbers, by which method, in which unit, of which model
 * @param itemId the explained item
 * @param title the item's title
 * @param score the model's score of the item for this user
 * @param probability the probability of a like, or null for a regressor
 * @param offset what the model says of the item before it knows what the user chose: bias, item
 *     weight and side features, and the impacts of {@linkplain io.github.fmexplain.data.History
 *     #sampled sampled items} together. Zero with the paper's method
 * @param offsetParts what the offset is made of: the model's bias, the item, its tags, the user's
 *     tags, the situation and the sampled items, each with its share, in this order; none with the
 *     paper's method
 * @param residual the part of the score that no rating explains: the parameters that score minus
 *     those that the impacts compose, as training stops before its optimum. With the paper's
 *     method, what is left over
 * @param contributions one per used rating, negative ones too, in the order of the history
 */
public record Explanation(
    Provenance provenance,
    String itemId,
    String title,
    double score,
    @Nullable Double probability,
    double offset,
    List<OffsetPart> offsetParts,
    double residual,
    List<Contribution> contributions) {

  public Explanation {
    offsetParts = List.copyOf(offsetParts);
    contributions = List.copyOf(contributions);
  }

  /** {@return the user, or null for a new one} */
  public @Nullable String userId() {
    return provenance.userId();
  }

  /** {@return the method that ran} */
  public Method method() {
    return provenance.method();
  }

  /** {@return the unit of the score, of offset, residual and every contribution} */
  public ScoreUnit unit() {
    return provenance.unit();
  }

  /** {@return what the numbers rest on} */
  public Diagnostics diagnostics() {
    return provenance.diagnostics();
  }

  /**
   * {@return the ratings whose removal would lower the score most, strongest first}
   *
   * @param count at most this many, at least 0
   * @throws IllegalArgumentException if the count is negative
   */
  public List<Contribution> proponents(int count) {
    return proponents(count, Quantity.REMOVAL_EFFECT);
  }

  /**
   * {@return the ratings with the largest positive quantity, largest first}
   *
   * @param count at most this many, at least 0
   * @param quantity what to order by
   * @throws IllegalArgumentException if the count is negative
   */
  public List<Contribution> proponents(int count, Quantity quantity) {
    Objects.requireNonNull(quantity, "quantity");
    Once.atLeast(0, count, "count");
    return contributions.stream()
        .filter(c -> quantity.of(c) > 0)
        .sorted(Comparator.comparingDouble((Contribution c) -> -quantity.of(c)))
        .limit(count)
        .toList();
  }

  /**
   * {@return the ratings whose removal would raise the score most, strongest first}
   *
   * @param count at most this many, at least 0
   * @throws IllegalArgumentException if the count is negative
   */
  public List<Contribution> opponents(int count) {
    return opponents(count, Quantity.REMOVAL_EFFECT);
  }

  /**
   * {@return the ratings with the most negative quantity, most negative first}
   *
   * @param count at most this many, at least 0
   * @param quantity what to order by
   * @throws IllegalArgumentException if the count is negative
   */
  public List<Contribution> opponents(int count, Quantity quantity) {
    Objects.requireNonNull(quantity, "quantity");
    Once.atLeast(0, count, "count");
    return contributions.stream()
        .filter(c -> quantity.of(c) < 0)
        .sorted(Comparator.comparingDouble(quantity::of))
        .limit(count)
        .toList();
  }

  /** {@return what the user's own rating of the explained item does, or empty without one} */
  public Optional<Contribution> ownRating() {
    return contributions.stream().filter(c -> c.interaction().itemId().equals(itemId)).findFirst();
  }

  /** {@return Σ impact, in score units} */
  public double totalImpact() {
    double total = 0;
    for (Contribution contribution : contributions) {
      total += contribution.impact();
    }
    return total;
  }

  /** {@return the item, the score, the number of contributions and the provenance} */
  @Override
  public String toString() {
    return Text.of(
        "Explanation[item '%s', score %.4f, %d contributions, %s]",
        itemId, score, contributions.size(), provenance);
  }
}
