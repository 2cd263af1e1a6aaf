package io.github.fmexplain.answer;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Provenance;
import io.github.fmexplain.internal.Once;
import io.github.fmexplain.internal.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Why one item has another score than a rival: each number of the item's explanation minus that of
 * the rival's. {@code offset + Σ impact + residual = score} holds for the differences too.
 *
 * @param item the item's explanation
 * @param rival the rival's explanation
 * @param provenance whose numbers, by which method, in which unit, of which model
 * @param score the item's score minus the rival's
 * @param offset the difference of the offsets: what the model says before it knows the user
 * @param residual the difference of the residuals
 * @param contributions the differences of influence, impact and removal effect, one per used
 *     rating, in the order of the history; positive speaks for the item rather than the rival
 */
public record Contrast(
    Explanation item,
    Explanation rival,
    Provenance provenance,
    double score,
    double offset,
    double residual,
    List<Contribution> contributions) {

  public Contrast {
    contributions = List.copyOf(contributions);
  }

  /**
   * {@return the contrast of two explanations}
   *
   * @param item one explanation
   * @param rival another one, of the same user, ratings, method and model
   * @throws IllegalArgumentException if they differ in more than the item
   */
  public static Contrast of(Explanation item, Explanation rival) {
    boolean comparable =
        Objects.equals(item.userId(), rival.userId())
            && item.method().equals(rival.method())
            && item.provenance().modelFingerprint().equals(rival.provenance().modelFingerprint())
            && ratings(item).equals(ratings(rival));
    if (!comparable) {
      throw new IllegalArgumentException(
          Text.of(
              "explanations must be of one user, history, method and model, but those of '%s' and"
                  + " '%s' differ; make both with one UserExplainer",
              item.itemId(), rival.itemId()));
    }
    List<Contribution> differences = new ArrayList<>();
    for (int r = 0; r < item.contributions().size(); r++) {
      Contribution mine = item.contributions().get(r);
      Contribution other = rival.contributions().get(r);
      differences.add(
          new Contribution(
              mine.interaction(),
              mine.title(),
              mine.influence() - other.influence(),
              mine.impact() - other.impact(),
              mine.removalEffect() - other.removalEffect()));
    }
    return new Contrast(
        item,
        rival,
        item.provenance(),
        item.score() - rival.score(),
        item.offset() - rival.offset(),
        item.residual() - rival.residual(),
        differences);
  }

  private static List<Object> ratings(Explanation explanation) {
    return explanation.contributions().stream().map(c -> (Object) c.interaction()).toList();
  }

  /**
   * {@return the ratings that speak most for the item rather than the rival, by removal effect}
   *
   * @param count at most this many, at least 0
   * @throws IllegalArgumentException if the count is negative
   */
  public List<Contribution> proponents(int count) {
    Once.atLeast(0, count, "count");
    return contributions.stream()
        .filter(c -> c.removalEffect() > 0)
        .sorted(Comparator.comparingDouble(c -> -c.removalEffect()))
        .limit(count)
        .toList();
  }

  /**
   * {@return the ratings that speak most for the rival, by removal effect}
   *
   * @param count at most this many, at least 0
   * @throws IllegalArgumentException if the count is negative
   */
  public List<Contribution> opponents(int count) {
    Once.atLeast(0, count, "count");
    return contributions.stream()
        .filter(c -> c.removalEffect() < 0)
        .sorted(Comparator.comparingDouble(Contribution::removalEffect))
        .limit(count)
        .toList();
  }

  /** {@return the two items, the difference of their scores and the provenance} */
  @Override
  public String toString() {
    return Text.of(
        "Contrast[item '%s', rival '%s', score %.4f, %s]",
        item.itemId(), rival.itemId(), score, provenance);
  }
}
