package io.github.fmexplain;

import io.github.fmexplain.internal.Text;
import java.util.List;
import java.util.Objects;

/**
 * The method that attributes a score to ratings, with its settings. Each defines influence, impact
 * and removal effect; offset, impacts and residual add up to the score under every one of them.
 *
 * <p>An explanation carries the method that <i>ran</i>. It is another than the one asked for where
 * that cannot be, and the diagnostics say so.
 */
public sealed interface Method {

  /** {@return the method's name, such as {@code "hessian"}; no two forms share one} */
  String name();

  /**
   * {@return the user's own training done again, with and without each rating} The default of every
   * model that was trained with Adam: it is nearest to what a training without the rating would
   * give.
   */
  static Replay replay() {
    return new Replay(false, 0);
  }

  /** {@return influence functions at the trained parameters, with leverage} */
  static Hessian hessian() {
    return new Hessian(false);
  }

  /**
   * {@return ridge regression of the user's targets} The default for a regressor of another kind.
   */
  static LeastSquares leastSquares() {
    return new LeastSquares();
  }

  /**
   * {@return the item scored again without each rating} The only method but {@link #paper} for
   * users who are bags of what they rated, and their default.
   */
  static Removal removal() {
    return new Removal();
  }

  /**
   * {@return the method of Rastegarpanah, Crovella and Gummadi as the AWS notebook applies it, with
   * a true pseudo-inverse}
   */
  static Paper paper() {
    return new Paper(0, ItemVectors.FACTORS_AND_LINEAR, Ratings.LIKES, Values.TARGET);
  }

  /** {@return every method with its default settings} */
  static List<Method> all() {
    return List.of(
        replay(),
        replay().firstOrder(),
        hessian(),
        hessian().solvedAgain(),
        leastSquares(),
        paper(),
        removal());
  }

