package io.github.fmexplain.train;

import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hyperparameters of a factorization machine, with the names, defaults and ranges of Amazon
 * SageMaker. Immutable.
 *
 * <p>The predictor type and the number of factors are required. It is remembered which of the
 * others were set: {@link #toMap()} has only those, so that a training job is not sent what nobody
 * asked for. Two objects are equal if the same settings were set to the same values.
 */
public final class FmHyperparameters {

  private final Map<Setting, Object> given;
  private final ParameterGroup bias;
  private final ParameterGroup linear;
  private final ParameterGroup factors;

  private FmHyperparameters(Map<Setting, Object> given) {
    this.given = new EnumMap<>(given);
    this.bias =
        new ParameterGroup(
            number(Setting.BIAS_LR, 0.1),
            number(Setting.BIAS_WD, 0.01),
            initializer(Setting.BIAS_INIT, 0.01));
    this.linear =
        new ParameterGroup(
            number(Setting.LINEAR_LR, 0.001),
            number(Setting.LINEAR_WD, 0.001),
            initializer(Setting.LINEAR_INIT, 0.01));
    this.factors =
        new ParameterGroup(
            number(Setting.FACTORS_LR, 0.0001),
            number(Setting.FACTORS_WD, 0.00001),
            initializer(Setting.FACTORS_INIT, 0.001));
  }

  /** {@return a builder in which nothing is set} */
  public static Builder builder() {
    return new Builder(Map.of());
  }

  /** {@return a builder that starts from these settings, each of which can be set anew once} */
  public Builder toBuilder() {
    return new Builder(given);
  }

  /**
   * {@return the hyperparameters of a map from SageMaker's names to values, such as a training job
   * was described with}
   *
   * <p>{@code feature_dim} is checked and left out, because it belongs to the training set. So are
   * the values of another method's initializer, such as {@code bias_init_sigma} for a constant.
   *
   * @param map SageMaker's names and the values as strings. Not modified.
   * @throws IllegalArgumentException if a name is unknown, a value is not a number or not in its
   *     range, or {@code predictor_type}, {@code num_factors} or the value of an initializer is
   *     missing
   */
  public static FmHyperparameters ofMap(Map<String, String> map) {
    return HyperparameterMap.read(map);
  }

  /** {@return the names that {@link #ofMap} knows, {@code feature_dim} too} Cannot be modified. */
  public static Set<String> names() {
    return HyperparameterMap.KNOWN;
  }

  /**
   * {@return SageMaker's names and values of the settings that were set, in the order of
   * SageMaker's documentation} Numbers are plain decimals without exponent; an initializer is its
   * method and that method's value. {@link #ofMap(Map)} is the way back. The map cannot be
   * modified.
   */
  public Map<String, String> toMap() {
    return HyperparameterMap.write(given);
  }

  /** {@return what the model predicts} */
  public PredictorType predictorType() {
    return required(Setting.PREDICTOR_TYPE, PredictorType.class);
  }

  /** {@return k, the number of factors of each feature} */
  public int numFactors() {
    return required(Setting.NUM_FACTORS, Integer.class);
  }

  /** {@return how often training goes through all rows; 1 if it was not set} */
  public int epochs() {
    return count(Setting.EPOCHS, 1);
  }

  /** {@return the number of rows between two updates of the parameters; 1000 if it was not set} */
  public int miniBatchSize() {
    return count(Setting.MINI_BATCH_SIZE, 1000);
  }

  /**
   * {@return the bound c to which every entry of a gradient is clipped, into [−c, c]} Empty, or
   * negative, for no clipping.
   */
  public OptionalDouble clipGradient() {
    return optional(Setting.CLIP_GRADIENT);
  }

  /** {@return what is added to the divisor of an update, or empty for the optimizer's own value} */
  public OptionalDouble eps() {
    return optional(Setting.EPS);
  }

  /** {@return the factor of every gradient, or empty for none} */
  public OptionalDouble rescaleGrad() {
    return optional(Setting.RESCALE_GRAD);
  }

  /** {@return how w0 is trained; learning rate 0.1, weight decay 0.01, normal(0.01) if not set} */
  public ParameterGroup bias() {
    return bias;
  }

  /**
   * {@return how w is trained; learning rate 0.001, weight decay 0.001, normal(0.01) if not set}
   */
  public ParameterGroup linear() {
    return linear;
  }

  /** {@return how V is trained; learning rate 1e-4, weight decay 1e-5, normal(0.001) if not set} */
  public ParameterGroup factors() {
    return factors;
  }

  /** {@return the weight decay of the linear weights, {@code linear().wd()}} */
  public double linearWd() {
    return linear.wd();
  }

  /** {@return the weight decay of the factors, {@code factors().wd()}} */
  public double factorsWd() {
    return factors.wd();
  }

  private <T> T required(Setting setting, Class<T> type) {
    return type.cast(Objects.requireNonNull(given.get(setting)));
  }

  private int count(Setting setting, int otherwise) {
    return given.get(setting) instanceof Integer value ? value : otherwise;
  }

  private double number(Setting setting, double otherwise) {
    return given.get(setting) instanceof Double value ? value : otherwise;
  }

  private OptionalDouble optional(Setting setting) {
    return given.get(setting) instanceof Double value
        ? OptionalDouble.of(value)
        : OptionalDouble.empty();
  }

  private Initializer initializer(Setting setting, double sigma) {
    return given.get(setting) instanceof Initializer value ? value : Initializer.normal(sigma);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FmHyperparameters that && given.equals(that.given);
  }

  @Override
  public int hashCode() {
    return toMap().hashCode();
  }

  /** {@return the settings that were set, under SageMaker's names} */
  @Override
  public String toString() {
    return "FmHyperparameters" + toMap();
  }

  /**
   * Collects settings. Every method throws an {@link IllegalArgumentException} if the value is not
   * in its range, and an {@link IllegalStateException} if the setting was already set. Not
   * thread-safe.
   */
  public static final class Builder {

    private final Map<Setting, Object> inherited;
    private final Map<Setting, Object> given = new EnumMap<>(Setting.class);

    private Builder(Map<Setting, Object> inherited) {
      this.inherited = inherited;
    }

    /**
     * Sets what the model predicts.
     *
     * @param type the predictor type
     */
    public Builder predictorType(PredictorType type) {
      Objects.requireNonNull(type, "type");
      return set(Setting.PREDICTOR_TYPE, type);
    }

    /**
     * Sets k, the number of factors of each feature.
     *
     * @param factors at least 1
     */
    public Builder numFactors(int factors) {
      return set(Setting.NUM_FACTORS, factors);
    }

    /**
     * Sets how often training goes through all rows.
     *
     * @param epochs at least 1
     */
    public Builder epochs(int epochs) {
      return set(Setting.EPOCHS, epochs);
    }

    /**
     * Sets the number of rows between two updates of the parameters.
     *
     * @param rows at least 1
     */
    public Builder miniBatchSize(int rows) {
      return set(Setting.MINI_BATCH_SIZE, rows);
    }

    /**
     * Sets the bound c of every entry of a gradient, [−c, c].
     *
     * @param bound finite in float32; negative for no clipping
     */
    public Builder clipGradient(double bound) {
      return set(Setting.CLIP_GRADIENT, bound);
    }

    /**
     * Sets what is added to the divisor of an update.
     *
     * @param eps finite in float32
     */
    public Builder eps(double eps) {
      return set(Setting.EPS, eps);
    }

    /**
     * Sets the factor of every gradient.
     *
     * @param factor finite in float32
     */
    public Builder rescaleGrad(double factor) {
      return set(Setting.RESCALE_GRAD, factor);
    }

    /**
     * Sets the learning rate of the bias.
     *
     * @param rate finite in float32 and not negative
     */
    public Builder biasLr(double rate) {
      return set(Setting.BIAS_LR, rate);
    }

    /**
     * Sets the weight decay of the bias.
     *
     * @param decay finite in float32 and not negative
     */
    public Builder biasWd(double decay) {
      return set(Setting.BIAS_WD, decay);
    }

    /**
     * Sets where the bias starts.
     *
     * @param initializer any
     */
    public Builder biasInit(Initializer initializer) {
      Objects.requireNonNull(initializer, "initializer");
      return set(Setting.BIAS_INIT, initializer);
    }

    /**
     * Sets the learning rate of the linear weights.
     *
     * @param rate finite in float32 and not negative
     */
    public Builder linearLr(double rate) {
      return set(Setting.LINEAR_LR, rate);
    }

    /**
     * Sets the weight decay of the linear weights.
     *
     * @param decay finite in float32 and not negative
     */
    public Builder linearWd(double decay) {
      return set(Setting.LINEAR_WD, decay);
    }

    /**
     * Sets where the linear weights start.
     *
     * @param initializer any
     */
    public Builder linearInit(Initializer initializer) {
      Objects.requireNonNull(initializer, "initializer");
      return set(Setting.LINEAR_INIT, initializer);
    }

    /**
     * Sets the learning rate of the factors.
     *
     * @param rate finite in float32 and not negative
     */
    public Builder factorsLr(double rate) {
      return set(Setting.FACTORS_LR, rate);
    }

    /**
     * Sets the weight decay of the factors.
     *
     * @param decay finite in float32 and not negative
     */
    public Builder factorsWd(double decay) {
      return set(Setting.FACTORS_WD, decay);
    }

    /**
     * Sets where the factors start.
     *
     * @param initializer any but a constant, from which factors do not get apart
     */
    public Builder factorsInit(Initializer initializer) {
      Objects.requireNonNull(initializer, "initializer");
      return set(Setting.FACTORS_INIT, initializer);
    }

    /**
     * {@return the hyperparameters}
     *
     * @throws IllegalStateException if the predictor type or the number of factors was not set; the
     *     message names what is missing
     */
    public FmHyperparameters build() {
      Map<Setting, Object> all = new EnumMap<>(Setting.class);
      all.putAll(inherited);
      all.putAll(given);
      List<String> missing = new ArrayList<>();
      for (Setting setting : List.of(Setting.PREDICTOR_TYPE, Setting.NUM_FACTORS)) {
        if (!all.containsKey(setting)) {
          missing.add(setting.settingName());
        }
      }
      if (!missing.isEmpty()) {
        throw new IllegalStateException("missing settings: " + String.join(", ", missing));
      }
      return new FmHyperparameters(all);
    }

    private Builder set(Setting setting, int value) {
      setting.kind().check(setting.settingName(), value);
      return set(setting, (Object) value);
    }

    private Builder set(Setting setting, double value) {
      setting.kind().check(setting.settingName(), value);
      return set(setting, (Object) (value + 0.0)); // −0.0 is written, and read again, as 0
    }

    /** For a value that is in its range. */
    Builder set(Setting setting, Object value) {
      if (given.putIfAbsent(setting, value) != null) {
        throw new IllegalStateException(setting.settingName() + " was already set");
      }
      return this;
    }
  }
}
