package io.github.fmexplain.benchmarks;

import java.util.List;

/**
 * What a row cannot be faster than: its work at the machine's own rate.
 *
 * @param row the row
 * @param what the work in words
 * @param amount the work, in 10⁹ multiply-adds
 */
record ResultsLimit(ResultsRow row, String what, double amount) {

  private static final double GIGA = 1e9;
  private static final double K = 64;

  /** A user's parameters: the factors and the linear weight. */
  private static final double D = K + 1;

  private static final double ITEMS = 1_682;
  private static final double USERS = 943;
  private static final double RATINGS = 90_570;
  private static final double EPOCHS = 200;
  private static final double BATCHES = 91;

  /** Users and items of a batch, on average. */
  private static final double MOVED = 1_010;

  static List<ResultsLimit> all() {
    return List.of(
        first(395),
        first(33),
        new ResultsLimit(ResultsRow.further(395), "m d", 395 * D / GIGA),
        new ResultsLimit(
            ResultsRow.notebook(), "2 d n² + 2 d² n", (2 * D * ITEMS + 2 * D * D) * ITEMS / GIGA),
        new ResultsLimit(
            ResultsRow.everyUser(1),
            "m d² + ⅚ d³, n k and 10 m d of each user",
            (RATINGS * (D * D + 10 * D) + USERS * (5 * D * D * D / 6 + ITEMS * K)) / GIGA),
        // Floats: twice as many fit into a register. Lazily, a batch moves what it has.
        new ResultsLimit(
            ResultsRow.train(1),
            "8 k of each row, 8 of each parameter that a batch moves; half, since in float",
            EPOCHS * (RATINGS * 2 * 4 * K + BATCHES * MOVED * D * 8) / 2 / GIGA),
        new ResultsLimit(ResultsRow.score(), "2 k", 2 * K / GIGA));
  }

  /**
   * By parameters: H, the substitution with every row, Cholesky's factor and the tridiagonal form.
   * By rows, where they are fewer: their products, the inverse root, and the same two.
   */
  private static ResultsLimit first(int ratings) {
    double m = ratings;
    return m < K
        ? new ResultsLimit(
            ResultsRow.first(ratings), "½ m² d + 1⅓ m³", (0.5 * D + 4 * m / 3) * m * m / GIGA)
        : new ResultsLimit(
            ResultsRow.first(ratings), "m d² + ⅚ d³", (m + 5 * D / 6) * D * D / GIGA);
  }
}
