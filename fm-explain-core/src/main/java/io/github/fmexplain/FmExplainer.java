package io.github.fmexplain;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.TrainingTrajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Explains the recommendations of a factorization machine. Immutable and thread-safe.
 *
 * <pre>{@code
 * FmExplainer explainer = FmExplainer.builder()
 *     .model(model)
 *     .encoder(encoder)
 *     .catalogue(catalogue)
 *     .trainedWith(hyperparameters, trainingSet.numRows())
 *     .build();
 * UserExplainer user = explainer.forHistory(history);
 * Explanation why = user.explain(user.recommend(10).get(0).itemId());
 * }</pre>
 */
public final class FmExplainer {

  private final ExplainerSettings settings;

  FmExplainer(ExplainerSettings settings) {
    this.settings = settings;
  }

  /** {@return a new builder} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the explained model} */
  public FmModel model() {
    return settings.model();
  }

  /** {@return the encoder of the model} */
  public FeatureEncoder encoder() {
    return settings.encoder();
  }

  /** {@return the items that can be recommended} */
  public Catalogue catalogue() {
    return settings.catalogue();
  }

  /** {@return how a rating becomes the number that the model predicts} */
  public RatingTarget target() {
    return settings.target();
  }

  /** {@return Λ on each factor of a user} */
  public double factorRidge() {
    return settings.factorRidge();
  }

  /** {@return Λ on a user's linear weight} */
  public double linearRidge() {
    return settings.linearRidge();
  }

  /** {@return the method that attributes scores to ratings} */
  public Influence influence() {
    return settings.influence();
  }

  /**
   * {@return this explainer with another method}
   *
   * @param influence the method
   */
  public FmExplainer withInfluence(Influence influence) {
    return new FmExplainer(
        new ExplainerSettings(
            settings.model(),
            settings.encoder(),
            settings.catalogue(),
            settings.items(),
            settings.target(),
            settings.factorRidge(),
            settings.linearRidge(),
            influence,
            settings.trajectory()));
  }

  /**
   * {@return the explainer of one user}
   *
   * <p>Costs O(m k² + k³) for m ratings and k factors. The trained parameters count if the history
   * has a user id that the encoder knows; they are then taken to be trained with this history. Give
   * an edited history {@link History#asNewUser() as a new user}.
   *
   * @param history at least one rating, of items that the encoder knows
   * @throws IllegalArgumentException if the history is empty
   * @throws io.github.fmexplain.data.UnknownIdException if the encoder does not know an item or a
   *     tag
   */
  public UserExplainer forHistory(History history) {
    if (history.size() == 0) {
      throw new IllegalArgumentException(
          (history.userId() == null ? "history" : "history of user '" + history.userId() + "'")
              + " must have at least 1 rating, but is empty; there is nothing to explain with");
    }
    return new UserExplainer(settings, history);
  }

  /**
   * {@return the results of a task for many users, in the order of the histories}
   *
   * <p>Each history is one task of the executor; this thread waits for them. The results do not
   * depend on the executor.
   *
   * @param histories histories as for {@link #forHistory}
   * @param task what to do for each user, such as {@code user -> user.recommend(10)}; called from
   *     the executor's threads
   * @param executor runs the tasks; a pool of as many threads as there are cores is best
   * @param <T> what the task gives
   * @throws IllegalStateException if a user failed; its message names the user, its cause says why.
   *     Tasks that have not begun by then are not run
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  public <T> List<T> forHistories(
      List<History> histories, Function<UserExplainer, T> task, Executor executor)
      throws InterruptedException {
    return new Batch<>(this, histories, task).run(executor);
  }

  /** Collects the settings of an explainer. Each is set once. Not thread-safe. */
  public static final class Builder {

    private @Nullable FmModel model;
    private @Nullable FeatureEncoder encoder;
    private @Nullable Catalogue catalogue;
    private @Nullable RatingTarget target;
    private @Nullable Influence influence;
    private double factorRidge;
    private double linearRidge;
    private @Nullable TrainingTrajectory trajectory;

    private Builder() {}

    /**
     * Sets the model. Required.
     *
     * @param model the model to explain
     * @return this builder
     * @throws IllegalStateException if it was already set
     */
    public Builder model(FmModel model) {
      requireUnset(this.model == null, "model");
      this.model = model;
      return this;
    }

    /**
     * Sets the encoder that the model was trained with. Required.
     *
     * @param encoder has as many features as the model
     * @return this builder
     * @throws IllegalStateException if it was already set
     */
    public Builder encoder(FeatureEncoder encoder) {
      requireUnset(this.encoder == null, "encoder");
      this.encoder = encoder;
      return this;
    }

    /**
     * Sets the items that can be recommended. Required.
     *
     * @param catalogue items that the encoder knows
     * @return this builder
     * @throws IllegalStateException if it was already set
     */
    public Builder catalogue(Catalogue catalogue) {
      requireUnset(this.catalogue == null, "catalogue");
      this.catalogue = catalogue;
      return this;
    }

