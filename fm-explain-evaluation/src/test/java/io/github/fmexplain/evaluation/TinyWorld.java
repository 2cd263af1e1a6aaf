package io.github.fmexplain.evaluation;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.TrainedModels;
import io.github.fmexplain.answer.Ablation;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import java.util.List;
import java.util.Set;

/**
 * A regressor small enough to work out by hand. One factor; user u has v = 1; items a, b and t have
 * v = 1 and w = 0, item z has v = 0 and w = ½. Λ is 1 on the factor and so large on the user's
 * linear weight that it is 0 to all digits that count. With ratings y_r of items with v = 1,
 *
 * <pre>
 *   θ* = Σ_r y_r / (m + 1),   score of t = θ*,   score of z = ½
 * </pre>
 *
 * <p>User u rated a 3 and b 0, so θ* = 3/3 = 1, which is also the trained v. Without a: 0/2 = 0;
 * without b: 3/2; without both: 0.
 */
final class TinyWorld {

  static final FmModel FM =
      FmModel.of(
          PredictorType.REGRESSOR,
          1,
          0,
          new float[] {0, 0, 0, 0, 0.5f},
          new float[] {1, 1, 1, 1, 0});

  static final OneHotEncoder ENCODER = OneHotEncoder.of(List.of("u"), List.of("a", "b", "t", "z"));

  static final Catalogue CATALOGUE =
      Catalogue.of(
          List.of(
              new CatalogueItem("a", "Amber", Set.of()),
              new CatalogueItem("b", "Birch", Set.of()),
              new CatalogueItem("t", "Thorn", Set.of()),
              new CatalogueItem("z", "Zinnia", Set.of())));

  static final History HISTORY =
      History.of("u", List.of(Interaction.of("a", 3), Interaction.of("b", 0)));

  static final History ONE_RATING = History.of("u", List.of(Interaction.of("a", 3)));

  static final FmExplainer EXPLAINER =
      FmExplainer.of(
              TrainedModels.fitting(
                  FM, ENCODER, RatingTarget.stars(), Ridge.fixed(1, 1e15), List.of(HISTORY)),
              CATALOGUE)
          .withMethod(Method.leastSquares());

  private TinyWorld() {}

  /** Returns what becomes of a user as ratings go. */
  static Ablation ablation(History history) {
    return Ablation.of(EXPLAINER.forHistory(history));
  }
}
