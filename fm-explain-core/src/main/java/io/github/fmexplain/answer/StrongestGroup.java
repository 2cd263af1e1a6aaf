package io.github.fmexplain.answer;

import io.github.fmexplain.Provenance;
import io.github.fmexplain.internal.Text;

/**
 * The ratings that move an item most when they are taken together, where none does alone.
 *
 * @param provenance the model, method and user
 * @param itemId the item
 * @param kind what the ratings have in common
 * @param group the ratings, with what the score loses without all of them; its name is the tag, or
 *     empty for likes and dislikes
 */
public record StrongestGroup(
    Provenance provenance, String itemId, Kind kind, RatingGroups.Group group) {

  /** A rating that moves a score by this much, in score units, matters alone. */
  public static final double MATTERS = 0.1;

  /** What ratings have in common. */
  public enum Kind {
    /** A tag of their items. */
    TAG,
    /** They are likes. */
    LIKED,
    /** They are no likes. */
    NOT_LIKED
  }

  /** {@return the item, what the ratings have in common, how many they are and their effect} */
  @Override
  public String toString() {
    return Text.of(
        "StrongestGroup[%s, %s %s, %d ratings, %.4f]",
        itemId, kind, group.name(), group.ratings().size(), group.jointRemovalEffect());
  }
}
