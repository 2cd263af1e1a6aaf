package io.github.fmexplain.data;

import io.github.fmexplain.internal.Text;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of people's data: who rated what, and how. {@link Histories} makes histories of rows.
 *
 * @param userId the user, not empty
 * @param itemId the item, not empty
 * @param rating the rating in its own scale, such as 1 to 5 stars, or a number of purchases; finite
 * @param time when it was given, or null if that is not known
 */
public record RatingRow(String userId, String itemId, double rating, @Nullable Instant time) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if an id is empty or the rating is not finite
   */
  public RatingRow {
    IdIndex.requireNotEmpty("user", userId);
    IdIndex.requireNotEmpty("item", itemId);
    if (!Double.isFinite(rating)) {
      throw new IllegalArgumentException(
          Text.of(
              "rating of item '%s' by user '%s' must be finite, but was %s",
              itemId, userId, rating));
    }
  }

  /**
   * {@return a row without time}
   *
   * @param userId the user
   * @param itemId the item
   * @param rating the rating, finite
   * @throws IllegalArgumentException if an id is empty or the rating is not finite
   */
  public static RatingRow of(String userId, String itemId, double rating) {
    return new RatingRow(userId, itemId, rating, null);
  }

  /** {@return this row without the user} */
  Interaction interaction() {
    return new Interaction(itemId, rating, time, Set.of());
  }

  @Override
  public String toString() {
    return Text.of(
        "RatingRow[user %s, item %s, rating %s%s]",
        Text.quoted(userId), Text.quoted(itemId), rating, time == null ? "" : ", " + time);
  }
}
