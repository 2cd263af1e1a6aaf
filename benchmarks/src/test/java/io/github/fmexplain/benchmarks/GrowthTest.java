package io.github.fmexplain.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrowthTest {

  @BeforeEach
  void small() {
    System.setProperty(Scale.PROPERTY, "small");
  }

  @AfterEach
  void asBefore() {
    System.clearProperty(Scale.PROPERTY);
  }

  @Test
  void print_hasEverySeriesAndObject() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Growth.print(new PrintStream(printed, true, StandardCharsets.UTF_8), 0, 32);

    List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(2 + 8 + 1 + 2 + 17, lines.size(), lines.toString());
    assertTrue(
        lines.get(2).startsWith("| first explanation | ratings, k = 32 | 16, 32, 64, 128 | "));
    assertTrue(lines.get(13).startsWith("| model, 140 × 8 | "), lines.get(13));
    assertFalse(lines.toString().contains("NaN"), lines.toString());
  }
}
