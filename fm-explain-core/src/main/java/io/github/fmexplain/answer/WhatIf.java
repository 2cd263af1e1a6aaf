package io.github.fmexplain.answer;

import io.github.fmexplain.Counterfactual.Standing;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.ScoreUnit;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What another history would change: ratings added, changed or removed, or user tags. Scores after
 * the edit are the scores now, moved as far as the exactly re-solved user's scores move; for a user
 * whom the model does not know they are the re-solved scores themselves. The linear estimate, one
 * Newton step from the user's optimum, stands beside.
 *
 * @param userId the user, or null for a new one
 * @param unit the unit of the scores
 * @param before the first recommendations now
 * @param after the first recommendations after the edit: of items that the edited history does not
 *     hold
 * @param items every item that is rated neither before nor after, in the order of the catalogue,
 *     with its ranks among what is unrated before, and after
 * @param diagnostics what the explanations of the edited user rest on, re-solved
 * @param modelFingerprint {@link io.github.fmexplain.model.FmModel#fingerprint()} of the model
 */
public record WhatIf(
    @Nullable String userId,
    ScoreUnit unit,
    List<Recommendation> before,
    List<Recommendation> after,
    List<Standing> items,
    Diagnostics diagnostics,
    String modelFingerprint) {

  /**
   * Copies the lists.
   *
   * @param userId the user, or null
   * @param unit the unit
   * @param before the list now. Not modified.
   * @param after the list after the edit. Not modified.
   * @param items all unrated items. Not modified.
   * @param diagnostics the diagnostics
   * @param modelFingerprint the model's fingerprint
   */
  public WhatIf {
    before = List.copyOf(before);
    after = List.copyOf(after);
    items = List.copyOf(items);
  }

  /**
   * {@return the items whose score moves most, up or down, farthest first}
   *
   * @param count at most this many, at least 0
   */
  public List<Standing> movers(int count) {
    return items.stream()
        .sorted(Comparator.comparingDouble(i -> -Math.abs(i.scoreAfter() - i.scoreBefore())))
        .limit(count)
        .toList();
  }
}
