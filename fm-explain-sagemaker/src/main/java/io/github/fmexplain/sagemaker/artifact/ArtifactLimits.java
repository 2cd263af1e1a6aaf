package io.github.fmexplain.sagemaker.artifact;

import io.github.fmexplain.internal.Once;
import org.jspecify.annotations.Nullable;

/**
 * What an artifact may ask for at most. Memory and temporary disk space stay within what these
 * allow, whatever the artifact says of itself: an archive of some hundred bytes can ask for a model
 * of many gigabytes. Immutable.
 */
public final class ArtifactLimits {

  private static final ArtifactLimits DEFAULTS = builder().build();

  private final long maximumBytes;
  private final int maximumEntries;
  private final int maximumFeatures;
  private final int maximumFactors;
  private final int maximumParameters;
  private final long maximumMemory;

  private ArtifactLimits(Builder builder) {
    this.maximumBytes = builder.maximumBytes == null ? 1L << 31 : builder.maximumBytes;
    this.maximumEntries = builder.maximumEntries == null ? 1000 : builder.maximumEntries;
    this.maximumFeatures = builder.maximumFeatures == null ? 50_000_000 : builder.maximumFeatures;
    this.maximumFactors = builder.maximumFactors == null ? 10_000 : builder.maximumFactors;
    this.maximumParameters =
        builder.maximumParameters == null ? Builder.LARGEST_MODEL : builder.maximumParameters;
    this.maximumMemory = builder.maximumMemory == null ? 1L << 28 : builder.maximumMemory;
  }

  /**
   * {@return limits with which a Java virtual machine of 512 MiB reads whatever comes} A model of a
   * million features and 64 factors just fits; raise {@link Builder#maximumMemory} for larger ones.
   */
  public static ArtifactLimits defaults() {
    return DEFAULTS;
  }

  /** {@return a builder in which nothing is set} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the largest entry of either archive, unpacked, in bytes; 2 GiB if it was not set} */
  public long maximumBytes() {
    return maximumBytes;
  }

  /** {@return the most entries of an archive, and tensors of a list; 1000 if it was not set} */
  public int maximumEntries() {
    return maximumEntries;
  }

  /** {@return the most features, n; 50 000 000 if it was not set} */
  public int maximumFeatures() {
    return maximumFeatures;
  }

  /** {@return the most factors, k; 10 000 if it was not set} */
  public int maximumFactors() {
    return maximumFactors;
  }

  /** {@return the most values of a tensor, such as n·k; what a model holds if it was not set} */
  public int maximumParameters() {
    return maximumParameters;
  }

  /** {@return the most memory for the model and its index, in bytes; 256 MiB if it was not set} */
  public long maximumMemory() {
    return maximumMemory;
  }

  /**
   * Collects limits. Every method throws an {@link IllegalArgumentException} if the value is less
   * than 1 or too large, and an {@link IllegalStateException} if the limit was already set. Not
   * thread-safe.
   */
  public static final class Builder {

    private static final int LARGEST_MODEL = Integer.MAX_VALUE - 8;

    private @Nullable Long maximumBytes;
    private @Nullable Integer maximumEntries;
    private @Nullable Integer maximumFeatures;
    private @Nullable Integer maximumFactors;
    private @Nullable Integer maximumParameters;
    private @Nullable Long maximumMemory;

    private Builder() {}

    /**
     * Sets the largest entry of either archive, unpacked.
     *
     * @param bytes at least 1
     */
    public Builder maximumBytes(long bytes) {
      check("maximumBytes", bytes, Long.MAX_VALUE, maximumBytes);
      maximumBytes = bytes;
      return this;
    }

    /**
     * Sets the most entries of an archive, and tensors of a list.
     *
     * @param entries at least 1
     */
    public Builder maximumEntries(int entries) {
      check("maximumEntries", entries, Integer.MAX_VALUE, maximumEntries);
      maximumEntries = entries;
      return this;
    }

    /**
     * Sets the most features.
     *
     * @param features n, at least 1
     */
    public Builder maximumFeatures(int features) {
      check("maximumFeatures", features, LARGEST_MODEL, maximumFeatures);
      maximumFeatures = features;
      return this;
    }

    /**
     * Sets the most factors.
     *
     * @param factors k, at least 1
     */
    public Builder maximumFactors(int factors) {
      check("maximumFactors", factors, LARGEST_MODEL, maximumFactors);
      maximumFactors = factors;
      return this;
    }

    /**
     * Sets the most values of a tensor, of which the factors, n·k, are the largest.
     *
     * @param parameters from 1 to 2147483639, the most that a model holds
     */
    public Builder maximumParameters(int parameters) {
      check("maximumParameters", parameters, LARGEST_MODEL, maximumParameters);
      maximumParameters = parameters;
      return this;
    }

    /**
     * Sets the most memory for the model and for what is known of its tensors while it is read.
     * n·(k + 1) parameters take 4 bytes each, rows and columns of sparse tensors 8 bytes each.
     *
     * @param bytes at least 1
     */
    public Builder maximumMemory(long bytes) {
      check("maximumMemory", bytes, Long.MAX_VALUE, maximumMemory);
      maximumMemory = bytes;
      return this;
    }

    private static void check(String name, long value, long most, @Nullable Object before) {
      if (value < 1 || value > most) {
        throw new IllegalArgumentException(
            name + " must be from 1 to " + most + ", but was " + value);
      }
      Once.requireUnset(before, name);
    }

    /** {@return the limits} */
    public ArtifactLimits build() {
      return new ArtifactLimits(this);
    }
  }
}
