package io.github.fmexplain.answer;

import io.github.fmexplain.Counterfactual.Rated;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Explanation;
import java.util.List;
import java.util.Optional;

/**
 * What groups of ratings have to do with an item. Where no rating is in two groups, offset + Σ
 * impact of the groups + impact of the rest + residual = score; with several tags an item groups
 * overlap, and no sum over them means anything.
 *
 * @param explanation the item's explanation
 * @param groups largest joint removal effect first
 * @param rest the ratings in no group, or empty if there are none
 * @param overlapping whether a rating is in more than one group
 * @param diagnostics what the explanation rests on
 */
public record RatingGroups(
    Explanation explanation,
    List<Group> groups,
    Optional<Group> rest,
    boolean overlapping,
    Diagnostics diagnostics) {

  /**
   * Copies the groups.
   *
   * @param explanation the explanation
   * @param groups the groups. Not modified.
   * @param rest the rest, or empty
   * @param overlapping whether they overlap
   * @param diagnostics the diagnostics
   */
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
   *     It is not what happens when all go at once: ratings that say the same stand in for another
   * @param jointRemovalEffect what the score loses when all of them are removed, by exact re-solve,
   *     in score units and positive if they speak for the item
   * @param estimatedJointRemovalEffect the same by one Newton step
   */
  public record Group(
      String name,
      List<Rated> ratings,
      double impact,
      double sumOfRemovalEffects,
      double jointRemovalEffect,
      double estimatedJointRemovalEffect) {

    /**
     * Copies the ratings.
     *
     * @param name the name
     * @param ratings the ratings. Not modified.
     * @param impact the sum of impacts
     * @param sumOfRemovalEffects the sum of removal effects
     * @param jointRemovalEffect the joint effect
     * @param estimatedJointRemovalEffect its estimate
     */
    public Group {
      ratings = List.copyOf(ratings);
    }
  }
}
