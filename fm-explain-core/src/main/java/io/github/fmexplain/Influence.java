package io.github.fmexplain;

import io.github.fmexplain.model.PredictorType;

/**
 * The method that attributes a score to ratings, with its settings. Each defines influence, impact
 * and removal effect; offset, impacts and residual add up to the score under every one of them.
 */
public sealed interface Influence {

  /** {@return the method's name, such as {@code "hessian"}} */
  String name();

  /**
   * {@return influence along the way that training took, in the spectral form} The default for a
   * binary classifier: training stops long before its optimum, and this is the method that allows
   * for it.
   */
  static Unrolled unrolled() {
    return new Unrolled(false);
  }

  /** {@return influence functions at the trained parameters, with leverage} */
  static Hessian hessian() {
    return new Hessian(false);
  }

  /** {@return ridge regression of the user's targets} The default for a regressor. */
  static LeastSquares leastSquares() {
    return new LeastSquares();
  }

  /**
   * {@return the method of Rastegarpanah, Crovella and Gummadi as the AWS notebook applies it, with
   * a true pseudo-inverse}
   */
  static Paper paper() {
    return new Paper(0, ItemVectors.FACTORS_AND_LINEAR, Ratings.LIKES, Values.LABEL, 4);
  }

  /**
   * {@return the default method for a model}
   *
   * @param type what the model predicts
   */
  static Influence defaultFor(PredictorType type) {
    return type == PredictorType.BINARY_CLASSIFIER ? unrolled() : leastSquares();
  }

  /**
   * Training-aware influence (after SOURCE, Bae et al. 2024). The user's parameters are followed
   * from zero along {@code dθ/dt = −D∇L(θ)} until their factors are as long as the trained ones,
   * with D Adam's scaling; influence and removal effect are what a row does to the end of that way,
   * and impact is the row's own share of it. There is no setting to tune. Where the trained factors
   * are as long as those of the optimum, or the model does not know the user, it is {@link Hessian}
   * at the re-solved parameters.
   *
   * @param trajectory false: the spectral form, with the curvature of the loss taken to be constant
   *     along the way. True: the trajectory form, with the curvature and the residuals of each
   *     time; along the recorded way where {@link FmExplainer.Builder#trainedAlong} gives one;
   *     slower for each item, and nearer to the truth
   */
  record Unrolled(boolean trajectory) implements Influence {

    /** {@return this method in the trajectory form} */
    public Unrolled alongTrajectory() {
      return new Unrolled(true);
    }

    @Override
    public String name() {
      return trajectory ? "unrolled-trajectory" : "unrolled";
    }
  }

  /**
   * Influence functions on the user's parameters θ (Koh and Liang 2017; Cheng et al. 2019): with H
   * = Σ_r p_r(1 − p_r) a_r a_rᵀ + Λ, influence is {@code a_iᵀH⁻¹a_r}, impact {@code a_iᵀΛ⁻¹a_r (y_r
   * − p_r)}, removal effect {@code influence·(y_r − p_r)/(1 − h_r)} with the leverage h_r. For a
   * regressor p_r(1 − p_r) is 1 and p_r is the score.
   *
   * @param refitted false: H and p are taken at the trained θ. True: at θ re-solved from the
   *     history, where the removal effects are near exact for the re-solved user. A user whom the
   *     model does not know is always re-solved.
   */
  record Hessian(boolean refitted) implements Influence {

    /** {@return this method at the re-solved θ} */
    public Hessian refit() {
      return new Hessian(true);
    }

    @Override
    public String name() {
      return refitted ? "hessian-refit" : "hessian";
    }
  }

  /**
   * Ridge regression of the targets (Hu, Koren and Volinsky 2008, §5): with G = AᵀA + Λ, influence
   * is {@code J_ir = a_iᵀG⁻¹a_r}, impact {@code J_ir (y_r − o_r)}, removal effect {@code J_ir (y_r
   * − x̂_r)/(1 − J_rr)}. All three are exact for a regressor.
   */
  record LeastSquares() implements Influence {

    @Override
    public String name() {
      return "least-squares";
    }
  }

  /** Which item vectors q the paper's method compares. */
  enum ItemVectors {
    /** (v_i, w_i), as in the AWS notebook. */
    FACTORS_AND_LINEAR,
    /** v_i, as in the paper. */
    FACTORS
  }

  /** Which known ratings the paper's method uses. */
  enum Ratings {
    /** Those from the like threshold on. */
    LIKES,
    /** All. */
    ALL
  }

  /** What the paper's method takes for the value x of a rating. */
  enum Values {
    /** 1 for a like, 0 for anything less. */
    LABEL,
    /** The rating itself. */
    STARS
  }

  /**
   * The method of the paper (Rastegarpanah, Crovella and Gummadi, FATREC 2017): influence is {@code
   * J_ir = q_iᵀ(Σ_r q_r q_rᵀ + λI)⁺q_r}, impact {@code J_ir x_r}, removal effect the change of J_i
   * x when the rating is taken away; the offset is 0 and the residual what is left over. It follows
   * what really happens when a rating is removed only loosely: take it to compare, not to act on.
   *
   * @param lambda λ, finite and not negative; 0 means Moore–Penrose, taken from the matrix of the
   *     known ratings itself
   * @param itemVectors which vectors are compared
   * @param ratings which known ratings are used
   * @param values what stands for a rating
   * @param likeThreshold the lowest rating that is a like, finite
   */
  record Paper(
      double lambda, ItemVectors itemVectors, Ratings ratings, Values values, double likeThreshold)
      implements Influence {

    /**
     * Checks the settings.
     *
     * @param lambda finite and not negative
     * @param itemVectors which vectors
     * @param ratings which ratings
     * @param values which values
     * @param likeThreshold finite
     * @throws IllegalArgumentException if lambda is negative or not finite, or the threshold is not
     *     finite
     */
    public Paper {
      if (!(lambda >= 0 && Double.isFinite(lambda))) {
        throw new IllegalArgumentException(
            "lambda must be finite and not negative, but was " + lambda);
      }
      if (!Double.isFinite(likeThreshold)) {
        throw new IllegalArgumentException(
            "likeThreshold must be finite, but was " + likeThreshold);
      }
    }

    /**
     * {@return this method with a ridge term}
     *
     * @param newLambda λ, finite and not negative
     */
    public Paper withLambda(double newLambda) {
      return new Paper(newLambda, itemVectors, ratings, values, likeThreshold);
    }

    /**
     * {@return this method with other item vectors}
     *
     * @param vectors which vectors are compared
     */
    public Paper withItemVectors(ItemVectors vectors) {
      return new Paper(lambda, vectors, ratings, values, likeThreshold);
    }

    /**
     * {@return this method on other known ratings}
     *
     * @param used which known ratings are used
     */
    public Paper withRatings(Ratings used) {
      return new Paper(lambda, itemVectors, used, values, likeThreshold);
    }

    /**
     * {@return this method with other values of the ratings}
     *
     * @param taken what stands for a rating
     */
    public Paper withValues(Values taken) {
      return new Paper(lambda, itemVectors, ratings, taken, likeThreshold);
    }

    /**
     * {@return this method with another threshold of a like}
     *
     * @param threshold the lowest rating that is a like, finite
     */
    public Paper withLikeThreshold(double threshold) {
      return new Paper(lambda, itemVectors, ratings, values, threshold);
    }

    @Override
    public String name() {
      return "paper";
    }
  }
}
