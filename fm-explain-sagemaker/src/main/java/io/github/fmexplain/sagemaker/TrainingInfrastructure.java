package io.github.fmexplain.sagemaker;

import io.github.fmexplain.internal.Once;
import io.github.fmexplain.sagemaker.internal.Names;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.ResourceConfig;
import software.amazon.awssdk.services.sagemaker.model.StoppingCondition;

/**
 * What a training job runs on, how long, and how it reads its rows. Immutable.
 *
 * <p>The algorithm uses no graphics processor on sparse rows, so instances without one are cheaper
 * and as fast. It saves no checkpoints: a spot job that is interrupted begins again.
 */
public final class TrainingInfrastructure {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MAXIMUM_RUN_TIME = Duration.ofDays(28);

  private final String instanceType;
  private final int instanceCount;
  private final int volumeSizeGb;
  private final InputMode inputMode;
  private final @Nullable Duration spotMaxWait;
  private final Duration maxRunTime;
  private final @Nullable String image;

  private TrainingInfrastructure(Builder builder) {
    instanceType = builder.instanceType == null ? "ml.m5.xlarge" : builder.instanceType;
    instanceCount = builder.instanceCount;
    volumeSizeGb = builder.volumeSizeGb == null ? 30 : builder.volumeSizeGb;
    inputMode = builder.inputMode == null ? InputMode.FILE : builder.inputMode;
    spotMaxWait = builder.spotMaxWait;
    maxRunTime = builder.maxRunTime == null ? DAY : builder.maxRunTime;
    image = builder.image;
  }

  /** How a job reads its rows from S3. AWS documents the first two for this algorithm. */
  public enum InputMode {
    /** All objects are downloaded to the volumes before training begins. */
    FILE("File"),

    /** Rows are streamed, in each epoch anew, so that the volumes need no room for them. */
    PIPE("Pipe"),

    /**
     * Objects look like files and are streamed as they are read. SageMaker does that outside of the
     * algorithm, whose documentation says nothing about it.
     */
    FAST_FILE("FastFile");

    private final String sent;

    InputMode(String sent) {
      this.sent = sent;
    }
  }

  /** {@return one ml.m5.xlarge for at most a day} */
  public static TrainingInfrastructure defaults() {
    return builder().build();
  }

  /** {@return a builder in which nothing is set} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the instance type, such as {@code ml.m5.xlarge}} */
  public String instanceType() {
    return instanceType;
  }

  /** {@return the number of instances} */
  public int instanceCount() {
    return instanceCount;
  }

  /** {@return after how long SageMaker ends the job} */
  public Duration maxRunTime() {
    return maxRunTime;
  }

  /** {@return the URI of the image, or empty for the region's own} */
  public Optional<String> image() {
    return Optional.ofNullable(image);
  }

  String inputMode() {
    return inputMode.sent;
  }

  boolean isSpot() {
    return spotMaxWait != null;
  }

  ResourceConfig resources(SageMakerSetup setup) {
    return ResourceConfig.builder()
        .instanceType(instanceType)
        .instanceCount(instanceCount)
        .volumeSizeInGB(volumeSizeGb)
        .volumeKmsKeyId(setup.volumeKmsKey())
        .build();
  }

  StoppingCondition stoppingCondition() {
    StoppingCondition.Builder condition =
        StoppingCondition.builder().maxRuntimeInSeconds(Math.toIntExact(maxRunTime.toSeconds()));
    if (spotMaxWait != null) {
      condition.maxWaitTimeInSeconds(Math.toIntExact(spotMaxWait.toSeconds()));
    }
    return condition.build();
  }

  /** {@return the instances and the longest run time} */
  @Override
  public String toString() {
    return "TrainingInfrastructure["
        + instanceCount
        + " x "
        + instanceType
        + ", at most "
        + maxRunTime
        + "]";
  }

  /** Collects settings, each once. Not thread-safe. */
  public static final class Builder {

    private @Nullable String instanceType;
    private int instanceCount = 1;
    private @Nullable Integer volumeSizeGb;
    private @Nullable InputMode inputMode;
    private @Nullable Duration spotMaxWait;
    private @Nullable Duration maxRunTime;
    private @Nullable String image;

