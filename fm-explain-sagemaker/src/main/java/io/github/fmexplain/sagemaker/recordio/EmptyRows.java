package io.github.fmexplain.sagemaker.recordio;

/**
 * What to do with a row without features. It is not documented how SageMaker treats one: its record
 * holds a shape, but neither keys nor values.
 */
public enum EmptyRows {
  /** Fail, with the number of the row. */
  REFUSE,

  /** Write or read it like any other, as the writers of the Python SDK do. */
  ALLOW
}
