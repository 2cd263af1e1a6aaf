/**
 * Factorization machines, a local trainer, explanations of recommendations, and answers beyond
 * them. Mathematics only: no file, no network, no log.
 */
// EJML has no names of modules of its own, and the friends below need core to be compiled.
@SuppressWarnings({"module", "requires-automatic"})
module io.github.fmexplain.core {
  requires static transitive org.jspecify;
  requires ejml.core;
  requires ejml.ddense;

  exports io.github.fmexplain;
  exports io.github.fmexplain.answer;
  exports io.github.fmexplain.audit;
  exports io.github.fmexplain.data;
  exports io.github.fmexplain.model;
  exports io.github.fmexplain.train;
  exports io.github.fmexplain.internal to
      io.github.fmexplain.evaluation,
      io.github.fmexplain.io,
      io.github.fmexplain.movielens,
      io.github.fmexplain.report,
      io.github.fmexplain.sagemaker,
      io.github.fmexplain.spark;
}