    private Builder() {}

    /**
     * Sets the instances; one ml.m5.xlarge if they are not set. With more than one, the rows are
     * split between them.
     *
     * @param type an instance type, such as {@code ml.c5.2xlarge}
     * @param count at least 1
     * @throws IllegalArgumentException if the type does not start with {@code ml.} or the count is
     *     less than 1
     * @throws IllegalStateException if they were already set
     */
    public Builder instances(String type, int count) {
      requireInstanceType(type);
      Once.atLeast(1, count, "instanceCount");
      Once.requireUnset(instanceType, "instances");
      instanceType = type;
      instanceCount = count;
      return this;
    }

    static String requireInstanceType(String type) {
      if (!type.matches("ml\\.[a-z0-9\\-]+\\.[a-z0-9\\-]+")) {
        throw new IllegalArgumentException(
            "instanceType must be one of SageMaker's, such as ml.m5.xlarge, but was '"
                + type
                + "'");
      }
      return type;
    }

    /**
     * Sets the size of the volume of each instance; 30 GB if it is not set.
     *
     * @param gb at least 1; the data of an instance must fit into it
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it was already set
     */
    public Builder volumeSizeGb(int gb) {
      Once.requireUnset(volumeSizeGb, "volumeSizeGb");
      volumeSizeGb = Once.atLeast(1, gb, "volumeSizeGb");
      return this;
    }

    /**
     * Sets how the job reads its rows; {@link InputMode#FILE} if it is not set.
     *
     * @param mode any
     * @throws IllegalStateException if it was already set
     */
    public Builder inputMode(InputMode mode) {
      Objects.requireNonNull(mode, "mode");
      Once.requireUnset(inputMode, "inputMode");
      inputMode = mode;
      return this;
    }

    /**
     * Asks for spot instances, which cost less and can be taken away.
     *
     * @param maxWait how long to wait for instances and training together, not less than the
     *     longest run time
     * @throws IllegalArgumentException if it is less than a second or more than 28 days
     * @throws IllegalStateException if it was already set
     */
    public Builder spot(Duration maxWait) {
      Objects.requireNonNull(maxWait, "maxWait");
      Once.requireUnset(spotMaxWait, "spot");
      spotMaxWait = requireTime(maxWait, "spot");
      return this;
    }

    /**
     * Sets after how long SageMaker ends the job; a day if it is not set.
     *
     * @param time whole seconds are used
     * @throws IllegalArgumentException if it is less than a second or more than 28 days
     * @throws IllegalStateException if it was already set
     */
    public Builder maxRunTime(Duration time) {
      Once.requireUnset(maxRunTime, "maxRunTime");
      maxRunTime = requireTime(time, "maxRunTime");
      return this;
    }

    private static Duration requireTime(Duration time, String name) {
      if (time.toSeconds() < 1 || time.compareTo(MAXIMUM_RUN_TIME) > 0) {
        throw new IllegalArgumentException(
            name + " must be from 1 second to 28 days, but was " + time);
      }
      return time;
    }

    /**
     * Sets the image; the algorithm's own of the region if it is not set.
     *
     * @param uri the URI of an image in a registry
     * @throws IllegalArgumentException if it is empty
     * @throws IllegalStateException if it was already set
     */
    public Builder image(String uri) {
      Objects.requireNonNull(uri, "uri");
      Once.requireUnset(image, "image");
      image = Names.requireNotBlank(uri, "image");
      return this;
    }

    /**
     * {@return the infrastructure}
     *
     * @throws IllegalArgumentException if spot waits for less than the longest run time
     */
    public TrainingInfrastructure build() {
      TrainingInfrastructure result = new TrainingInfrastructure(this);
      if (spotMaxWait != null && spotMaxWait.compareTo(result.maxRunTime) < 0) {
        throw new IllegalArgumentException(
            "spot must not wait for less than maxRunTime, "
                + result.maxRunTime
                + ", but waits for "
                + spotMaxWait);
      }
      return result;
    }
  }
}
