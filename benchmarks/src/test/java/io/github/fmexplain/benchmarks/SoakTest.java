package io.github.fmexplain.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.data.History;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakTest {

  private final SyntheticModel model = new SyntheticModel(1, 50, 4);
  private final List<History> histories =
      List.of(model.history(5), model.history(10), model.history(20));
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void run_ofSameResults_findsNoDifference() throws Exception {
    run(model.explainer());

    assertTrue(text().contains("; 0 of "), text());
    assertFalse(text().contains(" 0 lists"), text());
    assertFalse(text().contains(" 0 edits"), text());
    assertFalse(text().contains(" 0 pages"), text());
    assertFalse(text().contains(" 0 times"), text());
    assertEquals(3, text().lines().filter(line -> line.endsWith(" |")).count(), text());
  }

  @Test
  void run_ofOtherResults_findsThem() throws Exception {
    boolean passed = run(model.explainer().withMethod(Method.leastSquares()));

    assertFalse(passed);
    assertFalse(text().contains("; 0 of "), text());
  }

  @Test
  void run_ofAFailure_tellsIt() throws Exception {
    Soak soak = new Soak();
    soak.add(
        model.explainer(),
        model.explainer(),
        () -> {
          throw new NoSuchFileException("gone.fmx");
        },
        histories);

    assertFalse(soak.run(Duration.ofMillis(50), 2, out()));
    assertTrue(text().contains("NoSuchFileException: gone.fmx"), text());
  }

  @Test
  void spread_isShareOfSmallest() {
    assertEquals(0.25, Soak.spread(List.of(5.0, 4.0, 4.5)), 1e-12);
    assertEquals(0, Soak.spread(List.of(0.0, 0.0)));
  }

  private boolean run(FmExplainer again) throws Exception {
    Soak soak = new Soak();
    soak.add(model.explainer(), again, () -> again, histories);
    return soak.run(Duration.ofMillis(50), 2, out());
  }

  private PrintStream out() {
    return new PrintStream(printed, true, StandardCharsets.UTF_8);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
