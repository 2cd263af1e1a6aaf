package io.github.fmexplain.model;

class FmModelScorerTest extends ScorerContract {

  private static final FmModel MODEL =
      FmModel.of(
          PredictorType.REGRESSOR,
          2,
          0.25f,
          new float[] {0.5f, -1f, 2f},
          new float[] {1f, 2f, 3f, 4f, -5f, 6f});

  @Override
  protected FmModel model() {
    return MODEL;
  }

  @Override
  protected Scorer scorer() {
    return MODEL;
  }
}
