package io.github.fmexplain.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class NumbersProperties {

  @Property(tries = 2000, seed = "1")
  void decimals_areTheNearestDouble(@ForAll long digits, @ForAll @IntRange(max = 16) int scale) {
    for (long unscaled : new long[] {digits, digits % 1_000, digits % 100_000_000_000_000L}) {
      String text = BigDecimal.valueOf(unscaled, scale).toPlainString();

      assertEquals(Double.parseDouble(text), Numbers.parse(text), text);
    }
  }

  @Property(tries = 1000, seed = "1")
  void doubles_areReadAsWritten(@ForAll double number) {
    assertEquals(number, Numbers.parse(Double.toString(number)));
  }

  @Property(tries = 1000, seed = "1")
  void anyText_isANumberOrNone(@ForAll String text) {
    double number = Numbers.parse(text);
    if (!Double.isNaN(number)) {
      assertEquals(Double.parseDouble(text.strip()), number);
    }
  }
}
