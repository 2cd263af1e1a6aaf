package io.github.fmexplain.evaluation.retraining;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a user is recommended by a model that was trained again without some of the user's ratings.
 * Items whose rating was left out do not compete.
 *
 * @param userId the user
 * @param itemId the first recommendation of the model as trained
 * @param removed the ratings that were left out
 * @param firstAfter the first recommendation of the model without them
 * @param margin the item's score minus that of the best other item, both of the model without the
 *     ratings, in score units; positive infinity if there is no other item
 */
public record Retrained(
    String userId, String itemId, List<Interaction> removed, String firstAfter, double margin) {

  public Retrained {
    removed = List.copyOf(removed);
  }

  /**
   * @param after explains the model that was trained without the ratings
   */
  static Retrained of(
      History history, String itemId, List<Interaction> removed, FmExplainer after) {
    UserExplainer user = after.forHistory(history);
    List<Recommendation> best = user.recommend(2);
    double other =
        best.stream()
            .filter(item -> !item.itemId().equals(itemId))
            .mapToDouble(Recommendation::score)
            .findFirst()
            .orElse(Double.NEGATIVE_INFINITY);
    return new Retrained(
        Objects.requireNonNull(history.userId()),
        itemId,
        removed,
        best.get(0).itemId(),
        user.score(itemId) - other);
  }

  /** {@return whether the item is still recommended first} */
  public boolean keepsFirst() {
    return firstAfter.equals(itemId);
  }

  /** {@return the user, the number of ratings, the item and the margin} */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "Retrained[user '%s', ratings removed %d, item '%s', first '%s', margin %.4f]",
        userId,
        removed.size(),
        itemId,
        firstAfter,
        margin);
  }
}
