package io.github.fmexplain.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RandomExplanationsTest {

  @Test
  void randomExplanations_haveNoFaults() {
    for (RandomExplanations.Kind kind : RandomExplanations.Kind.values()) {
      List<String> cases = new ArrayList<>();
      RandomExplanations run = new RandomExplanations(cases::add);
      run.run(kind, 1500);
      assertEquals(Map.of(), run.counts(), run.report(kind));
      assertTrue(cases.size() > 1000, run.report(kind));
    }
  }
}