    /**
     * Sets how the model was trained, which makes Λ: weight decay × training rows. This, {@link
     * #trainedAlong} or {@link #ridge} is required.
     *
     * @param hyperparameters those of the training; its weight decays on factors and linear weights
     *     must be positive
     * @param trainingRows N, the number of training rows of the whole model, at least 1
     * @return this builder
     * @throws IllegalArgumentException if a weight decay is zero or N is less than 1
     * @throws IllegalStateException if the ridge was already set
     */
    public Builder trainedWith(FmHyperparameters hyperparameters, long trainingRows) {
      if (trainingRows < 1) {
        throw new IllegalArgumentException(
            "trainingRows must be at least 1, but was " + trainingRows);
      }
      if (!(hyperparameters.factorsWd() > 0 && hyperparameters.linearWd() > 0)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "factors_wd and linear_wd must be positive to explain with, but were %s and %s; set"
                    + " a ridge instead",
                hyperparameters.factorsWd(),
                hyperparameters.linearWd()));
      }
      // The loss is scaled by rescale_grad, the decay is not.
      double rows = trainingRows / hyperparameters.rescaleGrad().orElse(1);
      return ridge(hyperparameters.factorsWd() * rows, hyperparameters.linearWd() * rows);
    }

    /**
     * Sets how the model was trained and the way that training took. This, {@link #trainedWith} or
     * {@link #ridge} is required. With the way known, {@link Influence.Unrolled#alongTrajectory}
     * follows it instead of a guess, and is the default method of a binary classifier. It follows
     * Adam's steps without {@code clip_gradient}: with a bound that often binds, it is a guess too.
     *
     * @param trajectory recorded by {@link io.github.fmexplain.train.LocalTrainer}; its end is the
     *     model
     * @return this builder
     * @throws IllegalArgumentException as {@link #trainedWith}
     * @throws IllegalStateException if the ridge was already set
     */
    public Builder trainedAlong(TrainingTrajectory trajectory) {
      trainedWith(trajectory.hyperparameters(), trajectory.trainingRows());
      this.trajectory = trajectory;
      return this;
    }

    /**
     * Sets Λ itself, the ridge that holds a user's parameters: weight decay × training rows. This
     * or trainedWith is required.
     *
     * @param factors Λ on each factor of the user, finite and positive
     * @param linear Λ on the user's linear weight, finite and positive
     * @return this builder
     * @throws IllegalArgumentException if one is not finite or not positive
     * @throws IllegalStateException if the ridge was already set
     */
    public Builder ridge(double factors, double linear) {
      requireUnset(factorRidge == 0, "ridge");
      factorRidge = requirePositive(factors, "ridge on factors");
      linearRidge = requirePositive(linear, "ridge on the linear weight");
      return this;
    }

    /**
     * Sets how a rating becomes the target. By default that of {@link RatingTarget#defaultFor}.
     *
     * @param target as in training
     * @return this builder
     * @throws IllegalStateException if it was already set
     */
    public Builder target(RatingTarget target) {
      requireUnset(this.target == null, "target");
      this.target = target;
      return this;
    }

    /**
     * Sets the method. By default that of {@link Influence#defaultFor}, or along the trajectory if
     * there is one.
     *
     * @param influence the method
     * @return this builder
     * @throws IllegalStateException if it was already set
     */
    public Builder influence(Influence influence) {
      requireUnset(this.influence == null, "influence");
      this.influence = influence;
      return this;
    }

    /**
     * {@return the explainer}
     *
     * @throws IllegalStateException if a required setting is missing; the message names all of them
     * @throws IllegalArgumentException if the encoder and the model have different numbers of
     *     features, or the catalogue has an item that the encoder does not know
     */
    public FmExplainer build() {
      FmModel builtModel = model;
      FeatureEncoder builtEncoder = encoder;
      Catalogue builtCatalogue = catalogue;
      if (builtModel == null
          || builtEncoder == null
          || builtCatalogue == null
          || factorRidge == 0) {
        throw new IllegalStateException("missing settings: " + String.join(", ", missing()));
      }
      if (builtEncoder.numFeatures() != builtModel.numFeatures()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "encoder has %d features, but the model has %d; was it trained on another data set?",
                builtEncoder.numFeatures(),
                builtModel.numFeatures()));
      }
      if (trajectory != null && !trajectory.end().equals(builtModel)) {
        throw new IllegalArgumentException(
            "trajectory must end at the model, but ends at another one; record it in the same"
                + " training");
      }
      for (CatalogueItem item : builtCatalogue.items()) {
        if (!builtEncoder.items().contains(item.id())) {
          throw new IllegalArgumentException(
              "catalogue has item '"
                  + item.id()
                  + "', which the encoder does not know; leave it out with Catalogue.filter");
        }
      }
      // Every explanation names it, and the first should not wait for it.
      builtModel.fingerprint();
      return new FmExplainer(
          new ExplainerSettings(
              builtModel,
              builtEncoder,
              builtCatalogue,
              new CatalogueItems(builtModel, builtEncoder, builtCatalogue),
              target == null ? RatingTarget.defaultFor(builtModel.predictorType()) : target,
              factorRidge,
              linearRidge,
              influence == null ? defaultInfluence(builtModel) : influence,
              trajectory));
    }

    private Influence defaultInfluence(FmModel builtModel) {
      Influence influence = Influence.defaultFor(builtModel.predictorType());
      return trajectory != null && influence instanceof Influence.Unrolled unrolled
          ? unrolled.alongTrajectory()
          : influence;
    }

    private List<String> missing() {
      List<String> missing = new ArrayList<>();
      if (model == null) {
        missing.add("model");
      }
      if (encoder == null) {
        missing.add("encoder");
      }
      if (catalogue == null) {
        missing.add("catalogue");
      }
      if (factorRidge == 0) {
        missing.add("trainedWith, trainedAlong or ridge");
      }
      return missing;
    }

    private static void requireUnset(boolean unset, String name) {
      if (!unset) {
        throw new IllegalStateException(name + " was already set");
      }
    }

    private static double requirePositive(double value, String name) {
      if (!(value > 0 && Double.isFinite(value))) {
        throw new IllegalArgumentException(name + " must be finite and positive, but was " + value);
      }
      return value;
    }
  }
}
