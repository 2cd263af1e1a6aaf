package io.github.fmexplain.internal.user;

import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.internal.linalg.RefinedSystem;
import io.github.fmexplain.model.PredictorType;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * One user's problem. The score of each of the user's rows is linear in the user's parameters θ =
 * (v_u, w_u), {@code s_r = o_r + a_r·θ}, so that with everything else fixed the user's part of the
 * training loss is a ridge regression, logistic for a binary classifier and linear for a regressor:
 *
 * <pre>
 *   L(θ) = Σ_r loss(y_r, o_r + a_r·θ) + ½ θᵀΛθ
 * </pre>
 *
 * <p>Rows can have weights c, and with them a background B, [d, d]: every item, rated or not, then
 * counts as a row of target 0 and weight 1 besides, {@code B = Σ_j a_j a_jᵀ}, and what a rated item
 * counts as in B is taken off its own row again (implicit ALS, Hu, Koren and Volinsky 2008):
 *
 * <pre>
 *   L(θ) = Σ_r (c_r loss(y_r, s_r) − ½ s_r²) + ½ θᵀ(Λ + B)θ          o = 0, linear loss
 * </pre>
 *
 * <p>Shapes: A [m, d], o [m], y [m], Λ diagonal [d], θ [d] with d = k + 1. Immutable.
 */
public final class UserProblem {

  private final PredictorType type;
  private final int rows;
  private final int dimension;
  private final double[][] a;
  private final double[] offsets;
  private final double[] targets;

  /** Λ, or its part for each row that counts: it then changes when rows come or go. */
  private final double[] lambda;

  private final boolean ridgePerRow;
  private final double[] ridge;

  /** c, [m], or null if every row counts as one. */
  private final double @Nullable [] weights;

  private final double @Nullable [][] background;

  /**
   * Makes the problem of the given rows.
   *
   * @param type decides the loss
   * @param a A, [m, d] row by row. Not modified.
   * @param offsets o, [m]. Not copied.
   * @param targets y, [m]. Not copied.
   * @param ridge the diagonal of Λ, [d], all positive. Not copied.
   */
  public UserProblem(
      PredictorType type, double[] a, double[] offsets, double[] targets, double[] ridge) {
    this(type, split(a, targets.length, ridge.length), offsets, targets, ridge, false, null, null);
  }

  /**
   * {@return the problem of the given rows}
   *
   * @param type decides the loss
   * @param a A, m rows of d entries, at least one. Not copied.
   * @param offsets o, [m]. Not copied.
   * @param targets y, [m]. Not copied.
   * @param factors Λ on each factor, or its part for each row; positive
   * @param linear Λ on the linear weight, or its part for each row; positive
   * @param perRow whether Λ is so much for each row
   */
  public static UserProblem of(
      PredictorType type,
      double[][] a,
      double[] offsets,
      double[] targets,
      double factors,
      double linear,
      boolean perRow) {
    double[] lambda = new double[a[0].length];
    Arrays.fill(lambda, factors);
    lambda[lambda.length - 1] = linear;
    return new UserProblem(type, a, offsets, targets, lambda, perRow, null, null);
  }

  private UserProblem(
      PredictorType type,
      double[][] a,
      double[] offsets,
      double[] targets,
      double[] lambda,
      boolean ridgePerRow,
      double @Nullable [] weights,
      double @Nullable [][] background) {
    this.type = type;
    this.rows = targets.length;
    this.dimension = lambda.length;
    this.a = a;
    this.offsets = offsets;
    this.targets = targets;
    this.lambda = lambda;
    this.ridgePerRow = ridgePerRow;
    this.weights = weights;
    this.background = background;
    this.ridge = ridgePerRow ? ridgeOf(counting()) : lambda;
    if (offsets.length != rows || a.length != rows) {
      throw new IllegalArgumentException(
          "A and o must have " + rows + " rows, but have " + a.length + " and " + offsets.length);
    }
  }

