/** Needs every module that has a descriptor. */
module consumer {
  requires io.github.fmexplain.core;
  requires io.github.fmexplain.evaluation;
  requires io.github.fmexplain.io;
  requires io.github.fmexplain.movielens;
  requires io.github.fmexplain.report;
  requires io.github.fmexplain.sagemaker;
}
