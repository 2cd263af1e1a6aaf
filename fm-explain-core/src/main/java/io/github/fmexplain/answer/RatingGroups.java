package io.github.fmexplain.answer;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.internal.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What groups of ratings have to do with an item. Where no rating is in two groups, offset + Σ
 * impact of the groups + impact of the rest + residual = score; where items have several tags
 * groups overlap, and no sum over them means anything.
 *
 * @param explanation the item's explanation
 * @param groups largest joint removal effect first
 * @param rest the ratings in no group, or null if there are none
 * @param overlapping whether a rating is in more than one group
 */
public record RatingGroups(
    Explanation explanation, List<Group> groups, @Nullable Group rest, boolean overlapping) {

  public RatingGroups {
    groups = List.copyOf(groups);
  }

  /**
   * Ratings taken together.
   *
   * @param name the group's name
   * @param ratings its ratings, in the order of the history
   * @param impact the sum of their impacts
   * @param sumOfRemovalEffects the sum of their single removal effects by the explainer's method.
   *     It is not what happens when all go at once: ratings that say the same can replace each
   *     other
   * @param jointRemovalEffect what the score loses when all of them are removed, with the user's
   *     parameters found again, in score units and positive if they speak for the item
   */
  public record Group(
      String name,
      List<Rated> ratings,
      double impact,
      double sumOfRemovalEffects,
      double jointRemovalEffect) {

    public Group {
      ratings = List.copyOf(ratings);
    }

    /** {@return the name, the number of ratings and the joint removal effect} */
    @Override
    public String toString() {
      return Text.of(
          "Group['%s', %d ratings, joint removal effect %.4f]",
          name, ratings.size(), jointRemovalEffect);
    }
  }

  /** {@return the item, the number of groups and the provenance} */
  @Override
  public String toString() {
    return Text.of(
        "RatingGroups[item '%s', %s groups, %s]",
        explanation.itemId(), groups.size(), explanation.provenance());
  }
}
