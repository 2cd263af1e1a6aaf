package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.model.PredictorType;
import org.junit.jupiter.api.Test;

class AdamTest {

  private static final ParameterGroup GROUP = new ParameterGroup(0.1, 0.5, Initializer.constant(0));

  private static FmHyperparameters.Builder settings() {
    return FmHyperparameters.builder().predictorType(PredictorType.REGRESSOR).numFactors(1);
  }

  /**
   * θ = 1, gradient 1.5, wd 0.5, lr 0.1.
   *
   * <pre>
   * step 1: g = 1.5 + 0.5·1 = 2        m = 0.2          v = 0.004
   *         √(1 − .999) / (1 − .9) = .0316228 / .1 = .316228
   *         θ = 1 − .1·.316228·.2/√.004 = 1 − .0316228·3.16228 = 1 − .1 = .9
   * step 2: gradient −0.45: g = −.45 + .5·.9 = 0    m = .18    v = .003996
   *         √(1 − .998001) / (1 − .81) = .0447102 / .19 = .235317
   *         θ = .9 − .1·.235317·.18/.0632139 = .9 − .0670057 = .8329943
   * </pre>
   *
   * In float32 1 − β2 is .00099999, which makes θ smaller by 1e-6.
   */
  @Test
  void update_byHand() {
    float[] theta = {1};
    Adam adam = new Adam(theta, GROUP, settings().build());
    adam.gradient()[0] = 1.5f;
    adam.update(0, 1, Adam.correction(1));
    assertEquals(0.9, theta[0], 2e-6);
    adam.gradient()[0] = -0.45f;
    adam.update(0, 1, Adam.correction(2));
    assertEquals(0.8329943, theta[0], 2e-6);
  }

  @Test
  void correction_byHand() {
    assertEquals(0.316228, Adam.correction(1), 1e-6);
    assertEquals(0.235317, Adam.correction(2), 1e-6);
    assertEquals(1, Adam.correction(1_000_000), 1e-12);
  }

  /** With eps 1 the first step shows the size of g; without it, it would be lr for any g. */
  @Test
  void update_clipsTheGradientWithItsWeightDecay() {
    // g = min(1.5 + 0.5·1, 0.75) = 0.75    m = .075    √v = .75·√.001 = .0237171    eps = 1
    // θ = 1 − .1·.316228·.075/1.0237171 = 1 − .00231675
    float[] theta = {1};
    Adam adam = new Adam(theta, GROUP, settings().clipGradient(0.75).eps(1).build());
    adam.gradient()[0] = 1.5f;
    adam.update(0, 1, Adam.correction(1));
    assertEquals(1 - 0.00231675, theta[0], 1e-6);
  }

  @Test
  void update_withANegativeBoundDoesNotClip() {
    float[] theta = {1};
    Adam adam = new Adam(theta, GROUP, settings().clipGradient(-1).build());
    adam.gradient()[0] = 1.5f;
    adam.update(0, 1, Adam.correction(1));
    assertEquals(0.9, theta[0], 1e-6);
  }

  @Test
  void update_leavesTheRestAlone() {
    float[] theta = {1, 1, 1};
    Adam adam = new Adam(theta, GROUP, settings().build());
    adam.update(1, 2, Adam.correction(1));
    assertArrayEquals(new float[] {1, 0.9f, 1}, theta, 1e-6f);
  }
}