  private static double[][] split(double[] a, int rows, int dimension) {
    if (a.length != rows * dimension) {
      throw new IllegalArgumentException(
          "A must be [" + rows + ", " + dimension + "], but has " + a.length + " entries");
    }
    double[][] split = new double[rows][];
    for (int r = 0; r < rows; r++) {
      split[r] = Arrays.copyOfRange(a, r * dimension, (r + 1) * dimension);
    }
    return split;
  }

  /**
   * {@return this problem with weights of its rows}
   *
   * @param c [m], not negative. Not copied.
   * @param b B, symmetric, [d, d], or null for none; needs rows without offsets and the linear
   *     loss. Not copied.
   */
  public UserProblem weighted(double[] c, double @Nullable [][] b) {
    return new UserProblem(type, a, offsets, targets, lambda, ridgePerRow, c, b);
  }

  /**
   * {@return this problem with the Λ that it has after so many rows more have come that count, or
   * less}
   */
  UserProblem withRidgeAfter(int more) {
    return ridgePerRow
        ? new UserProblem(
            type, a, offsets, targets, ridgeOf(counting() + more), false, weights, background)
        : this;
  }

  /** {@return whether a row is one of those that Λ is so much for each of} */
  boolean counts(int row) {
    return ridgePerRow && (background == null || targets[row] > 0);
  }

  private int counting() {
    return background == null
        ? rows
        : (int) Arrays.stream(targets).filter(target -> target > 0).count();
  }

  /** Returns Λ with so many rows; without any it is that of one row, which holds θ at 0. */
  private double[] ridgeOf(int count) {
    return Arrays.stream(lambda).map(part -> part * Math.max(1, count)).toArray();
  }

  /** {@return what decides the loss} */
  public PredictorType type() {
    return type;
  }

  /** {@return m, the number of rows} */
  public int rows() {
    return rows;
  }

  /** {@return d = k + 1, the length of θ} */
  public int dimension() {
    return dimension;
  }

  /**
   * {@return the dot product of row r of A with a vector}
   *
   * @param row from 0
   * @param vector [d]. Not modified.
   */
  public double dotRow(int row, double[] vector) {
    return Kernels.dot(vector, a[row]);
  }

  /**
   * {@return o_r}
   *
   * @param row from 0
   */
  public double offset(int row) {
    return offsets[row];
  }

  /**
   * {@return y_r}
   *
   * @param row from 0
   */
  public double target(int row) {
    return targets[row];
  }

  /**
   * {@return c_r}
   *
   * @param row from 0
   */
  public double weight(int row) {
    return weights == null ? 1 : weights[row];
  }

  /** {@return whether items that are not rated count, too} */
  public boolean hasBackground() {
    return background != null;
  }

  /** {@return the number of parameters that rows can move: all, or all but the linear weight} */
  int numFree() {
    return rows > 0 && a[0][dimension - 1] == 0 ? dimension - 1 : dimension;
  }

  /** Multiplies one number per row by the weights of the rows. */
  public void weigh(double[] numbers) {
    if (weights != null) {
      for (int r = 0; r < rows; r++) {
        numbers[r] *= weights[r];
      }
    }
  }

  /** {@return A as a matrix [m, d], a copy; below it are the rows of B if there is one} */
  public DMatrixRMaj matrix() {
    double[][] all = a;
    if (background != null) {
      all = Arrays.copyOf(a, rows + dimension);
      System.arraycopy(background, 0, all, rows, dimension);
    }
    DMatrixRMaj matrix = new DMatrixRMaj(all.length, dimension);
    for (int r = 0; r < all.length; r++) {
      System.arraycopy(all[r], 0, matrix.data, r * dimension, dimension);
    }
    return matrix;
  }

  /** {@return Aᵀ, [d, m], a copy} */
  public double[][] columns() {
    return Kernels.transposed(a, dimension);
  }

  /** {@return the diagonal of Λ, a copy} */
  public double[] ridge() {
    return ridge.clone();
  }

