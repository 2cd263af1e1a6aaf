package io.github.fmexplain.sagemaker;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.internal.Background;
import io.github.fmexplain.internal.Once;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.internal.Images;
import io.github.fmexplain.sagemaker.internal.Names;
import io.github.fmexplain.sagemaker.recordio.Prediction;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Scores a data set with a batch transform job, which needs no endpoint, and joins the predictions
 * to the rows. Immutable and thread-safe.
 *
 * <p>{@link #run(TrainingSet)} is for rows that are here, and its predictions are held in memory;
 * {@link #run(String, String)} goes from S3 to S3, and {@link #read} streams what it left there.
 *
 * <p>Rows are uploaded as RecordIO-protobuf in one object per instance. SageMaker's output has no
 * features, so rows and predictions are joined by their order, and every object must have as many
 * predictions as rows. Input, output and the model that was made for the job are deleted when it
 * has ended; data that the storage keeps stays.
 */
public final class BatchTransform {

  private final SageMakerClients clients;
  private final String role;
  private final @Nullable String artifact;
  private final @Nullable String modelPackage;
  private final SageMakerSetup setup;
  private final PredictorType predictorType;
  private final SageMakerStorage storage;
  private final String instanceType;
  private final int instanceCount;
  private final int maximumPayloadMb;
  private final @Nullable String image;

  private BatchTransform(Builder builder) {
    clients = Objects.requireNonNull(builder.clients);
    role = Objects.requireNonNull(builder.role);
    artifact = builder.artifact;
    modelPackage = builder.modelPackage;
    setup = builder.setup == null ? SageMakerSetup.none() : builder.setup;
    predictorType = Objects.requireNonNull(builder.predictorType);
    storage = builder.storage == null ? SageMakerStorage.defaultBucket() : builder.storage;
    instanceType = builder.instanceType == null ? "ml.m5.xlarge" : builder.instanceType;
    instanceCount = builder.instanceCount;
    maximumPayloadMb = builder.maximumPayloadMb == null ? 6 : builder.maximumPayloadMb;
    image = builder.image;
  }

  /** {@return a builder in which nothing is set} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@return one prediction per row, in the order of the rows: a probability and a label for a
   * binary classifier, a rating for a regressor} Waits for the job, which takes minutes, and at
   * most as long as {@link SageMakerClients.Builder#maximumWait} says. Interrupting the thread
   * stops it.
   *
   * @param set the rows; their targets are not sent. Not modified.
   * @throws IllegalArgumentException if there are fewer rows than instances, or no image is known
   *     in the region
   * @throws TransformJobException if the job fails, its output does not fit the rows, or something
   *     that was made for it could not be deleted; in the last case it has the predictions
   * @throws SageMakerCallException if a call of AWS fails, or the job has not ended in the longest
   *     wait; the job was stopped then, or a suppressed exception says that it may still run
   * @throws InterruptedException if the thread is interrupted
   */
  public List<Prediction> run(TrainingSet set) throws InterruptedException {
    return run(
        new AbstractList<>() {
          @Override
          public FeatureVector get(int row) {
            return set.features(row);
          }

          @Override
          public int size() {
            return set.numRows();
          }
        },
        set.numFeatures());
  }

  /**
   * {@return one prediction per row, in the order of the rows} See {@link #run(TrainingSet)}. A row
   * without features is sent as one with an explicit zero.
   *
   * @param rows at least one row per instance. Not modified.
   * @param numFeatures the number of features of the model
   * @throws IllegalArgumentException if there are fewer rows than instances, a row has a feature
   *     that the model does not have, or no image is known in the region
   * @throws TransformJobException if the job fails, its output does not fit the rows, or something
   *     that was made for it could not be deleted; in the last case it has the predictions
   * @throws SageMakerCallException if a call of AWS fails, or the job has not ended in the longest
   *     wait; the job was stopped then, or a suppressed exception says that it may still run
   * @throws InterruptedException if the thread is interrupted
   */
  public List<Prediction> run(List<FeatureVector> rows, int numFeatures)
      throws InterruptedException {
    if (rows.size() < instanceCount) {
      throw new IllegalArgumentException(
          "rows must be at least one per instance, but are "
              + rows.size()
              + " for "
              + instanceCount
              + " instances");
    }
    EndpointScorer.requireWidths(rows, numFeatures);
    return new TransformRun(this, model()).run(rows, numFeatures);
  }

  /**
   * {@return what {@link #run(TrainingSet)} returns, in another thread} Cancelling the future, or
   * ending it otherwise, such as with {@code orTimeout}, stops the job and deletes what it needed,
   * in that thread; what could not be is told by exceptions that the future's exception suppresses.
   *
   * @param set the rows; their targets are not sent. Not modified.
   * @param executor runs it; its thread is busy until everything is cleaned up
   */
  public CompletableFuture<List<Prediction>> runAsync(TrainingSet set, Executor executor) {
    Objects.requireNonNull(set, "set");
    return Background.start(() -> run(set), predictions -> {}, executor);
  }

  /**
   * Scores rows that are in S3 and leaves the predictions there, one JSON object per line. Neither
   * passes through this machine. Waits for the job, as {@link #run(TrainingSet)} does.
   *
   * @param input the address of one or more objects with RecordIO-protobuf, {@code
   *     s3://bucket/prefix}
   * @param output the address below which the predictions are put, in a folder of the job's name
   * @return the addresses of the objects with predictions, in the order of their names, which is
   *     that of the objects with rows; {@link #read} reads one
   * @throws IllegalArgumentException if an address is not in S3, or no image is known in the region
   * @throws TransformJobException if the job fails, or the model that was made for it could not be
   *     deleted; in the second case the predictions are there
   * @throws SageMakerCallException if a call of AWS fails, or the job has not ended in the longest
   *     wait; the job was stopped then, or a suppressed exception says that it may still run
   * @throws InterruptedException if the thread is interrupted
   */
  public List<String> run(String input, String output) throws InterruptedException {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
    S3TrainingData.requirePrefix(input, "input");
    S3TrainingData.requirePrefix(output, "output");
    return new TransformRun(this, model()).run(input, output);
  }

  /**
   * {@return what {@link #run(String, String)} returns, in another thread} See {@link #runAsync}.
   *
   * @param input the address of one or more objects with RecordIO-protobuf
   * @param output the address below which the predictions are put
   * @param executor runs it; its thread is busy until everything is cleaned up
   */
  public CompletableFuture<List<String>> runAsync(String input, String output, Executor executor) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
    return Background.start(() -> run(input, output), addresses -> {}, executor);
  }

  /**
   * Reads the predictions that a transform job left in an object, as a stream: memory holds one at
   * a time, however many there are. It may take as long as {@link SageMakerClients.Builder#limits}
   * of S3 says in total.
   *
   * @param address one of those that {@link #run(String, String)} returns
   * @param sink is given one prediction per row, in the order of the rows; what it throws ends the
   *     reading and comes out of it
   * @return the number of predictions
   * @throws TransformJobException if the object holds something else than predictions of this type
   *     of model; those before it were given to the sink
   * @throws SageMakerCallException if the object cannot be read to its end
   * @throws InterruptedException if the thread is interrupted
   */
  public int read(String address, Consumer<? super Prediction> sink) throws InterruptedException {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(sink, "sink");
    S3TrainingData.requirePrefix(address, "address");
    RuntimeException[] ofTheSink = new RuntimeException[1];
    String[] parts = address.split("/", -1);
    Bucket bucket = new Bucket(parts[2], null);
    String key = address.substring(bucket.uri("").length());
    try {
      int count =
          new TransformOutput(clients, predictorType, parts[parts.length - 2])
              .read(
                  bucket,
                  key,
                  index -> index,
                  (index, prediction) -> {
                    try {
                      sink.accept(prediction);
                    } catch (RuntimeException e) {
                      ofTheSink[0] = e;
                      throw e;
                    }
                  });
      if (count == 0) {
        throw new TransformJobException(
            parts[parts.length - 2], "left " + address + " without a prediction");
      }
      return count;
    } catch (SageMakerCallException e) {
      throw ofTheSink[0] == null ? e : ofTheSink[0];
    }
  }

  private HostedModel model() {
    String uri = image != null ? image : modelPackage != null ? null : Images.uri(clients.region());
    return new HostedModel(role, uri, artifact, modelPackage, setup);
  }

  SageMakerClients clients() {
    return clients;
  }

  SageMakerSetup setup() {
    return setup;
  }

  PredictorType predictorType() {
    return predictorType;
  }

  SageMakerStorage storage() {
    return storage;
  }

  String instanceType() {
    return instanceType;
  }

  int instanceCount() {
    return instanceCount;
  }

  int maximumPayloadMb() {
    return maximumPayloadMb;
  }

  /** {@return the artifact and the instances} */
  @Override
  public String toString() {
    return "BatchTransform["
        + (artifact == null ? modelPackage : artifact)
        + ", "
        + instanceCount
        + " x "
        + instanceType
        + "]";
  }

  /** Collects settings, each once. Not thread-safe. */
  public static final class Builder {

    private @Nullable SageMakerClients clients;
    private @Nullable String role;
    private @Nullable String artifact;
    private @Nullable String modelPackage;
    private @Nullable SageMakerSetup setup;
    private @Nullable PredictorType predictorType;
    private @Nullable SageMakerStorage storage;
    private @Nullable String instanceType;
    private int instanceCount = 1;
    private @Nullable Integer maximumPayloadMb;
    private @Nullable String image;

    private Builder() {}

    /**
     * Sets the clients. Required.
     *
     * @param clients not closed here
     * @throws IllegalStateException if they were already set
     */
    public Builder clients(SageMakerClients clients) {
      Objects.requireNonNull(clients, "clients");
      Once.requireUnset(this.clients, "clients");
      this.clients = clients;
      return this;
    }

    /**
     * Sets the role that SageMaker takes to read the model and the rows. Required.
     *
     * @param arn the ARN of a role that trusts SageMaker
     * @throws IllegalArgumentException if it is not the ARN of a role
     * @throws IllegalStateException if it was already set
     */
    public Builder role(String arn) {
      Objects.requireNonNull(arn, "arn");
      Once.requireUnset(role, "role");
      role = Names.requireRole(arn);
      return this;
    }

    /**
     * Sets the model. This or {@link #modelPackage} is required.
     *
     * @param uri the address of a {@code model.tar.gz}
     * @throws IllegalArgumentException if it is not an address in S3
     * @throws IllegalStateException if it was already set
     */
    public Builder artifact(String uri) {
      Once.requireUnset(artifact, "artifact");
      artifact = HostedModel.requireArtifact(uri);
      return this;
    }

    /**
     * Sets a model of the model registry, which has its container with it.
     *
     * @param arn the ARN of a version of a model package that was approved
     * @throws IllegalArgumentException if it is not the ARN of a model package
     * @throws IllegalStateException if it was already set
     */
    public Builder modelPackage(String arn) {
      Once.requireUnset(modelPackage, "modelPackage");
      modelPackage = HostedModel.requirePackage(arn);
      return this;
    }

    /**
     * Sets network, keys, tags and variables of model and job; none if it is not set.
     *
     * @param setup any
     * @throws IllegalStateException if it was already set
     */
    public Builder setup(SageMakerSetup setup) {
      Objects.requireNonNull(setup, "setup");
      Once.requireUnset(this.setup, "setup");
      this.setup = setup;
      return this;
    }

    /**
     * Sets what the model predicts. Required.
     *
     * @param type any
     * @throws IllegalStateException if it was already set
     */
    public Builder predictorType(PredictorType type) {
      Objects.requireNonNull(type, "type");
      Once.requireUnset(predictorType, "predictorType");
      predictorType = type;
      return this;
    }

    /**
     * Sets where rows and predictions go; the default bucket if it is not set.
     *
     * @param storage any
     * @throws IllegalStateException if it was already set
     */
    public Builder storage(SageMakerStorage storage) {
      Objects.requireNonNull(storage, "storage");
      Once.requireUnset(this.storage, "storage");
      this.storage = storage;
      return this;
    }

    /**
     * Sets the instances; one ml.m5.xlarge if they are not set.
     *
     * @param type an instance type, such as {@code ml.m5.xlarge}
     * @param count at least 1
     * @throws IllegalArgumentException if the type does not start with {@code ml.} or the count is
     *     less than 1
     * @throws IllegalStateException if they were already set
     */
    public Builder instances(String type, int count) {
      TrainingInfrastructure.Builder.requireInstanceType(type);
      Once.atLeast(1, count, "instanceCount");
      Once.requireUnset(instanceType, "instances");
      instanceType = type;
      instanceCount = count;
      return this;
    }

    /**
     * Sets how much the container is sent at a time; 6 MB if it is not set. Less helps where it
     * says that it got no response from the algorithm.
     *
     * @param mb from 1 to 100
     * @throws IllegalArgumentException if it is not in its range
     * @throws IllegalStateException if it was already set
     */
    public Builder maximumPayloadMb(int mb) {
      if (mb < 1 || mb > 100) {
        throw new IllegalArgumentException("maximumPayloadMb must be from 1 to 100, but was " + mb);
      }
      Once.requireUnset(maximumPayloadMb, "maximumPayloadMb");
      maximumPayloadMb = mb;
      return this;
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
     * {@return the batch transform}
     *
     * @throws IllegalStateException if a required setting is missing, or the model is set twice
     */
    public BatchTransform build() {
      Once.requireSet(
          "clients",
          clients,
          "role",
          role,
          "artifact or modelPackage",
          artifact == null ? modelPackage : artifact,
          "predictorType",
          predictorType);
      if (artifact != null && modelPackage != null) {
        throw new IllegalStateException("artifact and modelPackage exclude each other");
      }
      return new BatchTransform(this);
    }
  }
}
