package io.github.fmexplain.answer;

import io.github.fmexplain.Provenance;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.internal.Text;
import io.github.fmexplain.internal.items.Access;
import io.github.fmexplain.internal.items.Leaders;
import io.github.fmexplain.internal.items.UserItems;
import io.github.fmexplain.internal.user.UserState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares a user with the same user after an edit. What changes besides the user's parameters,
 * such as user tags, is in the linear form of the edited user.
 */
final class WhatIfMaker {

  private final UserItems before;
  private final UserItems after;
  private final double[] now;
  private final double[] exact;
  private final Leaders leadersBefore;
  private final Leaders leadersAfter;

  private WhatIfMaker(UserItems before, UserItems after) {
    this.before = before;
    this.after = after;
    UserState user = before.user();
    this.now = user.theta();
    this.exact = user.moved(after.user().refit().all());
    this.leadersBefore = before.leaders(now);
    this.leadersAfter = after.leaders(exact);
  }

  static WhatIf make(UserExplainer user, UserItems space, History edited, int listLength) {
    String userId = user.history().userId();
    String editedId = edited.userId();
    if (editedId != null && !editedId.equals(userId)) {
      throw new IllegalArgumentException(
          Text.of(
              "edited history must be of %s, but is of '%s'",
              userId == null ? "a new user" : "user '" + userId + "'", editedId));
    }
    List<Recommendation> listed = user.recommend(listLength);
    UserExplainer edit =
        user.withHistory(
            new History(userId, edited.userTags(), edited.interactions(), edited.sampled()));
    WhatIfMaker maker = new WhatIfMaker(space, Access.of(edit));
    return maker.make(listed, listLength, edit.provenance());
  }

  private WhatIf make(List<Recommendation> listed, int listLength, Provenance provenance) {
    int[] old = leadersBefore.first(listLength);
    int[] best = leadersAfter.first(listLength);
    int[] both =
        IntStream.concat(Arrays.stream(old), Arrays.stream(best))
            .distinct()
            .filter(item -> !before.isLeftOut(item) && !after.isLeftOut(item))
            .toArray();
    List<Standing> standings = new ArrayList<>(standings(both));
    standings.sort(Comparator.comparingInt(Standing::rankBefore));
    return new WhatIf(
        provenance,
        listed,
        list(best, provenance.unit()),
        standings,
        standings(before.farthest(now, after, exact, listLength)));
  }

  private List<Recommendation> list(int[] best, ScoreUnit unit) {
    List<Recommendation> list = new ArrayList<>();
    for (int item : best) {
      list.add(
          Recommendation.of(list.size() + 1, after.item(item), after.score(item, exact), unit));
    }
    return list;
  }

  private List<Standing> standings(int[] items) {
    return Arrays.stream(items)
        .mapToObj(item -> Standing.of(item, before.item(item), leadersBefore, leadersAfter))
        .toList();
  }
}