  /**
   * What the rows' loss looks like at some θ.
   *
   * @param residuals y_r − σ(s_r), or y_r − s_r for a regressor, times c_r; with a background plus
   *     s_r, [m]
   * @param curvatures p_r(1 − p_r), or 1 for a regressor, times c_r; with a background minus 1, [m]
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared: two answers at once.
  public record Slopes(double[] residuals, double[] curvatures) {}

  /**
   * {@return residuals and curvatures at θ}
   *
   * @param theta [d]. Not modified.
   */
  public Slopes slopes(double[] theta) {
    double[] scores = new double[rows];
    for (int r = 0; r < rows; r++) {
      scores[r] = offsets[r] + dotRow(r, theta);
    }
    return slopesAt(scores);
  }

  /**
   * {@return residuals and curvatures where the rows have these scores}
   *
   * @param scores o + Aθ, [m]. Not modified.
   */
  public Slopes slopesAt(double[] scores) {
    double[] residuals = new double[rows];
    double[] curvatures = new double[rows];
    for (int r = 0; r < rows; r++) {
      if (type == PredictorType.BINARY_CLASSIFIER) {
        double small = Math.exp(-Math.abs(scores[r]));
        double likely = 1 / (1 + small);
        double unlikely = small / (1 + small);
        double p = scores[r] >= 0 ? likely : unlikely;
        double q = scores[r] >= 0 ? unlikely : likely;
        // y − p without y − p: where p is near y, its digits would cancel.
        residuals[r] = targets[r] * q - (1 - targets[r]) * p;
        curvatures[r] = p * q;
      } else {
        residuals[r] = targets[r] - scores[r];
        curvatures[r] = 1;
      }
    }
    return weighted(new Slopes(residuals, curvatures), scores);
  }

  /**
   * {@return residuals and curvatures of the squared loss, whatever the type, where the rows have
   * these scores}
   *
   * @param scores [m]. Not modified.
   */
  public Slopes squaredSlopesAt(double[] scores) {
    double[] residuals = new double[rows];
    double[] curvatures = new double[rows];
    for (int r = 0; r < rows; r++) {
      residuals[r] = targets[r] - scores[r];
      curvatures[r] = 1;
    }
    return weighted(new Slopes(residuals, curvatures), scores);
  }

  /** Puts in the weights, and takes off what a row counts as in the background. */
  private Slopes weighted(Slopes slopes, double[] scores) {
    if (weights != null) {
      double own = background == null ? 0 : 1;
      for (int r = 0; r < rows; r++) {
        slopes.residuals[r] = weights[r] * slopes.residuals[r] + own * scores[r];
        slopes.curvatures[r] = weights[r] * slopes.curvatures[r] - own;
      }
    }
    return slopes;
  }

  /** {@return the residuals at θ, as {@link Slopes} has them} */
  public double[] residuals(double[] theta) {
    return slopes(theta).residuals;
  }

  /** {@return the curvature of the rows' loss at θ, as {@link Slopes} has it} */
  public double[] curvatures(double[] theta) {
    return slopes(theta).curvatures;
  }

  /** {@return Σ_r c_r a_r, [d]} */
  public double[] combineRows(double[] coefficients) {
    double[] sum = new double[dimension];
    Kernels.addRows(a, coefficients, sum);
    return sum;
  }

  /** {@return Σ_r c_r a_r a_rᵀ + B + Λ, [d, d]; left of the diagonal it is 0} */
  public double[][] normal(double[] coefficients) {
    double[][] normal = new double[dimension][dimension];
    Kernels.addGram(a, coefficients, normal);
    if (background != null) {
      for (int i = 0; i < dimension; i++) {
        for (int j = i; j < dimension; j++) {
          normal[i][j] += background[i][j];
        }
      }
    }
    for (int i = 0; i < dimension; i++) {
      normal[i][i] += ridge[i];
    }
    return normal;
  }

