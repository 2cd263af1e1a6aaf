package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.Explanation;
import org.junit.jupiter.api.Test;

class ConsumerTest {

  @Test
  void explains() throws InterruptedException {
    Explanation explanation = Consumer.explain();
    assertEquals(2, explanation.contributions().size());
    assertEquals(
        explanation.score(),
        explanation.offset() + explanation.totalImpact() + explanation.residual(),
        1e-9);
  }

  @Test
  void runsOnTheExpectedPath() {
    assertEquals(false, Consumer.class.getModule().isNamed());
    assertEquals(false, Explanation.class.getModule().isNamed());
  }
}
