package io.github.fmexplain.sagemaker;

import io.github.fmexplain.internal.Once;
import io.github.fmexplain.sagemaker.internal.Names;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.VpcConfig;

/**
 * What an account requires of everything that it runs in SageMaker: the network, a key for the
 * volumes, tags, variables of the environment. The same for training and tuning jobs, models,
 * endpoints and transform jobs; each takes what there is for its kind. Immutable.
 */
public final class SageMakerSetup {

  private final List<String> subnets;
  private final List<String> securityGroups;
  private final boolean networkIsolation;
  private final @Nullable String volumeKmsKey;
  private final Map<String, String> tags;
  private final Map<String, String> environment;

  private SageMakerSetup(Builder builder) {
    subnets = builder.subnets == null ? List.of() : builder.subnets;
    securityGroups = builder.securityGroups;
    networkIsolation = builder.networkIsolation != null && builder.networkIsolation;
    volumeKmsKey = builder.volumeKmsKey;
    tags = builder.tags == null ? Map.of() : builder.tags;
    environment = builder.environment == null ? Map.of() : builder.environment;
  }

  /** {@return a setup in which nothing is asked for} */
  public static SageMakerSetup none() {
    return builder().build();
  }

  /** {@return a builder in which nothing is set} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the network, or null for SageMaker's own} */
  @Nullable VpcConfig vpc() {
    return subnets.isEmpty()
        ? null
        : VpcConfig.builder().subnets(subnets).securityGroupIds(securityGroups).build();
  }

  /** {@return true, or null if it was not asked for, so that nothing is sent} */
  @Nullable Boolean networkIsolation() {
    return networkIsolation ? true : null;
  }

  @Nullable String volumeKmsKey() {
    return volumeKmsKey;
  }

  /** {@return the tags, or null for none} */
  @Nullable List<Tag> tags() {
    return tags.isEmpty()
        ? null
        : tags.entrySet().stream()
            .map(e -> Tag.builder().key(e.getKey()).value(e.getValue()).build())
            .toList();
  }

  /** {@return the variables, or null for none} */
  @Nullable Map<String, String> environment() {
    return environment.isEmpty() ? null : environment;
  }

  /** {@return what was asked for; not the values of variables, which can be secrets} */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "SageMakerSetup[%d subnets, %s, %s, tags %s, variables %s]",
        subnets.size(),
        networkIsolation ? "isolated" : "not isolated",
        volumeKmsKey == null ? "no key" : "a key",
        tags.keySet(),
        environment.keySet());
  }

  /** Collects settings, each once. Not thread-safe. */
  public static final class Builder {

    private @Nullable List<String> subnets;
    private List<String> securityGroups = List.of();
    private @Nullable Boolean networkIsolation;
    private @Nullable String volumeKmsKey;
    private @Nullable Map<String, String> tags;
    private @Nullable Map<String, String> environment;

    private Builder() {}

    /**
     * Sets the network of the instances; SageMaker's own if it is not set. It needs a way to S3. A
     * serverless endpoint takes none.
     *
     * @param subnetIds at least one. Not modified.
     * @param securityGroupIds at least one. Not modified.
     * @throws IllegalArgumentException if there is no subnet or no security group
     * @throws IllegalStateException if it was already set
     */
    public Builder vpc(List<String> subnetIds, List<String> securityGroupIds) {
      if (subnetIds.isEmpty() || securityGroupIds.isEmpty()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "vpc must have at least 1 subnet and 1 security group, but has %d and %d",
                subnetIds.size(),
                securityGroupIds.size()));
      }
      List<String> groups = List.copyOf(securityGroupIds);
      Once.requireUnset(subnets, "vpc");
      subnets = List.copyOf(subnetIds);
      securityGroups = groups;
      return this;
    }

    /**
     * Sets whether containers can call nothing, not even AWS; they can if it is not set. A
     * serverless endpoint cannot be isolated.
     *
     * @param isolated true to isolate them
     * @throws IllegalStateException if it was already set
     */
    public Builder networkIsolation(boolean isolated) {
      Once.requireUnset(networkIsolation, "networkIsolation");
      networkIsolation = isolated;
      return this;
    }

    /**
     * Sets the KMS key that encrypts the volumes of instances; AWS's own if it is not set. {@link
     * SageMakerStorage} has that of data and models in S3.
     *
     * @param key the id or ARN of a key
     * @throws IllegalArgumentException if it is empty
     * @throws IllegalStateException if it was already set
     */
    public Builder volumeKmsKey(String key) {
      Objects.requireNonNull(key, "key");
      Once.requireUnset(volumeKmsKey, "volumeKmsKey");
      volumeKmsKey = Names.requireNotBlank(key, "volumeKmsKey");
      return this;
    }

    /**
     * Sets the tags; none if they are not set.
     *
     * @param tags keys and values. Not modified.
     * @throws IllegalStateException if they were already set
     */
    public Builder tags(Map<String, String> tags) {
      Objects.requireNonNull(tags, "tags");
      Once.requireUnset(this.tags, "tags");
      this.tags = copy(tags);
      return this;
    }

    /**
     * Sets variables of the environment of containers; none if they are not set.
     *
     * @param variables names and values. Not modified.
     * @throws IllegalStateException if they were already set
     */
    public Builder environment(Map<String, String> variables) {
      Objects.requireNonNull(variables, "variables");
      Once.requireUnset(environment, "environment");
      environment = copy(variables);
      return this;
    }

    private static Map<String, String> copy(Map<String, String> map) {
      return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** {@return the setup} */
    public SageMakerSetup build() {
      return new SageMakerSetup(this);
    }
  }
}