  /** {@return Λ + B as a system to solve} */
  public RefinedSystem heldSystem() {
    double[][] held = normal(new double[rows]);
    double trace = IntStream.range(0, dimension).mapToDouble(c -> held[c][c]).sum();
    double least = Arrays.stream(ridge).min().orElse(1);
    return new RefinedSystem(held, trace / least);
  }

  /** {@return θ*, the parameters at which the user's part of the training loss is least, [d]} */
  public double[] solve() {
    return rows == 0 ? new double[dimension] : Newton.solve(this, new double[dimension]);
  }

  /**
   * {@return θ* as {@link #solve()} does, sooner if the start is near}
   *
   * @param start where to begin, [d]. Not modified.
   */
  public double[] solve(double[] start) {
    return rows == 0 ? new double[dimension] : Newton.solveNear(this, start);
  }

  /** {@return Σ_r (y_r − p_r) a_r − (Λ + B)θ, minus the gradient of the loss, [d]} */
  public double[] downhill(double[] residuals, double[] theta) {
    double[] downhill = combineRows(residuals);
    double[] held = held(theta);
    for (int c = 0; c < dimension; c++) {
      downhill[c] -= held[c];
    }
    return downhill;
  }

  /** {@return (Λ − Λ')θ, [d], with the Λ' of another problem} */
  double[] freed(UserProblem other, double[] theta) {
    double[] freed = new double[dimension];
    for (int c = 0; c < dimension; c++) {
      freed[c] = (ridge[c] - other.ridge[c]) * theta[c];
    }
    return freed;
  }

  /** {@return (Λ + B)θ, [d]} */
  public double[] held(double[] theta) {
    double[] held = new double[dimension];
    for (int c = 0; c < dimension; c++) {
      held[c] = ridge[c] * theta[c];
    }
    if (background != null) {
      Kernels.addRows(background, theta, held);
    }
    return held;
  }

  /** {@return Σ_r |y_r − p_r| ‖a_r‖ + ‖(Λ + B)θ‖, which the gradient's length is at most} */
  double lengthOfTerms(double[] residuals, double[] theta) {
    double length = norm(held(theta));
    for (int r = 0; r < rows; r++) {
      length += Math.abs(residuals[r]) * norm(a[r]);
    }
    return length;
  }

  /** {@return the loss L(θ), log loss or ½ squared error, plus the ridge term} */
  public double loss(double[] theta) {
    double loss = 0.5 * Kernels.dot(held(theta), theta);
    double[] losses = new double[rows];
    for (int r = 0; r < rows; r++) {
      double score = offsets[r] + dotRow(r, theta);
      if (type == PredictorType.BINARY_CLASSIFIER) {
        double rest = Math.log1p(Math.exp(-Math.abs(score)));
        losses[r] = targets[r] * (Math.max(-score, 0) + rest);
        losses[r] += (1 - targets[r]) * (Math.max(score, 0) + rest);
      } else {
        losses[r] = 0.5 * (targets[r] - score) * (targets[r] - score);
      }
    }
    weigh(losses);
    for (int r = 0; r < rows; r++) {
      double score = background == null ? 0 : offsets[r] + dotRow(r, theta);
      loss += losses[r] - 0.5 * score * score;
    }
    return loss;
  }

  /**
   * {@return how far θ is from the optimum: 0 at it, 1 at θ = 0}
   *
   * <p>The gradient Σ_r (p_r − y_r) a_r + (Λ + B)θ relative to the sizes of its two parts.
   *
   * @param theta [d]. Not modified.
   */
  public double stationarityGap(double[] theta) {
    return stationarityGap(theta, slopes(theta));
  }

  /**
   * {@return the same, given what the loss looks like there}
   *
   * @param theta [d]. Not modified.
   * @param slopes those at θ
   */
  public double stationarityGap(double[] theta, Slopes slopes) {
    double[] pull = combineRows(slopes.residuals);
    double[] held = held(theta);
    double[] difference = new double[dimension];
    for (int c = 0; c < dimension; c++) {
      difference[c] = pull[c] - held[c];
    }
    double size = norm(pull) + norm(held);
    if (size == Double.POSITIVE_INFINITY) {
      // Only Λθ is ever so large: the rest is rounding beside it.
      return 1;
    }
    return size == 0 ? 0 : norm(difference) / size;
  }

