package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ExponentialProperties {

  @Property(tries = 1000, seed = "1")
  void ofMinus_isTheExponential(@ForAll @DoubleRange(min = 0, max = 700) double x) {
    double exact = StrictMath.exp(-x);
    assertEquals(exact, Exponential.ofMinus(x), 1e-13 * exact);
  }

  @Test
  void ofMinus_atTheEnds() {
    assertEquals(1, Exponential.ofMinus(0));
    assertEquals(0, Exponential.ofMinus(1e10), 1e-300);
    assertEquals(0, Exponential.ofMinus(Double.POSITIVE_INFINITY), 1e-300);
    assertEquals(Double.NaN, Exponential.ofMinus(Double.NaN));
  }
}
