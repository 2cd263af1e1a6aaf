package io.github.fmexplain.sagemaker;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;

/**
 * What a model in SageMaker is made of.
 *
 * @param image the container, or null for that of a package
 * @param artifact the address of a {@code model.tar.gz}, or null for a package
 * @param modelPackage the ARN of a package in the model registry, or null for an artifact
 */
record HostedModel(
    String role,
    @Nullable String image,
    @Nullable String artifact,
    @Nullable String modelPackage,
    SageMakerSetup setup) {

  void fill(CreateModelRequest.Builder request) {
    request
        .executionRoleArn(role)
        .primaryContainer(
            c ->
                c.image(image)
                    .modelDataUrl(artifact)
                    .modelPackageName(modelPackage)
                    .environment(setup.environment()))
        .vpcConfig(setup.vpc())
        .enableNetworkIsolation(setup.networkIsolation())
        .tags(setup.tags());
  }

  static String requireArtifact(String uri) {
    if (!uri.matches("s3://[^/]+/.+")) {
      throw new IllegalArgumentException(
          "artifact must be an address s3://bucket/key, but was '" + uri + "'");
    }
    return uri;
  }

  static String requirePackage(String arn) {
    if (!arn.matches(
        "arn:aws[a-z\\-]*:sagemaker:[a-z0-9\\-]+:\\d{12}:model-package/[^\\s]{1,200}")) {
      throw new IllegalArgumentException(
          "modelPackage must be an ARN such as"
              + " arn:aws:sagemaker:eu-west-1:123456789012:model-package/name/1, but was '"
              + arn
              + "'");
    }
    return arn;
  }
}
