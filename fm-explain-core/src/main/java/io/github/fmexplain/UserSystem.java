package io.github.fmexplain;

import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.internal.Attribution;
import io.github.fmexplain.internal.LinearForm;
import io.github.fmexplain.internal.PaperAttribution;
import io.github.fmexplain.internal.RecordedAttribution;
import io.github.fmexplain.internal.UnrolledAttribution;
import io.github.fmexplain.internal.UserProblem;
import io.github.fmexplain.internal.UserSpace;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.TrainingTrajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A history turned into numbers, once: the user's problem, the parameters θ that score for the
 * user, and the factorised system of the chosen method. Immutable.
 */
final class UserSystem {

  final LinearForm form;
  final UserProblem problem;
  final double[] theta;
  final Attribution attribution;
  final List<Interaction> usedRatings;
  final String[] titles;
  final Diagnostics diagnostics;

  UserSystem(ExplainerSettings settings, History history) {
    FmModel model = settings.model();
    FeatureEncoder encoder = settings.encoder();
    form = new LinearForm(model, encoder.userSideFeatures(history.userTags()));
    problem = UserSpace.problem(settings.userSettings(), form, history);
    double @Nullable [] trained = UserSpace.trainedParameters(model, encoder, history);
    theta = trained == null ? problem.solve() : trained;
    UserProblem.Slopes slopes = problem.slopes(theta);
    Influence method = settings.influence();
    if (method instanceof Influence.Paper paper) {
      usedRatings =
          history.interactions().stream().filter(rating -> isUsed(paper, rating)).toList();
      attribution = paperAttribution(settings, paper);
    } else {
      usedRatings = history.interactions();
      attribution = systemAttribution(settings, history, slopes, trained != null);
    }
    titles =
        usedRatings.stream()
            .map(rating -> settings.catalogue().titleOf(rating.itemId()))
            .toArray(String[]::new);
    diagnostics =
        new Diagnosis(settings, history, attribution.spectrum(), usedRatings.size())
            .make(problem.stationarityGap(theta, slopes), trained == null, unrolling());
  }

  private Attribution systemAttribution(
      ExplainerSettings settings, History history, UserProblem.Slopes slopes, boolean known) {
    Influence method = settings.influence();
    TrainingTrajectory trajectory = settings.trajectory();
    if (method instanceof Influence.LeastSquares) {
      return Attribution.leastSquares(problem);
    }
    if (method instanceof Influence.Hessian hessian && !(known && hessian.refitted())) {
      return Attribution.hessian(problem, slopes);
    }
    if (method instanceof Influence.Unrolled along
        && along.trajectory()
        && known
        && trajectory != null) {
      return recorded(settings, trajectory, history);
    }
    if (method instanceof Influence.Unrolled unrolled && known) {
      Attribution along = UnrolledAttribution.tryOf(problem, theta, unrolled.trajectory());
      if (along != null) {
        return along;
      }
    }
    return Attribution.hessian(problem, known ? problem.slopes(problem.solve()) : slopes);
  }

  /** The user's problem and parameters at each point of the recorded way. */
  private static Attribution recorded(
      ExplainerSettings settings, TrainingTrajectory trajectory, History history) {
    List<UserProblem> problems = new ArrayList<>();
    List<double[]> thetas = new ArrayList<>();
    FeatureVector side = settings.encoder().userSideFeatures(history.userTags());
    for (TrainingTrajectory.Point point : trajectory.points()) {
      problems.add(
          UserSpace.problem(settings.userSettings(), new LinearForm(point.model(), side), history));
      thetas.add(
          Objects.requireNonNull(
              UserSpace.trainedParameters(point.model(), settings.encoder(), history)));
    }
    FmHyperparameters hyperparameters = trajectory.hyperparameters();
    return new RecordedAttribution(
        problems,
        thetas,
        trajectory.points().stream().mapToLong(TrainingTrajectory.Point::step).toArray(),
        new RecordedAttribution.Optimizer(
            trajectory.trainingRows(),
            hyperparameters.miniBatchSize(),
            hyperparameters.factors().lr(),
            hyperparameters.linear().lr(),
            hyperparameters.rescaleGrad().orElse(1),
            hyperparameters.eps().orElse(1e-8)));
  }

  private @Nullable Unrolling unrolling() {
    if (attribution instanceof RecordedAttribution recorded) {
      return unrolling(
          true, recorded.time(), recorded.preconditioner(), recorded.composedParameters());
    }
    return attribution instanceof UnrolledAttribution unrolled
        ? unrolling(false, unrolled.time(), unrolled.preconditioner(), unrolled.end())
        : null;
  }

  private Unrolling unrolling(
      boolean recorded, double time, double[] preconditioner, double[] end) {
    double product = 0;
    double endSquare = 0;
    double trainedSquare = 0;
    for (int c = 0; c < end.length - 1; c++) {
      product += end[c] * theta[c];
      endSquare += end[c] * end[c];
      trainedSquare += theta[c] * theta[c];
    }
    double lengths = Math.sqrt(endSquare * trainedSquare);
    return new Unrolling(
        recorded,
        time,
        Arrays.stream(preconditioner).boxed().toList(),
        lengths == 0 ? 0 : product / lengths);
  }

  private static boolean isUsed(Influence.Paper paper, Interaction rating) {
    return paper.ratings() == Influence.Ratings.ALL || rating.rating() >= paper.likeThreshold();
  }

  private Attribution paperAttribution(ExplainerSettings settings, Influence.Paper paper) {
    int dimension = paperDimension(settings.model(), paper);
    double[] vectors = new double[usedRatings.size() * dimension];
    double[] values = new double[usedRatings.size()];
    for (int r = 0; r < values.length; r++) {
      Interaction rating = usedRatings.get(r);
      double[] vector = paperVector(settings, paper, rating.itemId());
      System.arraycopy(vector, 0, vectors, r * dimension, dimension);
      values[r] =
          paper.values() == Influence.Values.STARS
              ? rating.rating()
              : RatingTarget.likeFrom(paper.likeThreshold()).of(rating.rating());
    }
    return new PaperAttribution(vectors, dimension, values, paper.lambda());
  }

  private static int paperDimension(FmModel model, Influence.Paper paper) {
    return model.numFactors()
        + (paper.itemVectors() == Influence.ItemVectors.FACTORS_AND_LINEAR ? 1 : 0);
  }

  /** Returns q_i: Σ_f x_f v_f over the item's features, and Σ_f x_f w_f behind it if wanted. */
  private static double[] paperVector(
      ExplainerSettings settings, Influence.Paper paper, String itemId) {
    double[] vector = new double[paperDimension(settings.model(), paper)];
    var features = settings.encoder().itemFeatures(itemId);
    for (int j = 0; j < features.size(); j++) {
      float[] factors = settings.model().factors(features.index(j));
      for (int c = 0; c < factors.length; c++) {
        vector[c] += (double) features.value(j) * factors[c];
      }
      if (vector.length > factors.length) {
        vector[factors.length] +=
            (double) features.value(j) * settings.model().linearWeight(features.index(j));
      }
    }
    return vector;
  }

  /** Returns the vector of an item in the method's space. */
  double[] targetVector(ExplainerSettings settings, String itemId, double[] a) {
    return settings.influence() instanceof Influence.Paper paper
        ? paperVector(settings, paper, itemId)
        : a;
  }
}
