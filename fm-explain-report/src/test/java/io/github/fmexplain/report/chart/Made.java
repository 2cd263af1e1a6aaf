package io.github.fmexplain.report.chart;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Method;
import io.github.fmexplain.Provenance;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import java.util.ArrayList;
import java.util.List;

/** Explanations that add up, with impacts of one's choice. */
final class Made {

  private final List<Contribution> contributions = new ArrayList<>();
  private String title = "Thorn";
  private ScoreUnit unit = ScoreUnit.RATING;
  private double offset;
  private double residual;

  static Made explanation() {
    return new Made();
  }

  /** Adds ratings of 1 to 5 in turn, with titles A, B, … and an influence of ten impacts. */
  static Made ofImpacts(double... impacts) {
    Made made = new Made();
    for (double impact : impacts) {
      int n = made.contributions.size();
      made.rated(String.valueOf((char) ('A' + n % 26)), 1 + n % 5, impact);
    }
    return made;
  }

  Made rated(String itemTitle, double rating, double impact) {
    contributions.add(
        new Contribution(
            Interaction.of("item " + contributions.size(), rating),
            itemTitle,
            10 * impact,
            impact,
            0.5 * impact));
    return this;
  }

  Made titled(String itemTitle) {
    title = itemTitle;
    return this;
  }

  Made logits() {
    unit = ScoreUnit.LOGIT;
    return this;
  }

  Made around(double itsOffset, double itsResidual) {
    offset = itsOffset;
    residual = itsResidual;
    return this;
  }

  Explanation build() {
    double score = offset + residual;
    for (Contribution c : contributions) {
      score += c.impact();
    }
    int n = contributions.size();
    return new Explanation(
        new Provenance(
            "u",
            Method.leastSquares(),
            unit,
            unit == ScoreUnit.LOGIT ? RatingTarget.likeFrom(4) : RatingTarget.stars(),
            "0",
            new Diagnostics(n, n, n, 65, 1, 1, 1, 0, false, null, List.of())),
        "t",
        title,
        score,
        unit.probability(score),
        offset,
        List.of(),
        residual,
        contributions);
  }
}
