/** Amazon SageMaker: training data, artifacts, training jobs, endpoints and batch transform. */
// The AWS SDK and protobuf have names of modules, but no descriptors.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module io.github.fmexplain.sagemaker {
  requires transitive io.github.fmexplain.core;
  requires static transitive org.jspecify;
  requires com.google.protobuf;
  requires org.apache.commons.compress;
  requires transitive software.amazon.awssdk.auth;
  requires software.amazon.awssdk.awscore;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.http;
  requires software.amazon.awssdk.http.apache;
  requires transitive software.amazon.awssdk.regions;
  requires software.amazon.awssdk.retries;
  requires software.amazon.awssdk.retries.api;
  requires transitive software.amazon.awssdk.services.cloudwatchlogs;
  requires transitive software.amazon.awssdk.services.s3;
  requires transitive software.amazon.awssdk.services.sagemaker;
  requires transitive software.amazon.awssdk.services.sagemakerruntime;
  requires transitive software.amazon.awssdk.services.sts;
  requires software.amazon.awssdk.utils;
  requires tools.jackson.core;

  exports io.github.fmexplain.sagemaker;
  exports io.github.fmexplain.sagemaker.artifact;
  exports io.github.fmexplain.sagemaker.log;
  exports io.github.fmexplain.sagemaker.recordio;
}
