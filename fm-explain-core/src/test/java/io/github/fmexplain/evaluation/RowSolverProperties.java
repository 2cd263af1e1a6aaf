package io.github.fmexplain.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.PredictorType;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** The fast solver gives what Newton's method with a line search gives. */
class RowSolverProperties {

  @Property(seed = "1", tries = 300)
  void solution_isThatOfTheSlowSolver(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 1, max = 12) int ratings,
      @ForAll @DoubleRange(min = 0.01, max = 10) double ridge) {
    RandomWorld world = new RandomWorld(seed, type, 15, 4);
    EvaluatedModel model =
        new EvaluatedModel(
            world.model,
            world.encoder,
            world.catalogue,
            RatingTarget.defaultFor(type),
            ridge,
            2 * ridge,
            null);
    UserRows rows = new UserRows(model, world.history("u1", ratings));
    Random random = new Random(seed);
    boolean[] kept = new boolean[ratings];
    for (int r = 0; r < ratings; r++) {
      kept[r] = random.nextInt(3) > 0;
    }
    double[] start = random.doubles(rows.dimension(), -1, 1).toArray();
    double[] before = start.clone();
    double[] solution = rows.solve(kept, start);
    double[] expected = rows.problem(kept).solve();
    double size = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertArrayEquals(expected, solution, 1e-9 * (1 + size));
    assertArrayEquals(before, start);
    assertNotNull(rows.trained());
  }
}
