package io.github.fmexplain.train;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.internal.user.UserProblem;
import io.github.fmexplain.internal.user.UserState;
import io.github.fmexplain.model.FmModel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What comes out of a training: the trained model and its learning curve.
 *
 * @param model the model
 * @param hyperparameters what it was trained with
 * @param set the rows it was trained on
 * @param mode how it took its steps
 * @param epochs the number of epochs that ran
 * @param stopped whether the progress stopped training before its last epoch
 * @param trainMetrics metrics of the finished model over the whole training set
 * @param curve the running metrics of each epoch that ran, as in {@link EpochReport#train}; empty
 *     if the trainer does not tell them
 * @param validation the metrics of the validation rows after each epoch that was tried, also of
 *     those after the best; empty without {@link LocalTrainer#fitUntilBest}
 * @param duration how long training took
 * @param seed the seed that makes the same model again, or null if the trainer takes none
 * @param path the training path, or null if it was not recorded
 */
public record TrainingResult(
    FmModel model,
    FmHyperparameters hyperparameters,
    TrainingSet set,
    TrainingMode mode,
    int epochs,
    boolean stopped,
    Metrics trainMetrics,
    List<Metrics> curve,
    List<Metrics> validation,
    Duration duration,
    @Nullable Long seed,
    @Nullable TrainingPath path) {

  public TrainingResult {
    curve = List.copyOf(curve);
    validation = List.copyOf(validation);
  }

  /**
   * {@return the model with all that its training knew} The hyperparameters of a training that was
   * stopped have the epochs that ran.
   *
   * @throws IllegalArgumentException if the rows were encoded elsewhere, so that there is no
   *     encoder to go with the model, or a weight decay is zero
   */
  public TrainedModel trained() {
    TrainingSet.Origin origin = TrainedModel.originOf(set);
    Ridge ridge = Ridge.ofTraining(hyperparameters, set.numRows());
    return new TrainedModel(
        model,
        origin.encoder(),
        origin.target(),
        stopped ? hyperparameters.toBuilder().epochs(Math.max(1, epochs)).build() : hyperparameters,
        ridge,
        mode,
        TrainingSummary.of(model, set, trainMetrics, ridge),
        path);
  }

  /**
   * {@return how far the users' own factors move scores from one item to another: the standard
   * deviation of ⟨v_u, Σ x_f v_f⟩ within a user, over a sample of at most 100 users, in score
   * units} The ratings of a user share it. Where it is little for their number, hardly any rating
   * counts for any recommendation: train longer, or with more factors ({@code docs/choosing.md}).
   *
   * @throws IllegalArgumentException if the rows were encoded elsewhere
   */
  public double personalSpread() {
    List<TrainingSet.UserRows> users = TrainedModel.originOf(set).users();
    UserProblems problems = new UserProblems(model, set, Ridge.fixed(1, 1));
    double squares = 0;
    long rows = 0;
    int sampled = Math.min(TrainingSummary.SAMPLE, users.size());
    for (int j = 0; j < sampled; j++) {
      TrainingSet.UserRows user = users.get((int) ((long) j * users.size() / sampled));
      double[] theta = UserState.parametersOf(model, user.column());
      theta[theta.length - 1] = 0;
      UserProblem problem = problems.of(user);
      double[] own =
          IntStream.range(0, user.size()).mapToDouble(r -> problem.dotRow(r, theta)).toArray();
      double mean = Arrays.stream(own).average().orElse(0);
      squares += Arrays.stream(own).map(s -> (s - mean) * (s - mean)).sum();
      rows += own.length;
    }
    return Math.sqrt(squares / rows);
  }

  /** {@return the model, the optimizer and the epochs} */
  @Override
  public String toString() {
    return "TrainingResult["
        + model
        + ", "
        + mode.optimizer()
        + ", epochs "
        + epochs
        + (stopped ? ", stopped" : "")
        + "]";
  }
}
