package io.github.fmexplain.model;

import io.github.fmexplain.internal.Once;
import io.github.fmexplain.internal.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A factorization machine: the bias w0, the linear weights w [n] and the factors V [n, k], in
 * float32. Immutable.
 *
 * <p>The score of a feature vector x is {@code w0 + Σ_f w_f x_f + Σ_{f<g} <v_f, v_g> x_f x_g}
 * (Rendle, <i>Factorization Machines</i>, ICDM 2010, eq. 1), computed in double in O(k) per listed
 * feature. Its unit is the logit for a {@link PredictorType#BINARY_CLASSIFIER} and the rating for a
 * {@link PredictorType#REGRESSOR}.
 */
public final class FmModel implements Scorer {

  private final PredictorType predictorType;
  private final int numFeatures;
  private final int numFactors;
  private final float bias;
  private final float[] linearWeights;
  private final float[] factors;
  private final boolean hasLinearWeights;

  /** Made when it is first asked for: it takes as long as reading a large model does. */
  private @Nullable String fingerprint;

  private FmModel(
      PredictorType predictorType, int numFactors, float bias, float[] linear, float[] factors) {
    this.predictorType = predictorType;
    this.numFeatures = linear.length;
    this.numFactors = numFactors;
    this.bias = bias;
    this.linearWeights = linear;
    this.factors = factors;
    boolean anyWeight = false;
    for (float weight : linear) {
      anyWeight |= weight != 0;
    }
    this.hasLinearWeights = anyWeight;
  }

  /**
   * {@return the model with the given parameters}
   *
   * @param predictorType what the model predicts
   * @param numFactors k, at least 1
   * @param bias w0
   * @param linearWeights w, [n] with n at least 1. Not modified.
   * @param factors V, [n, k], row by row: factor c of feature f is entry f·k + c. Not modified.
   * @throws IllegalArgumentException if a length does not fit or a parameter is not finite
   */
  public static FmModel of(
      PredictorType predictorType,
      int numFactors,
      float bias,
      float[] linearWeights,
      float[] factors) {
    Objects.requireNonNull(predictorType, "predictorType");
    Objects.requireNonNull(linearWeights, "linearWeights");
    Objects.requireNonNull(factors, "factors");
    int n = linearWeights.length;
    Once.atLeast(1, numFactors, "numFactors");
    if (n < 1) {
      throw new IllegalArgumentException("linearWeights must have at least 1 feature, but has 0");
    }
    if (factors.length != (long) n * numFactors) {
      throw new IllegalArgumentException(
          Text.of(
              "factors must have shape [%d, %d], that is %d values, but has %d",
              n, numFactors, (long) n * numFactors, factors.length));
    }
    Builder builder = builder(predictorType, n, numFactors).bias(bias);
    for (int f = 0; f < n; f++) {
      builder.linearWeight(f, linearWeights[f]);
    }
    for (int f = 0; f < n; f++) {
      builder.factors(f, factors, f * numFactors);
    }
    return builder.build();
  }

  /**
   * {@return a builder that starts with every parameter zero} It owns the arrays of the model and
   * hands them over, so that a large model is never held twice while it is read.
   *
   * @param predictorType what the model predicts
   * @param numFeatures n, at least 1
   * @param numFactors k, at least 1
   * @throws IllegalArgumentException if n or k is less than 1, or n·k is more than an array holds
   */
  public static Builder builder(PredictorType predictorType, int numFeatures, int numFactors) {
    Objects.requireNonNull(predictorType, "predictorType");
    return new Builder(predictorType, numFeatures, numFactors);
  }

  private static void requireFinite(float value, String name) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite, but was " + value);
    }
  }

  /** {@return what the model predicts} */
  public PredictorType predictorType() {
    return predictorType;
  }

  /**
   * {@return the model with the same parameters, which it shares, that predicts something else}
   *
   * @param type what it predicts
   */
  public FmModel predicting(PredictorType type) {
    Objects.requireNonNull(type, "type");
    return type == predictorType
        ? this
        : new FmModel(type, numFactors, bias, linearWeights, factors);
  }

  /** {@return n, the number of features} */
  public int numFeatures() {
    return numFeatures;
  }

  /** {@return k, the number of factors of each feature} */
  public int numFactors() {
    return numFactors;
  }

  /** {@return w0} */
  public float bias() {
    return bias;
  }

  /**
   * {@return w_f}
   *
   * @param feature f, from 0 to n − 1
   * @throws IndexOutOfBoundsException if there is no such feature
   */
  public float linearWeight(int feature) {
    return linearWeights[feature];
  }

  /**
   * {@return whether any linear weight is not 0} SageMaker and others can train without; a user
   * then has no linear weight to solve for.
   */
  public boolean hasLinearWeights() {
    return hasLinearWeights;
  }

  /**
   * {@return v_f, a new array of k values}
   *
   * @param feature f, from 0 to n − 1
   * @throws IndexOutOfBoundsException if there is no such feature
   */
  public float[] factors(int feature) {
    if (feature < 0 || feature >= numFeatures) {
      throw new IndexOutOfBoundsException(
          "feature must be from 0 to " + (numFeatures - 1) + ", but was " + feature);
    }
    return Arrays.copyOfRange(factors, feature * numFactors, (feature + 1) * numFactors);
  }

  /**
   * {@return the score of x: the logit of a binary classifier, the rating of a regressor}
   *
   * @param x a vector of at most n features
   * @throws IllegalArgumentException if x has a feature that the model does not have
   */
  public double score(FeatureVector x) {
    if (x.size() == 2 && x.width() <= numFeatures) {
      return scoreOfPair(x);
    }
    return bias + addTo(new double[numFactors], x);
  }

  /** Equation 1 itself, which has one product for two features: a user and an item. */
  private double scoreOfPair(FeatureVector x) {
    double first = x.value(0);
    double second = x.value(1);
    double linear = linearWeights[x.index(0)] * first + linearWeights[x.index(1)] * second;
    double pair = FactorRows.product(factors, numFactors, x.index(0), x.index(1));
    return bias + linear + pair * first * second;
  }

  @Override
  public double[] scores(List<FeatureVector> rows) {
    double[] scores = new double[rows.size()];
    int row = 0;
    for (FeatureVector x : rows) {
      scores[row++] = score(x);
    }
    return scores;
  }

  /**
   * {@return the probability of label 1, σ(score)}
   *
   * @param x a vector of at most n features
   * @throws IllegalArgumentException if x has a feature that the model does not have
   * @throws IllegalStateException if the model is a regressor
   */
  public double probability(FeatureVector x) {
    if (predictorType != PredictorType.BINARY_CLASSIFIER) {
      throw new IllegalStateException(
          "probability needs a binary_classifier, but the model is a regressor; use score");
    }
    return sigmoid(score(x));
  }

  /**
   * Adds the factors of x to the sums and returns what x adds to the score of the features that
   * made the sums: {@code sums_c += Σ_f x_f v_fc}, result {@code Σ_f x_f (w_f + Σ_c sums_c v_fc)}
   * with the sums before each f. With w0 it makes the score (Rendle 2010, eq. 1); vectors without a
   * common feature can be added one after the other. Eq. 5 would subtract the squares of each
   * feature's factors from those of the sums, which costs digits where they are large.
   *
   * @param sums [k], is added to
   * @param x a vector of at most n features
   * @return what x adds to the score, without w0
   * @throws IllegalArgumentException if x has a feature that the model does not have, or sums is
   *     not [k]
   */
  public double addTo(double[] sums, FeatureVector x) {
    if (x.width() > numFeatures) {
      throw new IllegalArgumentException(
          Text.of(
              "vector has feature %d, but the model has %d features", x.width() - 1, numFeatures));
    }
    if (sums.length != numFactors) {
      throw new IllegalArgumentException(
          "sums must have " + numFactors + " entries, but has " + sums.length);
    }
    double added = 0;
    for (int j = 0; j < x.size(); j++) {
      double value = x.value(j);
      added += linearWeights[x.index(j)] * value;
      added += FactorRows.add(factors, x.index(j), value, sums);
    }
    return added;
  }

  /**
   * {@return the sigmoid of a logit, 1 / (1 + e^−logit)}
   *
   * @param logit any number
   */
  public static double sigmoid(double logit) {
    return logit >= 0 ? 1 / (1 + Math.exp(-logit)) : Math.exp(logit) / (1 + Math.exp(logit));
  }

  /**
   * {@return the SHA-256, in hexadecimal, of the predictor type, the shape and every parameter}
   * Models with the same fingerprint give the same scores to the last bit. The first call reads
   * every parameter.
   */
  public String fingerprint() {
    // Threads that race make the same text, and a text is safe to hand over.
    String made = fingerprint;
    if (made == null) {
      made = Fingerprint.of(predictorType, numFactors, bias, linearWeights, factors);
      fingerprint = made;
    }
    return made;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FmModel that && fingerprint().equals(that.fingerprint());
  }

  @Override
  public int hashCode() {
    return fingerprint().hashCode();
  }

  /** {@return the type, the shape and the head of the fingerprint} */
  @Override
  public String toString() {
    return Text.of(
        "FmModel[%s, features %d, factors %d, %s]",
        predictorType.hyperparameterValue(),
        numFeatures,
        numFactors,
        fingerprint().substring(0, 12));
  }

  /**
   * Collects the parameters of a model, one by one and in any order. Every method throws an {@link
   * IllegalStateException} once the model was built. Not thread-safe.
   */
  public static final class Builder {

    /** The longest array that every Java virtual machine makes. */
    private static final int MAXIMUM_ARRAY_LENGTH = Integer.MAX_VALUE - 8;

    private final PredictorType predictorType;
    private final int numFeatures;
    private final int numFactors;
    private float bias;
    private float @Nullable [] linearWeights;
    private float @Nullable [] factors;

    private Builder(PredictorType predictorType, int numFeatures, int numFactors) {
      Once.atLeast(1, numFactors, "numFactors");
      Once.atLeast(1, numFeatures, "numFeatures");
      long size = (long) numFeatures * numFactors;
      if (size > MAXIMUM_ARRAY_LENGTH) {
        throw new IllegalArgumentException(
            Text.of(
                "factors of shape [%d, %d] are %d values, but a model holds at most %d",
                numFeatures, numFactors, size, MAXIMUM_ARRAY_LENGTH));
      }
      this.predictorType = predictorType;
      this.numFeatures = numFeatures;
      this.numFactors = numFactors;
      this.linearWeights = new float[numFeatures];
      this.factors = new float[(int) size];
    }

    /**
     * Sets w0.
     *
     * @param value finite
     * @throws IllegalArgumentException if the value is not finite
     */
    public Builder bias(float value) {
      open(linearWeights);
      requireFinite(value, "bias");
      bias = value;
      return this;
    }

    /**
     * Sets w_f.
     *
     * @param feature f, from 0 to n − 1
     * @param value finite
     * @throws IllegalArgumentException if the value is not finite
     * @throws IndexOutOfBoundsException if there is no such feature
     */
    public Builder linearWeight(int feature, float value) {
      float[] open = open(linearWeights);
      if (!Float.isFinite(value)) {
        requireFinite(value, "linear weight of feature " + feature);
      }
      open[Objects.checkIndex(feature, numFeatures)] = value;
      return this;
    }

    /**
     * Sets one entry of V.
     *
     * @param feature f, from 0 to n − 1
     * @param factor c, from 0 to k − 1
     * @param value finite
     * @throws IllegalArgumentException if the value is not finite
     * @throws IndexOutOfBoundsException if there is no such feature or factor
     */
    public Builder factor(int feature, int factor, float value) {
      float[] open = open(factors);
      if (!Float.isFinite(value)) {
        requireFinite(value, "factor " + factor + " of feature " + feature);
      }
      int row = Objects.checkIndex(feature, numFeatures) * numFactors;
      open[row + Objects.checkIndex(factor, numFactors)] = value;
      return this;
    }

    /**
     * Sets v_f.
     *
     * @param feature f, from 0 to n − 1
     * @param values holds v_f, finite. Not modified.
     * @param from where v_f begins among the values; k of them are taken
     * @throws IllegalArgumentException if a value is not finite
     * @throws IndexOutOfBoundsException if there is no such feature or there are less than k values
     */
    public Builder factors(int feature, float[] values, int from) {
      float[] open = open(factors);
      Objects.checkIndex(feature, numFeatures);
      Objects.checkFromIndexSize(from, numFactors, values.length);
      for (int c = 0; c < numFactors; c++) {
        if (!Float.isFinite(values[from + c])) {
          requireFinite(values[from + c], "factor " + c + " of feature " + feature);
        }
      }
      System.arraycopy(values, from, open, feature * numFactors, numFactors);
      return this;
    }

    /** {@return the model} The builder hands its arrays over and cannot be used again. */
    public FmModel build() {
      FmModel model =
          new FmModel(predictorType, numFactors, bias, open(linearWeights), open(factors));
      linearWeights = null;
      factors = null;
      return model;
    }

    private static float[] open(float @Nullable [] array) {
      if (array == null) {
        throw new IllegalStateException("the model was already built; make a new builder");
      }
      return array;
    }
  }
}
