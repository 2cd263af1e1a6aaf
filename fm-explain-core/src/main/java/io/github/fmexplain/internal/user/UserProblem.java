package io.github.fmexplain.internal.user;

import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.model.PredictorType;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * One user's problem. The score of each of the user's rows is linear in the user's parameters θ =
 * (v_u, w_u), {@code s_r = o_r + a_r·θ}, so that with everything else fixed the user's part of the
 * training loss is a ridge regression, logistic for a binary classifier and linear for a regressor:
 *
 * <pre>
 *   L(θ) = Σ_r loss(y_r, o_r + a_r·θ) + ½ θᵀΛθ
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
  private final double[] ridge;

  /** Whether Λ is so much for each row: it then changes when rows come or go. */
  private final boolean ridgePerRow;

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
    this(type, split(a, targets.length, ridge.length), offsets, targets, ridge, false);
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
    double[] ridge = new double[a[0].length];
    Arrays.fill(ridge, factors * (perRow ? a.length : 1));
    ridge[ridge.length - 1] = linear * (perRow ? a.length : 1);
    return new UserProblem(type, a, offsets, targets, ridge, perRow);
  }

  /**
   * Makes the problem of the given rows.
   *
   * @param type decides the loss
   * @param a A, m rows of d entries. Not copied.
   * @param offsets o, [m]. Not copied.
   * @param targets y, [m]. Not copied.
   * @param ridge the diagonal of Λ, [d], all positive. Not copied.
   * @param ridgePerRow whether Λ is so much for each row
   */
  UserProblem(
      PredictorType type,
      double[][] a,
      double[] offsets,
      double[] targets,
      double[] ridge,
      boolean ridgePerRow) {
    this.type = type;
    this.rows = targets.length;
    this.dimension = ridge.length;
    this.a = a;
    this.offsets = offsets;
    this.targets = targets;
    this.ridge = ridge;
    this.ridgePerRow = ridgePerRow;
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

  /** {@return A as a matrix [m, d], a copy} */
  public DMatrixRMaj matrix() {
    DMatrixRMaj matrix = new DMatrixRMaj(rows, dimension);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(a[r], 0, matrix.data, r * dimension, dimension);
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
   * @param residuals y_r − σ(s_r), or y_r − s_r for a regressor, [m]
   * @param curvatures p_r(1 − p_r), or 1 for a regressor, [m]
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
    return new Slopes(residuals, curvatures);
  }

  /** {@return the residuals at θ: y_r − σ(s_r), or y_r − s_r for a regressor} */
  public double[] residuals(double[] theta) {
    return slopes(theta).residuals;
  }

  /** {@return the curvature of the rows' loss at θ: p_r(1 − p_r), or 1 for a regressor} */
  public double[] curvatures(double[] theta) {
    return slopes(theta).curvatures;
  }

  /** {@return Σ_r c_r a_r, [d]} */
  public double[] combineRows(double[] coefficients) {
    double[] sum = new double[dimension];
    Kernels.addRows(a, coefficients, sum);
    return sum;
  }

  /** {@return Σ_r c_r a_r a_rᵀ + Λ, [d, d]; left of the diagonal it is 0} */
  public double[][] normal(double[] coefficients) {
    double[][] normal = new double[dimension][dimension];
    Kernels.addGram(a, coefficients, normal);
    for (int i = 0; i < dimension; i++) {
      normal[i][i] += ridge[i];
    }
    return normal;
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

  /** {@return Σ_r (y_r − p_r) a_r − Λθ, minus the gradient of the loss, [d]} */
  public double[] downhill(double[] residuals, double[] theta) {
    double[] downhill = combineRows(residuals);
    for (int c = 0; c < dimension; c++) {
      downhill[c] -= ridge[c] * theta[c];
    }
    return downhill;
  }

  /** {@return Σ_r |y_r − p_r| ‖a_r‖ + ‖Λθ‖, which the gradient's length is at most} */
  double lengthOfTerms(double[] residuals, double[] theta) {
    double[] held = new double[dimension];
    for (int c = 0; c < dimension; c++) {
      held[c] = ridge[c] * theta[c];
    }
    double length = norm(held);
    for (int r = 0; r < rows; r++) {
      length += Math.abs(residuals[r]) * norm(a[r]);
    }
    return length;
  }

  /** {@return the loss L(θ), log loss or ½ squared error, plus the ridge term} */
  public double loss(double[] theta) {
    double loss = 0;
    for (int c = 0; c < dimension; c++) {
      loss += 0.5 * ridge[c] * theta[c] * theta[c];
    }
    for (int r = 0; r < rows; r++) {
      double score = offsets[r] + dotRow(r, theta);
      if (type == PredictorType.BINARY_CLASSIFIER) {
        double rest = Math.log1p(Math.exp(-Math.abs(score)));
        loss += targets[r] * (Math.max(-score, 0) + rest);
        loss += (1 - targets[r]) * (Math.max(score, 0) + rest);
      } else {
        loss += 0.5 * (targets[r] - score) * (targets[r] - score);
      }
    }
    return loss;
  }

  /**
   * {@return how far θ is from the optimum: 0 at it, 1 at θ = 0}
   *
   * <p>The gradient Σ_r (p_r − y_r) a_r + Λθ relative to the sizes of its two parts.
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
    double[] held = new double[dimension];
    double[] difference = new double[dimension];
    for (int c = 0; c < dimension; c++) {
      held[c] = ridge[c] * theta[c];
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
    for (int j = 0; j < kept.length; j++) {
      keptA[j] = a[kept[j]];
      keptOffsets[j] = offsets[kept[j]];
      keptTargets[j] = targets[kept[j]];
    }
    return new UserProblem(
        type, keptA, keptOffsets, keptTargets, ridgeOf(kept.length), ridgePerRow);
  }

  /** {@return this problem with other targets of some rows, both in the same order} */
  public UserProblem withTargets(int[] changed, double[] values) {
    double[] edited = targets.clone();
    for (int j = 0; j < changed.length; j++) {
      edited[changed[j]] = values[j];
    }
    return new UserProblem(type, a, offsets, edited, ridge, ridgePerRow);
  }

  /** {@return this problem with all rows of another behind its own} */
  public UserProblem with(UserProblem more) {
    double[][] joined = Arrays.copyOf(a, rows + more.rows);
    System.arraycopy(more.a, 0, joined, rows, more.rows);
    return new UserProblem(
        type,
        joined,
        joined(offsets, more.offsets),
        joined(targets, more.targets),
        ridgeOf(joined.length),
        ridgePerRow);
  }

  /** Returns Λ with so many rows; without any it is that of one row, which holds θ at 0. */
  private double[] ridgeOf(int count) {
    if (!ridgePerRow || count == rows) {
      return ridge;
    }
    double times = (double) Math.max(1, count) / Math.max(1, rows);
    return Arrays.stream(ridge).map(lambda -> lambda * times).toArray();
  }

  private static double[] joined(double[] first, double[] second) {
    double[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  /**
   * {@return a problem of other rows under this one's loss and Λ}
   *
   * @param otherA A, m rows of d entries. Not copied.
   * @param otherOffsets o, [m]. Not copied.
   * @param otherTargets y, [m]. Not copied.
   */
  public UserProblem ofRows(double[][] otherA, double[] otherOffsets, double[] otherTargets) {
    return new UserProblem(
        type, otherA, otherOffsets, otherTargets, ridgeOf(otherA.length), ridgePerRow);
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
