/** Measures how true explanations are: truths, measures and baselines. */
module io.github.fmexplain.evaluation {
  requires transitive io.github.fmexplain.core;
  requires static transitive org.jspecify;

  exports io.github.fmexplain.evaluation;
  exports io.github.fmexplain.evaluation.retraining;
}
