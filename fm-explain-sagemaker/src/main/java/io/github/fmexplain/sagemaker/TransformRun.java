package io.github.fmexplain.sagemaker;

import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.sagemaker.internal.Names;
import io.github.fmexplain.sagemaker.internal.Redaction;
import io.github.fmexplain.sagemaker.recordio.Prediction;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.CreateTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;

/**
 * One run of {@link BatchTransform}. However it ends, no job of it is left running, or the
 * exception says that one may be.
 */
final class TransformRun {

  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  /** Ten times what a line with a prediction takes. */
  private static final int PREDICTION_BYTES = 1000;

  private final BatchTransform transform;
  private final List<FeatureVector> rows;
  private final int numFeatures;
  private final SageMakerClients clients;
  private final String name;
  private final String root;
  private final int parts;

  /** How far the job has come, to know what must be ended. */
  private enum Stage {
    NOT_CREATED,
    CREATION_NOT_ANSWERED,
    CREATED_OR_REFUSED,
    ENDED
  }

  private Stage stage = Stage.NOT_CREATED;

  TransformRun(BatchTransform transform, List<FeatureVector> rows, int numFeatures) {
    this.transform = transform;
    this.rows = rows;
    this.numFeatures = numFeatures;
    this.clients = transform.clients();
    this.parts = transform.instanceCount();
    this.name = Names.fresh("fm-explain", Clock.systemUTC());
    this.root = transform.storage().prefix() + "/" + name + "/" + Names.token();
  }

