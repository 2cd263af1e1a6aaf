package io.github.fmexplain.sagemaker.artifact;

/**
 * How the parameters lie in an artifact. SageMaker builds one of two networks, by the form of the
 * first batch of training data. The names of the parameters tell which; their shapes need not.
 */
public enum ParameterLayout {
  /** {@code v} [n, k], {@code w1_weight} [n, 1], {@code w0_weight} [1]. */
  SPARSE_TRAINED,

  /**
   * {@code v} [k, n], {@code Linear_Plus_Bias_weight} [1, n], {@code Linear_Plus_Bias_bias} [1].
   */
  DENSE_TRAINED
}
