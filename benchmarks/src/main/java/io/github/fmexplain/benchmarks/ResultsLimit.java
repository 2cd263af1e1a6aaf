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
  private static final double FEATURES = USERS + ITEMS;
  private static final double EPOCHS = 200;
  private static final double BATCHES = 91;

  static List<ResultsLimit> all() {
    return List.of(
        first(395),
        first(33),
        new ResultsLimit(ResultsRow.further(395), "m d", 395 * D / GIGA),
        new ResultsLimit(
            ResultsRow.notebook(), "2 d n² + 2 d² n", (2 * D * ITEMS + 2 * D * D) * ITEMS / GIGA),
        new ResultsLimit(
            ResultsRow.everyUser(1),
            "first explanations, n k of each user, 10 m d",
            (RATINGS * (1.5 * D * D + 10 * D) + USERS * (D * D * D / 6 + ITEMS * K)) / GIGA),
        // Floats: twice as many fit into a register.
        new ResultsLimit(
            ResultsRow.train(1),
            "8 k of each row, 8 of each parameter and batch; half, since in float",
            EPOCHS * (RATINGS * 2 * 4 * K + BATCHES * FEATURES * D * 8) / 2 / GIGA),
        new ResultsLimit(ResultsRow.score(), "2 k", 2 * K / GIGA));
  }

  private static ResultsLimit first(int ratings) {
    return new ResultsLimit(
        ResultsRow.first(ratings), "1½ m d² + d³/6", (1.5 * ratings + D / 6) * D * D / GIGA);
  }
}
