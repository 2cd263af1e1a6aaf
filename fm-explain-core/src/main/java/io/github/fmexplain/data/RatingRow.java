package io.github.fmexplain.data;

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
    if (userId.isEmpty()) {
      throw new IllegalArgumentException("user id must not be empty");
    }
    if (itemId.isEmpty()) {
      throw new IllegalArgumentException("item id must not be empty");
    }
    if (!Double.isFinite(rating)) {
      throw new IllegalArgumentException(
          "rating of item '"
              + itemId
              + "' by user '"
              + userId
              + "' must be finite, but was "
              + rating);
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
    return "RatingRow[user "
        + Text.quoted(userId)
        + ", item "
        + Text.quoted(itemId)
        + ", rating "
        + rating
        + (time == null ? "" : ", " + time)
        + "]";
  }
}