  List<Prediction> run(String image) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before the transform job");
    }
    Bucket bucket = Bucket.of(clients, transform.storage());
    S3Objects objects =
        new S3Objects(
            clients.s3(), bucket, transform.storage().kmsKey().orElse(null), S3Objects.PART_BYTES);
    EndpointDeployment model = new EndpointDeployment(clients, "fm-explain");
    List<Prediction> predictions;
    try {
      for (int part = 0; part < parts; part++) {
        int first = part;
        objects.upload(key("in", part), out -> writePart(first, out));
      }
      model.createModel(transform.role(), image, transform.artifact(), List.of());
      create(bucket, model.name());
      awaitEnd();
      predictions = join(objects);
    } catch (Throwable e) {
      Calls.cleanUp(e, this::stop);
      Calls.cleanUp(e, () -> cleanUp(objects, model).forEach(e::addSuppressed));
      throw e;
    }
    List<RuntimeException> left = cleanUp(objects, model);
    if (!left.isEmpty()) {
      TransformJobException failure =
          new TransformJobException(
              name,
              "gave its predictions, which this exception has, but something is left behind: "
                  + left.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")),
              predictions);
      left.forEach(failure::addSuppressed);
      throw failure;
    }
    return predictions;
  }

  /** Deletes what the job needed. Returns what could not be deleted. */
  private List<RuntimeException> cleanUp(S3Objects objects, EndpointDeployment model) {
    List<RuntimeException> left = new ArrayList<>();
    Calls.evenIfInterrupted(
        () -> {
          try {
            model.delete();
          } catch (EndpointException e) {
            left.add(e);
          }
          if (!transform.storage().keepsData()) {
            List<SageMakerCallException> kept = objects.deleteUploaded();
            for (int part = 0; part < parts; part++) {
              objects.delete(key("out", part) + ".out", kept);
            }
            left.addAll(kept);
          }
        });
    return left;
  }

  private String key(String folder, int part) {
    String name = String.format(Locale.ROOT, "rows_%d.pbr", part);
    return root + "/" + folder + "/" + name;
  }

  private void writePart(int part, OutputStream out) throws IOException {
    RowBodies bodies = new RowBodies(EndpointScorer.Format.RECORD_IO, numFeatures);
    for (int row = part; row < rows.size(); row += parts) {
      out.write(bodies.row(rows.get(row)));
    }
  }

  private void create(Bucket bucket, String model) throws InterruptedException {
    stage = Stage.CREATION_NOT_ANSWERED;
    try {
      Calls.run(
          "create " + what(),
          () -> clients.sageMaker().createTransformJob(b -> fill(b, bucket, model)));
    } catch (SageMakerCallException e) {
      if (e.isAnswered()) {
        stage = Stage.CREATED_OR_REFUSED;
      }
      if (!e.isDuplicate()) { // its name is fresh, so that only this run can have created it
        throw e;
      }
    }
    stage = Stage.CREATED_OR_REFUSED;
  }

  private String what() {
    return "transform job '" + name + "'";
  }

  private void fill(CreateTransformJobRequest.Builder request, Bucket bucket, String model) {
    request
        .transformJobName(name)
        .modelName(model)
        .maxPayloadInMB(transform.maximumPayloadMb())
        .batchStrategy("MultiRecord")
        .transformInput(
            i ->
                i.contentType(TrainingRun.CONTENT_TYPE)
                    .splitType("RecordIO")
                    .dataSource(
                        d ->
                            d.s3DataSource(
                                s -> s.s3DataType("S3Prefix").s3Uri(bucket.uri(root + "/in/")))))
        .transformOutput(
            o ->
                o.s3OutputPath(bucket.uri(root + "/out"))
                    .accept("application/jsonlines")
                    .assembleWith("Line")
                    .kmsKeyId(transform.storage().kmsKey().orElse(null)))
        .transformResources(
            r -> r.instanceType(transform.instanceType()).instanceCount(transform.instanceCount()));
  }

  private DescribeTransformJobResponse describe() {
    DescribeTransformJobResponse answer =
        clients.sageMaker().describeTransformJob(b -> b.transformJobName(name));
    Patience.requireStatus(what(), answer.transformJobStatusAsString());
    return answer;
  }

  private void awaitEnd() throws InterruptedException {
    Patience patience = new Patience(clients, what());
    while (true) {
      DescribeTransformJobResponse job = patience.look(this::describe, warning -> {});
      if (job != null && SageMakerTrainingJob.isFinal(job.transformJobStatusAsString())) {
        stage = Stage.ENDED;
        if (job.transformJobStatusAsString().equals("Completed")) {
          return;
        }
        String reason = job.failureReason();
        throw new TransformJobException(
            name,
            job.transformJobStatusAsString().toLowerCase(Locale.ROOT)
                + (reason == null ? "" : ": " + Redaction.of(reason))
                + (reason != null && reason.contains("Unable to get response")
                    ? "; lower maximumPayloadMb"
                    : ""),
            (Throwable) null);
      }
      patience.pause(LONGEST_WAIT);
    }
  }

  /**
   * Stops the job.
   *
   * @throws SageMakerCallException if it may still run
   */
  private void stop() {
    if (stage == Stage.NOT_CREATED || stage == Stage.ENDED) {
      return;
    }
    try {
      SageMakerTrainingJob.stop(
          what(),
          () -> clients.sageMaker().stopTransformJob(b -> b.transformJobName(name)),
          () ->
              Calls.uninterruptibly("describe " + what(), this::describe)
                  .transformJobStatusAsString());
    } catch (SageMakerCallException e) {
      if (!e.isMissing()) {
        throw mayRun(String.valueOf(e.getMessage()), e);
      }
      if (stage == Stage.CREATION_NOT_ANSWERED) {
        throw mayRun("its creation was not answered, and a moment later it was not there yet", e);
      }
    }
  }

  private SageMakerCallException mayRun(String why, SageMakerCallException cause) {
    return new SageMakerCallException(
        what() + " may still run and cost money; stop it: " + why, cause);
  }

  private List<Prediction> join(S3Objects objects) throws InterruptedException {
    Prediction[] joined = new Prediction[rows.size()];
    for (int part = 0; part < parts; part++) {
      int expected = (rows.size() - 1 - part) / parts + 1;
      List<Prediction> predictions = read(objects, part, expected);
      if (predictions.size() != expected) {
        throw new TransformJobException(
            name,
            "answered "
                + predictions.size()
                + " predictions for the "
                + expected
                + " rows of part "
                + part,
            (Throwable) null);
      }
      for (int j = 0; j < expected; j++) {
        int row = j * parts + part;
        String fault = Predictions.fault(transform.predictorType(), predictions.get(j));
        if (fault != null) {
          throw badAnswer(fault, row, null);
        }
        joined[row] = predictions.get(j);
      }
    }
    return new ArrayList<>(Arrays.asList(joined));
  }

  private TransformJobException badAnswer(String fault, int row, @Nullable Throwable cause) {
    return new TransformJobException(
        name, "gave a bad answer for row " + (row + 1) + ": " + fault, cause);
  }

  private List<Prediction> read(S3Objects objects, int part, int expected)
      throws InterruptedException {
    int limit = (int) Math.min(expected * (long) PREDICTION_BYTES, Integer.MAX_VALUE - 16);
    byte[] body = objects.read(key("out", part) + ".out", limit);
    if (body.length > limit) {
      throw new TransformJobException(
          name,
          "left an output of more than "
              + limit
              + " bytes for the "
              + expected
              + " rows of part "
              + part,
          (Throwable) null);
    }
    try {
      return PredictionJson.read(body, true);
    } catch (PredictionJson.FaultException e) {
      throw badAnswer(String.valueOf(e.getMessage()), Math.max(0, e.row()) * parts + part, null);
    }
  }
}
