package io.github.fmexplain.train;

import io.github.fmexplain.data.HistoryEncoder;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.internal.Text;
import io.github.fmexplain.internal.user.UserProblem;
import io.github.fmexplain.internal.user.UserState;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.Loss;
import java.util.Locale;
import java.util.Objects;

/**
 * Λ, the ridge that holds a user's parameters: {@code Λ = factors} on each factor and {@code
 * linear} on the linear weight, or as many times that as the user has ratings.
 *
 * @param kind where the two numbers come from and what they mean
 * @param factors Λ on each factor of the user, or its part for each rating; finite, at least 1e-60;
 *     0 without ridge
 * @param linear Λ on the user's linear weight, or its part for each rating; finite, at least 1e-60;
 *     0 without ridge
 */
public record Ridge(Kind kind, double factors, double linear) {

  private static final double LEAST = 1e-60;

  /** What the numbers of a ridge mean. */
  public enum Kind {
    /** Λ is the same for every user. */
    FIXED,
    /**
     * Λ grows with the user's ratings, as in Spark's ALS, libFM's SGD and Surprise; with an
     * implicit target, with those above 0.
     */
    PER_RATING,
    /** Λ is the same for every user and was estimated from the model and its training rows. */
    ESTIMATED,
    /** Nothing holds users: they are bags of items, see {@link HistoryEncoder}. */
    NONE
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not finite or not positive, or not 0 without ridge
   */
  public Ridge {
    Objects.requireNonNull(kind, "kind");
    if (kind != Kind.NONE) {
      requirePositive(factors, "ridge on factors");
      requirePositive(linear, "ridge on the linear weight");
    } else if (factors != 0 || linear != 0) {
      throw new IllegalArgumentException(
          "a ridge of kind NONE must be 0, but was " + factors + " and " + linear);
    }
  }