  /**
   * {@return the method with a name, with its default settings}
   *
   * @param name the name of one of {@link #all}
   * @throws IllegalArgumentException if there is none; the message names all
   */
  static Method named(String name) {
    Objects.requireNonNull(name, "name");
    return all().stream()
        .filter(method -> method.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Text.of(
                        "method must be one of %s, but was '%s'",
                        String.join(", ", all().stream().map(Method::name).toList()), name)));
  }

  /**
   * Replay of the user's training (after Hara, Nitanda and Maehara, NeurIPS 2019, and MAGIC, Ilyas
   * and Engstrom 2025): given the path of the item parameters through training, the user's own
   * parameters take the steps of Adam again from their first values. The removal effect of a rating
   * is the score at the end minus the score at the end of a replay without it.
   *
   * @param adjoint false: a replay without each rating, which gives its effect on every item. True:
   *     one pass there and one back for each item, to first order after the steps of the rating;
   *     the ranking is nearly the same, sizes are about 0.8 of it
   * @param thinning F: every F-th epoch is taken, with steps F times as long; 0 to choose it, so
   *     that at least 40 epochs are taken, and more for users with few ratings
   */
  record Replay(boolean adjoint, int thinning) implements Method {

    /**
     * Checks the thinning.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Replay {
      if (thinning < 0) {
        throw new IllegalArgumentException("thinning must not be negative, but was " + thinning);
      }
    }

    /** {@return this method to first order, which costs less for users with many ratings} */
    public Replay firstOrder() {
      return new Replay(true, thinning);
    }

    /**
     * {@return this method with another thinning}
     *
     * @param epochs every so many epochs one is taken, at least 1; 0 to choose it
     * @throws IllegalArgumentException if it is negative
     */
    public Replay thinnedBy(int epochs) {
      return new Replay(adjoint, epochs);
    }

    @Override
    public String name() {
      return adjoint ? "replay-first-order" : "replay";
    }
  }

  /**
   * Influence functions on the user's parameters θ (Koh and Liang 2017; Cheng et al. 2019): with H
   * = Σ_r p_r(1 − p_r) a_r a_rᵀ + Λ, influence is {@code a_iᵀH⁻¹a_r}, impact {@code a_iᵀΛ⁻¹a_r (y_r
   * − p_r)}, removal effect {@code influence·(y_r − p_r)/(1 − h_r)} with the leverage h_r. For a
   * regressor p_r(1 − p_r) is 1 and p_r is the score.
   *
   * @param again false: H and p are taken at the trained θ. True: at θ solved again from the
   *     history, where the removal effects are near exact for the user solved again
   */
  record Hessian(boolean again) implements Method {

    /** {@return this method at θ solved again from the history} */
    public Hessian solvedAgain() {
      return new Hessian(true);
    }

    @Override
    public String name() {
      return again ? "hessian-solved-again" : "hessian";
    }
  }

  /**
   * Ridge regression of the targets (Hu, Koren and Volinsky 2008, §5): with G = AᵀA + Λ, influence
   * is {@code J_ir = a_iᵀG⁻¹a_r}, impact {@code J_ir (y_r − o_r)}, removal effect {@code J_ir (y_r
   * − x̂_r)/(1 − J_rr)}. All three are exact for a regressor at its optimum, such as ALS leaves.
   */
  record LeastSquares() implements Method {
    @Override
    public String name() {
      return "least-squares";
    }
  }

  /**
   * Scoring again, for models in which the history is part of the input ({@link
   * io.github.fmexplain.data.HistoryEncoder}): the removal effect is an exact difference of scores,
   * the impact what the rating adds to the score as it is, with half of each product of two
   * ratings. The influence is 0, as how high a rating is does not enter.
   */
  record Removal() implements Method {
    @Override
    public String name() {
      return "removal";
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
    /** The likes; all where the model's target has no likes. */
    LIKES,
    /** All. */
    ALL
  }

  /** What the paper's method takes for the value x of a rating. */
  enum Values {
    /** The model's target: 1 for a like and 0 for anything less, or the rating for a regressor. */
    TARGET,
    /** The rating itself. */
    STARS
  }

  /**
   * The method of the paper (Rastegarpanah, Crovella and Gummadi, FATREC 2017): influence is {@code
   * J_ir = q_iᵀ(Σ_r q_r q_rᵀ + λI)⁺q_r}, impact {@code J_ir x_r}, removal effect the change of J_i
   * x when the rating is taken away; the offset is 0 and the residual what is left over. It follows
   * what really happens when a rating is removed only loosely: take it to compare, not to act on.
   * What is a like is asked of the model's target.
   *
   * @param lambda λ, finite and not negative; 0 means Moore–Penrose, taken from the matrix of the
   *     known ratings itself
   * @param itemVectors which vectors are compared
   * @param ratings which known ratings are used
   * @param values what stands for a rating
   */
  record Paper(double lambda, ItemVectors itemVectors, Ratings ratings, Values values)
      implements Method {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if lambda is negative or not finite
     */
    public Paper {
      if (!(lambda >= 0 && Double.isFinite(lambda))) {
        throw new IllegalArgumentException(
            "lambda must be finite and not negative, but was " + lambda);
      }
      Objects.requireNonNull(itemVectors, "itemVectors");
      Objects.requireNonNull(ratings, "ratings");
      Objects.requireNonNull(values, "values");
    }

    /**
     * {@return this method with a ridge term}
     *
     * @param newLambda λ, finite and not negative
     */
    public Paper withLambda(double newLambda) {
      return new Paper(newLambda, itemVectors, ratings, values);
    }

    /**
     * {@return this method with other item vectors}
     *
     * @param vectors which vectors are compared
     */
    public Paper withItemVectors(ItemVectors vectors) {
      return new Paper(lambda, vectors, ratings, values);
    }

    /**
     * {@return this method on other known ratings}
     *
     * @param newRatings which known ratings are used
     */
    public Paper withRatings(Ratings newRatings) {
      return new Paper(lambda, itemVectors, newRatings, values);
    }

    /**
     * {@return this method with other values of the ratings}
     *
     * @param newValues what stands for a rating
     */
    public Paper withValues(Values newValues) {
      return new Paper(lambda, itemVectors, ratings, newValues);
    }

    @Override
    public String name() {
      return "paper";
    }
  }
}
