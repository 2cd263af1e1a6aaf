package io.github.fmexplain;

import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.internal.method.Replay;
import io.github.fmexplain.internal.method.ReplayPlan;
import io.github.fmexplain.internal.method.ReplayRefit;
import io.github.fmexplain.internal.method.ReplayRows;
import io.github.fmexplain.internal.user.LinearForm;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.ParameterGroup;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingPath;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts a history into the numbers that a replay of its training takes. Immutable. */
final class Replays {

  /** Fewer passes than this are less true; many more change nearly nothing. */
  private static final int FEWEST_PASSES = 40;

  /** Users with few ratings are replayed in more passes, which costs little. */
  private static final int PASSES_TIMES_RATINGS = 4000;

  /** After this many rounds the growth of an assumed path stays as it is. */
  private static final int ROUNDS = 3;

  private final TrainedModel trained;
  private final FmHyperparameters hyperparameters;
  private final ReplayPlan plan;

  private Replays(TrainedModel trained, FmHyperparameters hyperparameters, int passes) {
    this.trained = trained;
    this.hyperparameters = hyperparameters;
    this.plan = plan(passes);
  }

  /** {@return whether a model was trained with Adam and is known well enough to replay users} */
  static boolean canReplay(TrainedModel trained) {
    return trained.hyperparameters() != null
        && trained.mode().optimizer() != TrainingMode.Optimizer.OTHER;
  }

  /**
   * {@return what replays a user of a model, or null if it cannot be replayed}
   *
   * @param thinning F, or 0 to choose it
   * @param rows the number of the user's rows
   */
  static @Nullable Replays of(TrainedModel trained, int thinning, int rows) {
    FmHyperparameters hyperparameters = trained.hyperparameters();
    if (hyperparameters == null || !canReplay(trained)) {
      return null;
    }
    int epochs = hyperparameters.epochs();
    int wanted =
        thinning == 0
            ? Math.max(FEWEST_PASSES, PASSES_TIMES_RATINGS / Math.max(1, rows))
            : (epochs - 1) / thinning + 1;
    return new Replays(trained, hyperparameters, Math.min(epochs, wanted));
  }

  private ReplayPlan plan(int passes) {
    int rows = (int) Math.min(Integer.MAX_VALUE, trained.summary().rows());
    double bound = hyperparameters.clipGradient().orElse(-1);
    return new ReplayPlan(
        hyperparameters.epochs(),
        passes,
        rows,
        Math.min(hyperparameters.miniBatchSize(), rows),
        trained.mode().padded(),
        trained.mode().optimizer() == TrainingMode.Optimizer.DENSE_ADAM,
        trained.mode().shuffle() == TrainingMode.Shuffle.EACH_EPOCH,
        group(hyperparameters.factors()),
        group(hyperparameters.linear()),
        hyperparameters.rescaleGrad().orElse(1),
        hyperparameters.eps().orElse(1e-8),
        bound < 0 ? Double.POSITIVE_INFINITY : bound);
  }

  private static ReplayPlan.Group group(ParameterGroup group) {
    return new ReplayPlan.Group(group.lr(), group.wd());
  }

  ReplayPlan plan() {
    return plan;
  }

  /** {@return which path the replays follow} */
  TrainingPath.Kind pathKind() {
    TrainingPath path = trained.path();
    return path == null ? TrainingPath.Kind.ASSUMED : path.kind();
  }

  /**
   * The rows of a user as numbers.
   *
   * @param a A at the end of the path, [m, d]. Not modified.
   * @param offsets o at the end of the path, [m]. Not modified.
   * @param targets y, [m]. Not modified.
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared: three arguments at once.
  record Rows(History history, double[][] a, double[] offsets, double[] targets) {}

  /**
   * What all replays of a user share, those of edited histories too, so that what an edit leaves
   * alone moves nothing.
   *
   * @param places the place in the training set by item id, where it is known
   * @param first where it begins, [d]
   * @param growth of an assumed path, [passes + 1]; empty for another
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Course(Map<String, Integer> places, double[] first, double[] growth) {}

  /** {@return the course of a user, found from the history that is not edited} */
  Course course(Rows user) {
    Map<String, Integer> known = trained.summary().histories().rowsByItem(user.history);
    double[] first = first(user.history);
    double[] growth = new double[trained.path() == null ? plan.passes() + 1 : 0];
    if (trained.path() != null) {
      return new Course(known, first, growth);
    }
    Arrays.setAll(growth, j -> (double) j / plan.passes());
    Course course = new Course(known, first, growth);
    for (int round = 0; round < ROUNDS && user.targets.length > 0; round++) {
      course = new Course(known, first, growing(user, course).growth());
    }
    return course;
  }