  /**
   * {@return this problem without some of its rows, in their order}
   *
   * @param left rows from 0, each once, any number and order. Not modified.
   */
  public UserProblem without(int... left) {
    boolean[] gone = new boolean[rows];
    for (int row : left) {
      gone[row] = true;
    }
    return only(IntStream.range(0, rows).filter(r -> !gone[r]).toArray());
  }

  /** {@return this problem with some of its rows only, in the order given} */
  public UserProblem only(int... kept) {
    double[][] keptA = new double[kept.length][];
    double[] keptOffsets = new double[kept.length];
    double[] keptTargets = new double[kept.length];
    double[] keptWeights = new double[kept.length];
    for (int j = 0; j < kept.length; j++) {
      keptA[j] = a[kept[j]];
      keptOffsets[j] = offsets[kept[j]];
      keptTargets[j] = targets[kept[j]];
      keptWeights[j] = weight(kept[j]);
    }
    return of(keptA, keptOffsets, keptTargets, keptWeights);
  }

  /** Returns a problem of other rows; the weights do not matter if this one has none. */
  private UserProblem of(
      double[][] otherA, double[] otherOffsets, double[] otherTargets, double[] otherWeights) {
    return new UserProblem(
        type,
        otherA,
        otherOffsets,
        otherTargets,
        lambda,
        ridgePerRow,
        weights == null ? null : otherWeights,
        background);
  }

  /** {@return this problem with another target and weight of some rows} */
  public UserProblem withLabel(int[] changed, Label label) {
    double[] edited = targets.clone();
    double[] editedWeights = weights == null ? new double[rows] : weights.clone();
    for (int row : changed) {
      edited[row] = label.target();
      editedWeights[row] = label.weight();
    }
    return of(a, offsets, edited, editedWeights);
  }

  /** {@return this problem with all rows of another behind its own} */
  public UserProblem with(UserProblem more) {
    double[][] joined = Arrays.copyOf(a, rows + more.rows);
    System.arraycopy(more.a, 0, joined, rows, more.rows);
    return of(
        joined,
        joined(offsets, more.offsets),
        joined(targets, more.targets),
        weights == null || more.weights == null ? new double[0] : joined(weights, more.weights));
  }

  private static double[] joined(double[] first, double[] second) {
    double[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  /**
   * {@return a problem of other rows of one target and weight under this one's loss and Λ}
   *
   * @param otherA A, m rows of d entries. Not copied.
   * @param otherOffsets o, [m]. Not copied.
   * @param label y and c of each
   */
  public UserProblem ofRows(double[][] otherA, double[] otherOffsets, Label label) {
    double[] otherTargets = new double[otherA.length];
    double[] otherWeights = new double[otherA.length];
    Arrays.fill(otherTargets, label.target());
    Arrays.fill(otherWeights, label.weight());
    return of(otherA, otherOffsets, otherTargets, otherWeights);
  }

  /** {@return row r of A, a copy} */
  public double[] row(int r) {
    return a[r].clone();
  }

  public static double dot(double[] matrix, int from, double[] vector) {
    double sum = 0;
    for (int c = 0; c < vector.length; c++) {
      sum += matrix[from + c] * vector[c];
    }
    return sum;
  }

  /** {@return ‖x‖, also where its square overflows} */
  public static double norm(double[] vector) {
    double square = Kernels.dot(vector, vector);
    if (square != Double.POSITIVE_INFINITY) {
      return Math.sqrt(square);
    }
    double largest = Arrays.stream(vector).map(Math::abs).max().orElse(0);
    if (largest == Double.POSITIVE_INFINITY) {
      return largest;
    }
    double sum = 0;
    for (double entry : vector) {
      sum += (entry / largest) * (entry / largest);
    }
    return largest * Math.sqrt(sum);
  }
}