  private static void requirePositive(double value, String name) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be finite and positive, but was " + value);
    }
    if (value < LEAST) {
      throw new IllegalArgumentException(
          name + " must be at least 1e-60, but was " + value + "; check the weight decay");
    }
  }

  /**
   * {@return a Λ that is the same for every user}
   *
   * @param factors Λ on each factor, finite and positive
   * @param linear Λ on the linear weight, finite and positive
   * @throws IllegalArgumentException if one is not finite or not positive
   */
  public static Ridge fixed(double factors, double linear) {
    return new Ridge(Kind.FIXED, factors, linear);
  }

  /**
   * {@return a Λ that is so much for each of the user's ratings}
   *
   * @param factors on each factor, for each rating, finite and positive
   * @param linear on the linear weight, for each rating, finite and positive
   * @throws IllegalArgumentException if one is not finite or not positive
   */
  public static Ridge perRating(double factors, double linear) {
    return new Ridge(Kind.PER_RATING, factors, linear);
  }

  /** {@return no Λ, for users who are bags of items} */
  public static Ridge none() {
    return new Ridge(Kind.NONE, 0, 0);
  }

  /**
   * {@return the Λ of a training with mini-batches and weight decay} The mean loss of a batch,
   * multiplied by {@code rescale_grad}, plus weight decay is stationary where {@code Σ_r (p_r −
   * y_r) a_r + Λθ = 0} with {@code Λ = N·wd / rescale_grad}.
   *
   * @param hyperparameters those of the training; the weight decays of factors and linear weights
   *     must be positive
   * @param trainingRows N, the number of training rows of the whole model, at least 1
   * @throws IllegalArgumentException if a weight decay is zero or N is less than 1
   */
  public static Ridge ofTraining(FmHyperparameters hyperparameters, long trainingRows) {
    if (trainingRows < 1) {
      throw new IllegalArgumentException(
          "trainingRows must be at least 1, but was " + trainingRows);
    }
    if (!(hyperparameters.factorsWd() > 0 && hyperparameters.linearWd() > 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "factors_wd and linear_wd must be positive to explain with, but were %s and %s; set a"
                  + " ridge instead, such as Ridge.estimated",
              hyperparameters.factorsWd(),
              hyperparameters.linearWd()));
    }
    double rows = trainingRows / hyperparameters.rescaleGrad().orElse(1);
    return fixed(hyperparameters.factorsWd() * rows, hyperparameters.linearWd() * rows);
  }

  /**
   * {@return the Λ of a training that adds {@code wd·θ} to the gradient of the mean loss} As the
   * optimizers of PyTorch do with {@code weight_decay} (not those with a decoupled one, AdamW): the
   * mean is stationary where {@code Σ_r c·(p_r − y_r) a_r + N·wd·θ = 0}, so that {@code Λ = N·wd /
   * c}.
   *
   * @param loss has c, see {@link Loss#slope}
   * @param factors wd of the factors, positive
   * @param linear wd of the linear weights, positive
   * @param trainingRows N, the number of training rows of the whole model, at least 1
   * @throws IllegalArgumentException if a number is not positive
   */
  public static Ridge ofWeightDecay(Loss loss, double factors, double linear, long trainingRows) {
    double rows = trainingRows / loss.slope();
    return fixed(factors * rows, linear * rows);
  }

  /**
   * {@return the ridge of a text} For files and commands.
   *
   * @param text {@code fixed} or {@code per-rating}, then Λ on factors and on the linear weight,
   *     with spaces between, as {@link #text} writes it
   * @throws IllegalArgumentException if it is not such a text
   */
  public static Ridge parse(String text) {
    String[] parts = text.strip().split(" +", 4);
    for (Kind kind : Kind.values()) {
      if (parts.length == 3 && nameOf(kind).equals(parts[0])) {
        try {
          return new Ridge(kind, Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
        } catch (NumberFormatException e) {
          break;
        }
      }
    }
    throw new IllegalArgumentException(
        "ridge must be 'fixed' or 'per-rating' and two numbers, such as 'per-rating 0.02 0.02', but"
            + " was "
            + Text.quoted(text));
  }

  /** {@return this ridge as {@link #parse} reads it} */
  public String text() {
    return nameOf(kind) + " " + factors + " " + linear;
  }

  private static String nameOf(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * {@return the Λ at which the users of a training set are nearest to their optima} For factors
   * and linear weights apart, {@code Λ̂ = −Σ_u g_u·θ_u / Σ_u |θ_u|²} with g_u the gradient of the
   * user's loss, without ridge, at the trained θ_u. For models whose decay is not known.
   *
   * @param model the model
   * @param set what it was trained on, made of histories
   * @throws IllegalArgumentException if the set was not made of histories, does not fit the model,
   *     or the estimate is not positive
   */
  public static Ridge estimated(FmModel model, TrainingSet set) {
    TrainedModel.requireWidth(model, set);
    if (TrainedModel.originOf(set).encoder() instanceof HistoryEncoder) {
      throw new IllegalArgumentException(
          "users must be columns to estimate what holds them, but are bags of items; use"
              + " Ridge.none");
    }
    UserProblems problems = new UserProblems(model, set, fixed(1, 1));
    double[] work = new double[2];
    double[] squares = new double[2];
    for (TrainingSet.UserRows user : TrainedModel.originOf(set).users()) {
      UserProblem problem = problems.of(user);
      double[] theta = UserState.parametersOf(model, user.column());
      double[] downhill = problem.downhill(problem.residuals(theta), theta);
      for (int c = 0; c < theta.length; c++) {
        int group = c < theta.length - 1 ? 0 : 1;
        // With the ridge of 1 taken off again.
        work[group] += (downhill[c] + theta[c]) * theta[c];
        squares[group] += theta[c] * theta[c];
      }
    }
    double factors = work[0] / squares[0];
    // Without linear weights their ridge does not matter.
    double linear = squares[1] == 0 ? factors : work[1] / squares[1];
    if (!(factors > 0 && linear > 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "ridge must come out positive to be estimated, but is %.3g on factors and %.3g on"
                  + " linear weights; is the model trained on these rows?",
              factors,
              linear));
    }
    return new Ridge(Kind.ESTIMATED, factors, linear);
  }
}
