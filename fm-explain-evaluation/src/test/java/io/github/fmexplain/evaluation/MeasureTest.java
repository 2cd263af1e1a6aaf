package io.github.fmexplain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.evaluation.Measure.Kind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasureTest {

  @Test
  void name_isWhatReportsCallIt() {
    assertEquals("DEL", Measure.of(Kind.DELETION).name());
    assertEquals("DEL(5)", new Measure(Kind.DELETION, null, 5).name());
    assertEquals("POS@10", Measure.of(Kind.LISTED_WITHOUT_FIRST, 10).name());
    assertEquals("NEG@10(5)", new Measure(Kind.LISTED_WITHOUT_LAST, 10, 5).toString());
    assertEquals(
        List.of(
            "DEL",
            "INS",
            "CDCG",
            "POS",
            "NEG",
            "PN-R",
            "PN-S",
            "PS-R",
            "F-NS",
            "CF valid",
            "CF size"),
        Arrays.stream(Kind.values()).map(Kind::symbol).toList());
  }

  @Test
  void perturbation_namesAllInAFixedOrder() {
    assertEquals(
        List.of(
            "DEL",
            "INS",
            "CDCG",
            "POS@1",
            "NEG@1",
            "DEL(5)",
            "INS(5)",
            "CDCG(5)",
            "POS@1(5)",
            "NEG@1(5)",
            "PN-R@1",
            "PN-S@1",
            "PS-R@1",
            "CF valid",
            "CF size"),
        Perturbation.of(List.of(1), 5, 10)
            .measure(TinyWorld.ablation(TinyWorld.HISTORY), "t", new double[] {1, 2})
            .keySet()
            .stream()
            .map(Measure::name)
            .toList());
  }

  private static String message(Runnable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  @Test
  void lengths_mustGoWithTheKind() {
    assertEquals(
        "measure PN-R must have a list length, but it is missing",
        message(() -> Measure.of(Kind.NECESSITY_BY_RANK)));
    assertEquals(
        "measure DEL must not have a list length, but has 5",
        message(() -> Measure.of(Kind.DELETION, 5)));
    assertEquals(
        "measure PN-R must not have an explanation length, but has 3",
        message(() -> new Measure(Kind.NECESSITY_BY_RANK, 1, 3)));
    assertEquals(
        "list length must be at least 1, but was 0",
        message(() -> Measure.of(Kind.SUFFICIENCY, 0)));
    assertEquals(
        "explanation length must be at least 1, but was 0",
        message(() -> new Measure(Kind.INSERTION, null, 0)));
  }
}
