package io.github.fmexplain.sagemaker;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.sagemaker.recordio.RecordIoShard;
import io.github.fmexplain.sagemaker.recordio.RecordIoWriter;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.Channel;

/** The rows of a training: here, to be uploaded, or in S3 already. */
final class TrainingInput {

  static final String CONTENT_TYPE = "application/x-recordio-protobuf";

  private final int instances;
  private final int numFeatures;
  private final @Nullable TrainingSet set;
  private final @Nullable TrainingSet testSet;
  private final @Nullable S3TrainingData data;

  private TrainingInput(
      int instances,
      int numFeatures,
      @Nullable TrainingSet set,
      @Nullable TrainingSet testSet,
      @Nullable S3TrainingData data) {
    this.instances = instances;
    this.numFeatures = numFeatures;
    this.set = set;
    this.testSet = testSet;
    this.data = data;
  }

  static TrainingInput of(
      SageMakerTrainer trainer, TrainingSet set, FmHyperparameters hyperparameters) {
    int instances = trainer.infrastructure().instanceCount();
    Optional<TrainingSet> testSet = trainer.testSet();
    check("training set", set, hyperparameters, instances);
    testSet.ifPresent(
        test -> {
          if (test.numFeatures() != set.numFeatures()) {
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT,
                    "test set has %d features, but the training set has %d; was it encoded"
                        + " otherwise?",
                    test.numFeatures(),
                    set.numFeatures()));
          }
          check("test set", test, hyperparameters, instances);
        });
    if (set.isSortedByUser()) {
      trainer
          .listener()
          .onWarning(
              "training set is sorted by user, and SageMaker does not shuffle, so that each user is"
                  + " trained in few steps per epoch; shuffle it with TrainingSet.shuffled");
    }
    return new TrainingInput(instances, set.numFeatures(), set, testSet.orElse(null), null);
  }

  static TrainingInput of(SageMakerTrainer trainer, S3TrainingData data) {
    if (trainer.testSet().isPresent()) {
      throw new IllegalArgumentException(
          "test rows must be in S3 too where the training rows are; give their address in"
              + " S3TrainingData, and no testSet(…)");
    }
    return new TrainingInput(
        trainer.infrastructure().instanceCount(), data.numFeatures(), null, null, data);
  }

  private static void check(
      String what, TrainingSet rows, FmHyperparameters hyperparameters, int instances) {
    Metrics.requireTrainable(hyperparameters.predictorType(), rows);
    if (rows.numRows() < instances) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must have at least 1 row per instance, but has %d for %d instances",
              what,
              rows.numRows(),
              instances));
    }
  }

  int numFeatures() {
    return numFeatures;
  }

  boolean isUploaded() {
    return data == null;
  }

  boolean hasTest() {
    return testSet != null || (data != null && data.test() != null);
  }

  /** Uploads what is not there yet. Returns the channels that read it. */
  List<Channel> upload(Bucket bucket, S3Objects objects, String root) throws InterruptedException {
    List<Channel> channels = new ArrayList<>();
    if (data != null) {
      channels.add(channel("train", data.train()));
      if (data.test() != null) {
        channels.add(channel("test", data.test()));
      }
    }
    if (set != null) {
      channels.add(upload(bucket, objects, root, "train", set));
    }
    if (testSet != null) {
      channels.add(upload(bucket, objects, root, "test", testSet));
    }
    return channels;
  }

  private Channel upload(
      Bucket bucket, S3Objects objects, String root, String name, TrainingSet rows)
      throws InterruptedException {
    for (RecordIoShard shard : RecordIoWriter.shards(rows, instances)) {
      objects.upload(
          String.format(Locale.ROOT, "%s/%s/matrix_%d.pbr", root, name, shard.part()),
          shard::writeTo);
    }
    return channel(name, bucket.uri(root + "/" + name + "/"));
  }

  private Channel channel(String name, String uri) {
    return Channel.builder()
        .channelName(name)
        .contentType(CONTENT_TYPE)
        .dataSource(
            d ->
                d.s3DataSource(
                    s ->
                        s.s3DataType("S3Prefix")
                            .s3Uri(uri)
                            .s3DataDistributionType(
                                instances > 1 ? "ShardedByS3Key" : "FullyReplicated")))
        .build();
  }
}
