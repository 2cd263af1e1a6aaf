package io.github.fmexplain.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PowerLawTest {

  @Test
  void exponent_ofExactPower() {
    assertEquals(
        1.5, PowerLaw.exponent(new double[] {1, 4, 9, 16}, new double[] {3, 24, 81, 192}), 1e-12);
  }

  @Test
  void exponent_ofConstant() {
    assertEquals(0, PowerLaw.exponent(new double[] {1, 2, 4, 8}, new double[] {7, 7, 7, 7}), 1e-12);
  }
}
