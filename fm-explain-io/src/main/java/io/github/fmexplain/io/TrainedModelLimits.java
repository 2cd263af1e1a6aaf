package io.github.fmexplain.io;

import io.github.fmexplain.internal.Once;
import org.jspecify.annotations.Nullable;

/**
 * What a file of a trained model may ask for at most. Whatever the file says of itself, no more
 * memory is taken than these allow and than the file has bytes to fill. Immutable.
 */
public final class TrainedModelLimits {

  private static final TrainedModelLimits DEFAULTS = builder().build();

  private final long maximumBytes;
  private final int maximumFeatures;
  private final int maximumFactors;
  private final int maximumIds;
  private final int maximumIdBytes;
  private final int maximumRatings;
  private final int maximumPoints;

  private TrainedModelLimits(Builder builder) {
    this.maximumBytes = builder.maximumBytes == null ? 1L << 34 : builder.maximumBytes;
    this.maximumFeatures = or(builder.maximumFeatures, 50_000_000);
    this.maximumFactors = or(builder.maximumFactors, 10_000);
    this.maximumIds = or(builder.maximumIds, 50_000_000);
    this.maximumIdBytes = or(builder.maximumIdBytes, 10_000);
    this.maximumRatings = or(builder.maximumRatings, 1_000_000_000);
    this.maximumPoints = or(builder.maximumPoints, 10_000);
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }

  /** {@return limits that every model of up to 16 GiB stays below that fits a machine} */
  public static TrainedModelLimits defaults() {
    return DEFAULTS;
  }

  /** {@return a builder in which nothing is set} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the largest file, in bytes; 16 GiB if it was not set} */
  public long maximumBytes() {
    return maximumBytes;
  }

  /** {@return the most features, n; 50 000 000 if it was not set} */
  public int maximumFeatures() {
    return maximumFeatures;
  }

  /** {@return the most factors, k; 10 000 if it was not set} */
  public int maximumFactors() {
    return maximumFactors;
  }

  /** {@return the most users, items, or tags of one kind; 50 000 000 if it was not set} */
  public int maximumIds() {
    return maximumIds;
  }

  /** {@return the longest id or tag, in bytes of UTF-8; 10 000 if it was not set} */
  public int maximumIdBytes() {
    return maximumIdBytes;
  }

  /** {@return the most ratings of all training histories; 1 000 000 000 if it was not set} */
  public int maximumRatings() {
    return maximumRatings;
  }

  /** {@return the most points of a training path; 10 000 if it was not set} */
  public int maximumPoints() {
    return maximumPoints;
  }

  /** {@return the largest file and model} */
  @Override
  public String toString() {
    return "TrainedModelLimits["
        + maximumBytes
        + " bytes, "
        + maximumFeatures
        + " features, "
        + maximumFactors
        + " factors, "
        + maximumIds
        + " ids, "
        + maximumRatings
        + " ratings]";
  }

  /**
   * Collects limits. Every method throws an {@link IllegalArgumentException} if the value is less
   * than 1, and an {@link IllegalStateException} if the limit was already set. Not thread-safe.
   */
  public static final class Builder {

    private @Nullable Long maximumBytes;
    private @Nullable Integer maximumFeatures;
    private @Nullable Integer maximumFactors;
    private @Nullable Integer maximumIds;
    private @Nullable Integer maximumIdBytes;
    private @Nullable Integer maximumRatings;
    private @Nullable Integer maximumPoints;

    private Builder() {}

    /**
     * Sets the largest file.
     *
     * @param bytes at least 1
     */
    public Builder maximumBytes(long bytes) {
      Once.requireUnset(maximumBytes, "maximumBytes");
      if (bytes < 1) {
        throw new IllegalArgumentException("maximumBytes must be at least 1, but was " + bytes);
      }
      maximumBytes = bytes;
      return this;
    }

    /**
     * Sets the most features.
     *
     * @param features n, at least 1
     */
    public Builder maximumFeatures(int features) {
      maximumFeatures = checked(maximumFeatures, features, "maximumFeatures");
      return this;
    }

    /**
     * Sets the most factors.
     *
     * @param factors k, at least 1
     */
    public Builder maximumFactors(int factors) {
      maximumFactors = checked(maximumFactors, factors, "maximumFactors");
      return this;
    }

    /**
     * Sets the most users, items, or tags of one kind.
     *
     * @param ids at least 1
     */
    public Builder maximumIds(int ids) {
      maximumIds = checked(maximumIds, ids, "maximumIds");
      return this;
    }

    /**
     * Sets the longest id or tag.
     *
     * @param bytes of UTF-8, at least 1
     */
    public Builder maximumIdBytes(int bytes) {
      maximumIdBytes = checked(maximumIdBytes, bytes, "maximumIdBytes");
      return this;
    }

    /**
     * Sets the most ratings of all training histories.
     *
     * @param ratings at least 1
     */
    public Builder maximumRatings(int ratings) {
      maximumRatings = checked(maximumRatings, ratings, "maximumRatings");
      return this;
    }

    /**
     * Sets the most points of a training path.
     *
     * @param points at least 1
     */
    public Builder maximumPoints(int points) {
      maximumPoints = checked(maximumPoints, points, "maximumPoints");
      return this;
    }

    private static int checked(@Nullable Integer before, int value, String name) {
      Once.requireUnset(before, name);
      return Once.atLeast(1, value, name);
    }

    /** {@return the limits} */
    public TrainedModelLimits build() {
      return new TrainedModelLimits(this);
    }
  }
}
