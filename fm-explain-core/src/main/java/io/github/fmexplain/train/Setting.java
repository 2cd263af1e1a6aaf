package io.github.fmexplain.train;

/**
 * The settings of {@link FmHyperparameters}: their names here and in SageMaker, and their ranges.
 */
enum Setting {
  PREDICTOR_TYPE("predictorType", "predictor_type", Kind.TYPE),
  NUM_FACTORS("numFactors", "num_factors", Kind.COUNT),
  EPOCHS("epochs", "epochs", Kind.COUNT),
  MINI_BATCH_SIZE("miniBatchSize", "mini_batch_size", Kind.COUNT),
  CLIP_GRADIENT("clipGradient", "clip_gradient", Kind.NUMBER),
  EPS("eps", "eps", Kind.NUMBER),
  RESCALE_GRAD("rescaleGrad", "rescale_grad", Kind.NUMBER),
  BIAS_LR("biasLr", "bias_lr", Kind.RATE),
  BIAS_WD("biasWd", "bias_wd", Kind.RATE),
  BIAS_INIT("biasInit", "bias_init", Kind.INITIALIZER),
  LINEAR_LR("linearLr", "linear_lr", Kind.RATE),
  LINEAR_WD("linearWd", "linear_wd", Kind.RATE),
  LINEAR_INIT("linearInit", "linear_init", Kind.INITIALIZER),
  FACTORS_LR("factorsLr", "factors_lr", Kind.RATE),
  FACTORS_WD("factorsWd", "factors_wd", Kind.RATE),
  FACTORS_INIT("factorsInit", "factors_init", Kind.INITIALIZER);

  private final String settingName;
  private final String hyperparameter;
  private final Kind kind;

  Setting(String settingName, String hyperparameter, Kind kind) {
    this.settingName = settingName;
    this.hyperparameter = hyperparameter;
    this.kind = kind;
  }

  /** {@return the name of the builder's method} */
  String settingName() {
    return settingName;
  }

  /** {@return SageMaker's name; for an initializer what its four names begin with} */
  String hyperparameter() {
    return hyperparameter;
  }

  Kind kind() {
    return kind;
  }

  /** What a value may be. */
  enum Kind {
    TYPE,
    COUNT,
    NUMBER,
    RATE,
    INITIALIZER;

    void check(String name, int value) {
      if (this == COUNT && value < 1) {
        throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
      }
    }

    /** Training is in float32, so that is where a number has to be finite. */
    void check(String name, double value) {
      boolean finite = Float.isFinite((float) value);
      if (this == NUMBER && !finite) {
        throw new IllegalArgumentException(name + " must be finite in float32, but was " + value);
      }
      if (this == RATE && !(finite && value >= 0)) {
        throw new IllegalArgumentException(
            name + " must be finite in float32 and not negative, but was " + value);
      }
    }
  }
}
