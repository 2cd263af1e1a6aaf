package io.github.fmexplain.sagemaker;

import io.github.fmexplain.internal.Once;
import io.github.fmexplain.sagemaker.internal.Names;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in S3 training data and models go. Immutable.
 *
 * <p>The default bucket is {@code sagemaker-<region>-<account>}, as in SageMaker's Python SDK; it
 * is created if it is missing, and every call says which account must own it. A bucket that was
 * given is used as it is: never created, and possibly another account's.
 */
public final class SageMakerStorage {

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.\\-]{1,61}[a-z0-9]");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9!_.*'()\\-/]{1,512}");

  private final @Nullable String bucket;
  private final String prefix;
  private final @Nullable String kmsKey;
  private final boolean keepData;

  private SageMakerStorage(Builder builder) {
    bucket = builder.bucket;
    prefix = builder.prefix == null ? "fm-explain" : builder.prefix;
    kmsKey = builder.kmsKey;
    keepData = builder.keepData != null && builder.keepData;
  }

  /** {@return the default bucket, under {@code fm-explain/}} */
  public static SageMakerStorage defaultBucket() {
    return builder().build();
  }

  /** {@return a builder in which nothing is set} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the bucket, or empty for the default bucket} */
  public Optional<String> bucket() {
    return Optional.ofNullable(bucket);
  }

  /** {@return the prefix of all keys, without slashes at its ends} */
  public String prefix() {
    return prefix;
  }

  /** {@return the KMS key of data and models, or empty for the bucket's own encryption} */
  public Optional<String> kmsKey() {
    return Optional.ofNullable(kmsKey);
  }

  /** {@return whether uploaded data stays when its job has ended} */
  public boolean keepsData() {
    return keepData;
  }

  /** {@return the bucket and the prefix} */
  @Override
  public String toString() {
    return "SageMakerStorage[" + (bucket == null ? "default bucket" : bucket) + "/" + prefix + "]";
  }

  /** Collects settings, each once. Not thread-safe. */
  public static final class Builder {

    private @Nullable String bucket;
    private @Nullable String prefix;
    private @Nullable String kmsKey;
    private @Nullable Boolean keepData;

    private Builder() {}

    /**
     * Sets the bucket; the default bucket if it is not set.
     *
     * @param name the name of an existing bucket of the region
     * @throws IllegalArgumentException if it cannot be a bucket's name
     * @throws IllegalStateException if it was already set
     */
    public Builder bucket(String name) {
      Objects.requireNonNull(name, "name");
      if (!BUCKET.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "bucket must be the name of a bucket, without s3:// and key, but was '" + name + "'");
      }
      Once.requireUnset(bucket, "bucket");
      bucket = name;
      return this;
    }

    /**
     * Sets the prefix of all keys; {@code fm-explain} if it is not set.
     *
     * @param path slashes at its ends are dropped
     * @throws IllegalArgumentException if it is empty or has characters that need escaping
     * @throws IllegalStateException if it was already set
     */
    public Builder prefix(String path) {
      Objects.requireNonNull(path, "path");
      String trimmed = path.replaceAll("^/+|/+$", "");
      if (!PREFIX.matcher(trimmed).matches() || trimmed.contains("//")) {
        throw new IllegalArgumentException(
            "prefix must be 1 to 512 letters, digits and !_.*'()-/, but was '" + path + "'");
      }
      Once.requireUnset(prefix, "prefix");
      prefix = trimmed;
      return this;
    }

    /**
     * Sets the KMS key that encrypts data and models; the bucket's own encryption if it is not set.
     *
     * @param key the id or ARN of a key
     * @throws IllegalArgumentException if it is empty
     * @throws IllegalStateException if it was already set
     */
    public Builder kmsKey(String key) {
      Objects.requireNonNull(key, "key");
      Once.requireUnset(kmsKey, "kmsKey");
      kmsKey = Names.requireNotBlank(key, "kmsKey");
      return this;
    }

    /**
     * Sets whether uploaded data stays when its job has ended; it is deleted if this is not set.
     * Models always stay.
     *
     * @param keep true to leave it
     * @throws IllegalStateException if it was already set
     */
    public Builder keepData(boolean keep) {
      Once.requireUnset(keepData, "keepData");
      keepData = keep;
      return this;
    }

    /** {@return the storage} */
    public SageMakerStorage build() {
      return new SageMakerStorage(this);
    }
  }
}
