package io.github.fmexplain.internal.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.fmexplain.model.PredictorType;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Both forms of the response against the explicit inverse, and their spectra against EJML's. */
class RidgeResponseProperties {

  @Property(tries = 150, seed = "1")
  void bothForms_areTheInverse(
      @ForAll @IntRange(max = 20) int rows,
      @ForAll @IntRange(min = 1, max = 12) int k,
      @ForAll int seed) {
    Random random = new Random(seed);
    UserProblem problem = plain(random, rows, k);
    double[] coefficients = new double[rows];
    for (int r = 0; r < rows; r++) {
      coefficients[r] = random.nextInt(8) == 0 ? 1e-30 : random.nextDouble();
    }

    assertIsTheInverse(
        problem, coefficients, new ParametersResponse(problem, coefficients), random);
    if (rows < k) {
      assertIsTheInverse(problem, coefficients, new RowsResponse(problem, coefficients), random);
    }
  }

  /** λ_w is not smaller than λ, as the form of few rows needs it. */
  private static UserProblem plain(Random random, int rows, int k) {
    UserProblem problem = RandomProblems.problem(random, PredictorType.BINARY_CLASSIFIER, rows, k);
    double[] ridge = problem.ridge();
    ridge[k] = ridge[0] * (random.nextInt(4) == 0 ? 1 : 1 + 100 * random.nextDouble());
    return new UserProblem(
        PredictorType.BINARY_CLASSIFIER,
        problem.matrix().data,
        new double[rows],
        new double[rows],
        ridge);
  }

  private static void assertIsTheInverse(
      UserProblem problem, double[] coefficients, RidgeResponse response, Random random) {
    int d = problem.dimension();
    DMatrixRMaj normal = RandomProblems.normalMatrix(problem, coefficients);
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, false, true);
    eigen.decompose(normal.copy());
    double[] eigenvalues = new double[d];
    for (int j = 0; j < d; j++) {
      eigenvalues[j] = eigen.getEigenvalue(j).getReal();
    }
    Arrays.sort(eigenvalues);
    CommonOps_DDRM.invert(normal);

    double[] target = RandomProblems.target(random, d);
    double[] answers = RandomProblems.vector(random, problem.rows());
    response.of(target, answers);
    double[] weights = RandomProblems.vector(random, problem.rows());
    double[] combined = problem.combineRows(weights);
    double[] solved = response.solve(weights);
    for (int c = 0; c < d; c++) {
      assertEquals(UserProblem.dot(normal.data, c * d, combined), solved[c], 1e-9);
    }
    for (int r = 0; r < problem.rows(); r++) {
      double[] solution = new double[d];
      for (int c = 0; c < d; c++) {
        solution[c] = UserProblem.dot(normal.data, c * d, problem.row(r));
      }
      assertEquals(RandomProblems.dot(target, solution), answers[r], 1e-9);
      assertEquals(1 - coefficients[r] * problem.dotRow(r, solution), response.slack(r), 1e-9);
    }
    Spectrum spectrum = response.spectrum();
    assertEquals(Spectrum.rank(problem), spectrum.rank());
    assertEquals(d, spectrum.dimension());
    double condition = eigenvalues[d - 1] / eigenvalues[0];
    assertEquals(condition, spectrum.conditionNumber(), 1e-10 * condition);
    assertEquals(problem.columns().length, response.columns().length);
  }

  @Example
  void theForm_isThatOfTheSmallerMatrix() {
    Random random = new Random(1);
    double[] ones = {1, 1, 1};

    assertInstanceOf(RowsResponse.class, RidgeResponse.of(plain(random, 3, 4), ones));
    assertInstanceOf(ParametersResponse.class, RidgeResponse.of(plain(random, 3, 3), ones));
    UserProblem problem = plain(random, 3, 4);
    for (double[] ridge : new double[][] {{1, 1, 1, 1, 0.5}, {1, 1, 2, 1, 3}, {2, 1, 1, 1, 3}}) {
      UserProblem other =
          new UserProblem(
              PredictorType.REGRESSOR, problem.matrix().data, new double[3], new double[3], ridge);
      assertInstanceOf(ParametersResponse.class, RidgeResponse.of(other, ones));
    }
  }

  @Example
  void rankDeficientRows_areCounted() {
    // The last row is the sum of the others, in both forms.
    double[] a = {1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0};
    double[] ridge = {1, 1, 1, 1, 1};
    double[] ones = {1, 1, 1};
    UserProblem problem =
        new UserProblem(PredictorType.REGRESSOR, a, new double[3], new double[3], ridge);
    assertEquals(2, new RowsResponse(problem, ones).spectrum().rank());
    assertEquals(2, new ParametersResponse(problem, ones).spectrum().rank());
    UserProblem tall =
        new UserProblem(
            PredictorType.REGRESSOR,
            new double[] {1, 2, 2, 4, 3, 6},
            new double[3],
            new double[3],
            new double[] {1, 1});
    assertEquals(1, new ParametersResponse(tall, ones).spectrum().rank());
  }

  /** Each row alone decides its own fit: of 1 − h, 1 − (1 − ε) would leave few digits. */
  @Example
  void slacks_haveAllTheirDigits() {
    double[][] a = {{1, 0, 0}, {0, 2, 0}, {0, 0, 1}};
    double ridge = 1e-12;
    UserProblem problem =
        UserProblem.of(
            PredictorType.REGRESSOR, a, new double[3], new double[3], ridge, ridge, false);
    double[] coefficients = {1, 0.5, 3};
    RidgeResponse response = RidgeResponse.of(problem, coefficients);
    double[] squares = {1, 4, 1};
    for (int r = 0; r < 3; r++) {
      double slack = ridge / (ridge + coefficients[r] * squares[r]);
      assertEquals(slack, response.slack(r), 1e-12 * slack);
    }
  }

  /** Columns of the background that the rows lack, and rows that the background lacks. */
  @Example
  void rank_isThatOfTheRowsAndTheBackground() {
    double[][] a = {{1, 2, 0, 0}, {2, 4, 0, 0}};
    double[][] some = {{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 4, 0}, {0, 0, 0, 0}};
    double[][] all = {{1, 0, 0, 0}, {0, 2, 0, 0}, {0, 0, 3, 0}, {0, 0, 0, 0}};
    UserProblem rows =
        UserProblem.of(PredictorType.REGRESSOR, a, new double[2], new double[2], 1, 1, false);
    UserProblem few = rows.weighted(new double[] {2, 2}, some);
    UserProblem many = rows.weighted(new double[] {2, 2}, all);
    assertEquals(2, rank(few));
    assertEquals(3, rank(many));
    assertEquals(1, rank(few.only()));
    assertEquals(3, rank(many.only()));
    assertEquals(2, rank(few.only(1)));
  }

  private static int rank(UserProblem problem) {
    double[] coefficients = new double[problem.rows()];
    Arrays.fill(coefficients, 1);
    return RidgeResponse.of(problem, coefficients).spectrum().rank();
  }
}