  /** {@return the replays of a history along a course} */
  ReplayRefit refit(Rows user, Course course) {
    TrainingPath path = trained.path();
    return path == null
        ? new ReplayRefit(
            growing(user, course),
            (more, y) -> more(more, y, rows -> growing(course.growth, user.history, rows)))
        : new ReplayRefit(
            replay(user, course, along(path, user.history, features(user.history))),
            (more, y) -> more(more, y, rows -> along(path, user.history, rows)));
  }

  /** The user's first parameters; zeros for a user whom training did not know, or without rows. */
  private double[] first(History history) {
    double[] first = new double[trained.model().numFactors() + 1];
    OptionalInt column =
        history.userId() == null || history.size() == 0
            ? OptionalInt.empty()
            : trained.encoder().userFeature(history.userId());
    if (column.isPresent()) {
      float[] drawn =
          TrainingPath.firstOf(trained.path(), trained.model(), hyperparameters, column.getAsInt());
      for (int c = 0; c < first.length; c++) {
        first[c] = drawn[c];
      }
    }
    return first;
  }

  private Replay.More more(
      List<FeatureVector> rows, double target, Function<List<FeatureVector>, ReplayRows> rowsOf) {
    double[] targets = new double[rows.size()];
    Arrays.fill(targets, target);
    int[] places = rows.stream().mapToInt(row -> place(row.hashCode())).toArray();
    return new Replay.More(rowsOf.apply(rows), targets, places);
  }

  private ReplayRows growing(double[] growth, History history, List<FeatureVector> rows) {
    LinearForm form =
        new LinearForm(trained.model(), trained.encoder().userSideFeatures(history.userTags()));
    double[][] a = new double[rows.size()][trained.model().numFactors() + 1];
    double[] offsets = new double[a.length];
    for (int j = 0; j < a.length; j++) {
      offsets[j] = form.fill(rows.get(j), a[j]);
    }
    return growing(growth, a, offsets);
  }

  private ReplayRows growing(double[] growth, double[][] a, double[] offsets) {
    double[] epochs = new double[growth.length];
    Arrays.setAll(epochs, j -> j * plan.thinning());
    return ReplayRows.growing(epochs, growth, a, offsets);
  }

  private Replay growing(Rows user, Course course) {
    return replay(user, course, growing(course.growth, user.a, user.offsets));
  }

  private Replay replay(Rows user, Course course, ReplayRows rows) {
    return new Replay(
        plan,
        trained.model().predictorType(),
        rows,
        user.targets,
        places(user.history, course),
        course.first);
  }

  /** The place of each row in the training set; one by its features where it is not known. */
  private int[] places(History history, Course course) {
    List<FeatureVector> features = features(history);
    int[] places = new int[features.size()];
    for (int r = 0; r < places.length; r++) {
      Integer known = course.places.get(history.rows().get(r).itemId());
      places[r] = known == null ? place(features.get(r).hashCode()) : known;
    }
    return places;
  }

  private int place(int hash) {
    return (int) (((hash * 0x9e3779b97f4a7c15L) >>> 33) % plan.trainingRows());
  }

  private List<FeatureVector> features(History history) {
    FeatureEncoder encoder = trained.encoder();
    return history.rows().stream()
        .map(row -> encoder.itemFeatures(row.itemId()).and(encoder.contextFeatures(row.context())))
        .toList();
  }

  /** Rows of a user at the points of a path. */
  private ReplayRows along(TrainingPath path, History history, List<FeatureVector> rows) {
    List<FeatureVector> along = rows.stream().map(path::along).toList();
    FeatureVector side = path.along(trained.encoder().userSideFeatures(history.userTags()));
    int points = path.points().size();
    int k = trained.model().numFactors();
    float[][][] factors = new float[points][along.size()][k];
    float[][] offsets = new float[points][along.size()];
    double[] a = new double[k + 1];
    for (int p = 0; p < points; p++) {
      LinearForm form = new LinearForm(path.points().get(p), side);
      for (int r = 0; r < along.size(); r++) {
        offsets[p][r] = (float) form.fill(along.get(r), a);
        for (int c = 0; c < k; c++) {
          factors[p][r][c] = (float) a[c];
        }
      }
    }
    float linear = trained.model().hasLinearWeights() ? 1 : 0;
    return new ReplayRows(path.epochs(), factors, offsets, linear);
  }
}
