package io.github.fmexplain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.evaluation.Bootstrap.Interval;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  @Test
  void mean_ofTwoUsers() {
    // Draws are 00, 01, 10, 11 with 1/4 each, so means are 0, ½, ½, 1: a quarter at either end,
    // which is more than the 2.5 % that are cut off there.
    assertEquals(new Interval(0.5, 0, 1), Bootstrap.of(2, 1000, 1).mean(new double[] {0, 1}));
  }

  @Test
  void mean_leavesOutUsersWithoutANumber() {
    // Only the second user has one: every draw with her has the mean 3, the others none.
    assertEquals(
        new Interval(3, 3, 3), Bootstrap.of(2, 1000, 1).mean(new double[] {Double.NaN, 3}));
    Interval none = Bootstrap.of(1, 10, 1).mean(new double[] {Double.NaN});
    assertEquals(new Interval(Double.NaN, Double.NaN, Double.NaN), none);
  }

  @Test
  void meanDifference_isPaired() {
    // Users differ by a lot, the two numbers of each by 1: there is no doubt about the difference.
    Bootstrap bootstrap = Bootstrap.of(3, 1000, 1);
    assertEquals(
        new Interval(1, 1, 1),
        bootstrap.meanDifference(new double[] {1, 101, 1001}, new double[] {0, 100, 1000}));
  }

  @Test
  void quantiles_areInterpolated() {
    // Two draws of two users; sorted statistics s0 ≤ s1. The 2.5 % quantile of two is s0 + 0.025
    // (s1
    // − s0). Counting the draws makes them 1 and 2.
    int[] calls = new int[1];
    Interval interval = Bootstrap.of(2, 2, 1).of(draw -> ++calls[0]);
    assertEquals(1.025, interval.low(), 1e-15);
    assertEquals(1.975, interval.high(), 1e-15);
    assertEquals(3, interval.value());
  }

  @Test
  void seed_decides() {
    double[] numbers = {1, 5, 2, 8, 3, 9, 4};
    assertEquals(Bootstrap.of(7, 50, 4).mean(numbers), Bootstrap.of(7, 50, 4).mean(numbers));
  }

  @Test
  void badInput_isRefused() {
    assertEquals(
        "users must be at least 1, but was 0",
        assertThrows(IllegalArgumentException.class, () -> Bootstrap.of(0, 1, 1)).getMessage());
    assertEquals(
        "draws must be at least 1, but was 0",
        assertThrows(IllegalArgumentException.class, () -> Bootstrap.of(1, 0, 1)).getMessage());
    assertEquals(
        "numbers must be one per user, but there are 3 for 2 users",
        assertThrows(
                IllegalArgumentException.class, () -> Bootstrap.of(2, 1, 1).mean(new double[3]))
            .getMessage());
  }
}
