package io.github.fmexplain.train;

import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.internal.items.Background;
import io.github.fmexplain.internal.user.LinearForm;
import io.github.fmexplain.internal.user.UserMaker;
import io.github.fmexplain.internal.user.UserProblem;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;

/** Users' problems from the rows of a training set. */
final class UserProblems {

  private final FmModel model;
  private final TrainingSet set;
  private final UserMaker maker;

  UserProblems(FmModel model, TrainingSet set, Ridge ridge) {
    this.model = model;
    this.set = set;
    TrainingSet.Origin origin = TrainedModel.originOf(set);
    this.maker =
        new UserMaker(
            model,
            origin.users().stream()
                .mapToInt(TrainingSet.UserRows::column)
                .filter(column -> column >= 0),
            ridge.factors(),
            ridge.linear(),
            ridge.kind() == Ridge.Kind.PER_RATING,
            origin.target() instanceof RatingTarget.Implicit
                ? Background.of(model, origin.encoder())
                : null);
  }

  /** {@return the problem of one user's rows} */
  UserProblem of(TrainingSet.UserRows user) {
    int rows = user.size();
    double[][] a = new double[rows][model.numFactors() + 1];
    double[] offsets = new double[rows];
    double[] targets = new double[rows];
    double[] weights = new double[rows];
    LinearForm form = maker.form(FeatureVector.empty());
    for (int r = 0; r < rows; r++) {
      int row = user.row(r);
      offsets[r] = form.fill(without(user.column(), set, row), a[r]);
      targets[r] = set.target(row);
      weights[r] = set.weight(row);
    }
    return maker.problem(a, offsets, targets, weights);
  }

  private static FeatureVector without(int column, TrainingSet set, int row) {
    int size = set.rowSize(row);
    int[] indices = new int[size - 1];
    float[] values = new float[size - 1];
    int kept = 0;
    for (int j = 0; j < size; j++) {
      if (set.index(row, j) != column) {
        indices[kept] = set.index(row, j);
        values[kept] = set.value(row, j);
        kept++;
      }
    }
    return FeatureVector.of(indices, values);
  }
}
