package io.github.fmexplain.data;

import io.github.fmexplain.internal.Text;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rating that a user gave to an item.
 *
 * @param itemId the item, not empty
 * @param rating the rating in its own scale, such as 1 to 5 stars; from −1e12 to 1e12, beyond which
 *     arithmetic with it would not be exact enough
 * @param time when it was given, or null if that is not known
 * @param context tags of the situation, such as {@code daypart=evening}, none empty
 */
public record Interaction(
    String itemId, double rating, @Nullable Instant time, Set<String> context) {

  static final double LARGEST = 1e12;

  /**
   * Checks and copies the values.
   *
   * @throws IllegalArgumentException if the item id or a tag is empty, or the rating is not finite
   *     or too large
   */
  public Interaction {
    IdIndex.requireNotEmpty("item", itemId);
    if (!Double.isFinite(rating)) {
      throw new IllegalArgumentException(
          "rating of item '" + itemId + "' must be finite, but was " + rating);
    }
    if (Math.abs(rating) > LARGEST) {
      throw new IllegalArgumentException(
          "rating of item '"
              + itemId
              + "' must be from -1e12 to 1e12, but was "
              + rating
              + "; use another scale");
    }
    Objects.requireNonNull(context, "context");
    context = Tags.copyOf(context);
  }

  /**
   * {@return an interaction without time and context}
   *
   * @param itemId the item
   * @param rating the rating, finite
   * @throws IllegalArgumentException if the item id is empty or the rating is not finite
   */
  public static Interaction of(String itemId, double rating) {
    return new Interaction(itemId, rating, null, Set.of());
  }

  @Override
  public String toString() {
    return Text.of(
        "Interaction[item %s, rating %s%s%s]",
        Text.quoted(itemId),
        rating,
        time == null ? "" : ", " + time,
        context.isEmpty() ? "" : ", " + Text.count(context.size(), "tag"));
  }
}
