package io.github.fmexplain.answer;

import io.github.fmexplain.Counterfactual.Standing;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.internal.UserSpace;
import io.github.fmexplain.model.FmModel;
import java.util.ArrayList;
import java.util.List;

/** Compares a user with the same user after an edit. */
final class WhatIfMaker {

  private final UserSpace before;
  private final UserSpace after;
  private final double[] exact;
  private final double[] estimated;

  private WhatIfMaker(UserSpace before, UserSpace after) {
    this.before = before;
    this.after = after;
    double[] resolved = before.resolved();
    double[] newResolved = after.resolved();
    double[] step = after.problem().newtonStep(resolved);
    this.exact = before.scores();
    this.estimated = before.scores();
    for (int j = 0; j < exact.length; j++) {
      double old = before.at(j, resolved);
      exact[j] += after.at(j, newResolved) - old;
      estimated[j] += after.at(j, step) - old;
    }
  }

  static WhatIf make(UserExplainer user, UserSpace space, History edited, int listLength) {
    String userId = user.history().userId();
    String editedId = edited.userId();
    if (editedId != null && !editedId.equals(userId)) {
      throw new IllegalArgumentException(
          "edited history must be of "
              + (userId == null ? "a new user" : "user '" + userId + "'")
              + ", but is of '"
              + editedId
              + "'");
    }
    List<Recommendation> listed = user.recommend(listLength);
    FmExplainer explainer = user.explainer();
    Diagnostics diagnostics = explainer.forHistory(edited.asNewUser()).diagnostics();
    WhatIfMaker maker = new WhatIfMaker(space, Answers.space(user, edited.asNewUser()));
    ScoreUnit unit = ScoreUnit.of(explainer.model().predictorType());
    return new WhatIf(
        userId,
        unit,
        listed,
        maker.list(listLength, unit),
        maker.standings(),
        diagnostics,
        explainer.model().fingerprint());
  }

  private List<Recommendation> list(int listLength, ScoreUnit unit) {
    List<Recommendation> list = new ArrayList<>();
    for (int item : after.ranking(exact)) {
      if (list.size() == listLength) {
        break;
      }
      double score = exact[item];
      list.add(
          new Recommendation(
              list.size() + 1,
              after.item(item).id(),
              after.item(item).title(),
              score,
              unit == ScoreUnit.LOGIT ? FmModel.sigmoid(score) : null));
    }
    return list;
  }

  private List<Standing> standings() {
    double[] now = before.scores();
    int[] ranksBefore = ranks(before.order(), now.length);
    int[] ranksAfter = ranks(after.ranking(exact), now.length);
    List<Standing> standings = new ArrayList<>();
    for (int j = 0; j < now.length; j++) {
      if (!before.isRated(j) && !after.isRated(j)) {
        standings.add(
            new Standing(
                before.item(j).id(),
                before.item(j).title(),
                ranksBefore[j],
                ranksAfter[j],
                now[j],
                exact[j],
                estimated[j]));
      }
    }
    return standings;
  }

  private static int[] ranks(int[] order, int items) {
    int[] ranks = new int[items];
    for (int place = 0; place < order.length; place++) {
      ranks[order[place]] = place + 1;
    }
    return ranks;
  }
}
