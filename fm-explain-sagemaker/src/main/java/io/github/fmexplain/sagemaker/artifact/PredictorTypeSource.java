package io.github.fmexplain.sagemaker.artifact;

/** Who said what the model of an artifact predicts, in the order in which they are asked. */
public enum PredictorTypeSource {
  /** The caller, through {@link ArtifactReader#predictorType}. */
  CALLER,

  /** The hyperparameters in the artifact's {@code meta.json}. */
  META_JSON,

  /** The output operator of the network in the artifact's {@code symbol.json}. */
  SYMBOL_JSON
}
