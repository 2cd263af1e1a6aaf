package io.github.fmexplain.answer;

import io.github.fmexplain.Provenance;
import io.github.fmexplain.Recommendation;
import java.util.List;

/**
 * What another history would change: ratings added, changed or removed, or user tags. Scores after
 * the edit are the scores now, moved as far as they move when the user's parameters are found
 * again; for a user who is folded in they are those scores themselves.
 *
 * @param provenance whose ratings, and of which model; its diagnostics are those of the edited user
 * @param before the first recommendations now
 * @param after the first recommendations after the edit: of items that the edited history does not
 *     hold
 * @param standings the items of both lists that are rated neither before nor after, in the order of
 *     their ranks before; ranks are among what is unrated before, and after
 * @param movers the items whose scores move most, up or down, farthest first, as many as a list has
 */
public record WhatIf(
    Provenance provenance,
    List<Recommendation> before,
    List<Recommendation> after,
    List<Standing> standings,
    List<Standing> movers) {

  public WhatIf {
    before = List.copyOf(before);
    after = List.copyOf(after);
    standings = List.copyOf(standings);
    movers = List.copyOf(movers);
  }

  /** {@return the lengths of the lists and the provenance} */
  @Override
  public String toString() {
    return "WhatIf[" + before.size() + " before, " + after.size() + " after, " + provenance + "]";
  }
}
