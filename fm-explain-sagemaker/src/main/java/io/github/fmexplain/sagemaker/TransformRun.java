package io.github.fmexplain.sagemaker;

import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.sagemaker.internal.Names;
import io.github.fmexplain.sagemaker.internal.Redaction;
import io.github.fmexplain.sagemaker.recordio.Prediction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;

/** One run of {@link BatchTransform}. However it ends, no job of it is left running. */
final class TransformRun {

  private static final int PASSING_FAILURES = 5;

  /** Ten times what a line with a prediction takes. */
  private static final int PREDICTION_BYTES = 1000;

  private final BatchTransform transform;
  private final List<FeatureVector> rows;
  private final int numFeatures;
  private final SageMakerClients clients;
  private final String name;
  private final String root;
  private final int parts;

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
    Throwable failure = null;
    try {
      for (int part = 0; part < parts; part++) {
        int first = part;
        objects.upload(key("in", part), out -> writePart(first, out));
      }
      model.createModel(transform.role(), image, transform.artifact(), List.of());
      transform(bucket, model.name());
      return join(objects);
    } catch (RuntimeException | InterruptedException e) {
      failure = e;
      throw e;
    } finally {
      cleanUp(objects, model, failure);
    }
  }

  private void cleanUp(S3Objects objects, EndpointDeployment model, @Nullable Throwable failure) {
    RuntimeException left = model.delete();
    if (!transform.storage().keepsData()) {
      List<String> kept = objects.deleteUploaded();
      for (int part = 0; part < parts; part++) {
        objects.delete(key("out", part) + ".out", kept);
      }
    }
    if (failure != null && left != null) {
      failure.addSuppressed(left);
    }
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

  private void transform(Bucket bucket, String model) throws InterruptedException {
    boolean ended = false;
    try {
      Calls.run("create transform job '" + name + "'", () -> create(bucket, model));
      awaitEnd();
      ended = true;
    } catch (TransformJobException e) {
      ended = true;
      throw e;
    } catch (RuntimeException | InterruptedException e) {
      if (!ended) {
        stop(e);
      }
      throw e;
    }
  }

  private String create(Bucket bucket, String model) {
    return clients
        .sageMaker()
        .createTransformJob(
            b ->
                b.transformJobName(name)
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
                                            s ->
                                                s.s3DataType("S3Prefix")
                                                    .s3Uri(bucket.uri(root + "/in/")))))
                    .transformOutput(
                        o ->
                            o.s3OutputPath(bucket.uri(root + "/out"))
                                .accept("application/jsonlines")
                                .assembleWith("Line")
                                .kmsKeyId(transform.storage().kmsKey().orElse(null)))
                    .transformResources(
                        r ->
                            r.instanceType(transform.instanceType())
                                .instanceCount(transform.instanceCount())))
        .transformJobArn();
  }

  private void awaitEnd() throws InterruptedException {
    int failures = 0;
    while (true) {
      try {
        DescribeTransformJobResponse job =
            Calls.run(
                "describe transform job '" + name + "'",
                () -> clients.sageMaker().describeTransformJob(b -> b.transformJobName(name)));
        failures = 0;
        String status = String.valueOf(job.transformJobStatusAsString());
        if (status.equals("Completed")) {
          return;
        }
        if (status.equals("Failed") || status.equals("Stopped")) {
          String reason = job.failureReason();
          throw new TransformJobException(
              name,
              status.toLowerCase(Locale.ROOT)
                  + (reason == null ? "" : ": " + Redaction.of(reason))
                  + (reason != null && reason.contains("Unable to get response")
                      ? "; lower maximumPayloadMb"
                      : ""),
              null);
        }
      } catch (SageMakerCallException e) {
        failures++;
        if (!e.isPassing() || failures > PASSING_FAILURES) {
          throw e;
        }
      }
      clients.pause();
    }
  }

  private void stop(Throwable reason) {
    Calls.evenIfInterrupted(
        () -> {
          try {
            Calls.uninterruptibly(
                "stop transform job '" + name + "', which may still run and cost money",
                () -> clients.sageMaker().stopTransformJob(b -> b.transformJobName(name)));
          } catch (SageMakerCallException e) {
            if (!e.isMissing()) {
              reason.addSuppressed(e);
            }
          }
        });
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
            null);
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
    byte[] body;
    try (InputStream in = objects.open(key("out", part) + ".out")) {
      body = in.readNBytes(limit + 1);
    } catch (IOException e) {
      throw new TransformJobException(
          name, "left an output that cannot be read: " + Redaction.of(e.getMessage() + ""), e);
    }
    if (body.length > limit) {
      throw new TransformJobException(
          name,
          "left an output of more than "
              + limit
              + " bytes for the "
              + expected
              + " rows of part "
              + part,
          null);
    }
    try {
      return PredictionJson.read(body, true);
    } catch (PredictionJson.FaultException e) {
      throw badAnswer(String.valueOf(e.getMessage()), Math.max(0, e.row()) * parts + part, null);
    }
  }
}
