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
import software.amazon.awssdk.services.sagemaker.model.CreateTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;

/**
 * One run of {@link BatchTransform}. However it ends, no job of it is left running, or the
 * exception says that one may be.
 */
final class TransformRun {

  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private final BatchTransform transform;
  private final HostedModel hosted;
  private final SageMakerClients clients;
  private final String name;
  private final int parts;

  /** How far the job has come, to know what must be ended. */
  private enum Stage {
    NOT_CREATED,
    CREATION_NOT_ANSWERED,
    CREATED_OR_REFUSED,
    ENDED
  }

  private Stage stage = Stage.NOT_CREATED;

  TransformRun(BatchTransform transform, HostedModel hosted) {
    this.transform = transform;
    this.hosted = hosted;
    this.clients = transform.clients();
    this.parts = transform.instanceCount();
    this.name = Names.fresh("fm-explain", Clock.systemUTC());
  }

  /** What goes to a job and comes from it. */
  private interface Data<T> {

    /** Puts the rows where the job reads them. */
    void upload() throws InterruptedException;

    /** {@return the predictions, or where they are} */
    T result() throws InterruptedException;

    /** {@return what could not be deleted} */
    List<SageMakerCallException> delete();
  }

  /** Scores rows that are here. */
  List<Prediction> run(List<FeatureVector> rows, int numFeatures) throws InterruptedException {
    requireNotInterrupted();
    Bucket bucket = Bucket.of(clients, transform.storage());
    S3Objects objects =
        new S3Objects(
            clients.s3(), bucket, transform.storage().kmsKey().orElse(null), S3Objects.PART_BYTES);
    String root = transform.storage().prefix() + "/" + name + "/" + Names.token();
    Data<List<Prediction>> data =
        new Data<>() {
          @Override
          public void upload() throws InterruptedException {
            for (int part = 0; part < parts; part++) {
              int first = part;
              objects.upload(
                  key(root, "in", part), out -> writePart(rows, numFeatures, first, out));
            }
          }

          @Override
          public List<Prediction> result() throws InterruptedException {
            return join(bucket, root, rows.size());
          }

          @Override
          public List<SageMakerCallException> delete() {
            if (transform.storage().keepsData()) {
              return List.of();
            }
            List<SageMakerCallException> kept = objects.deleteUploaded();
            for (int part = 0; part < parts; part++) {
              objects.delete(key(root, "out", part) + ".out", kept);
            }
            return kept;
          }
        };
    return run(bucket.uri(root + "/in/"), bucket.uri(root + "/out"), data);
  }

  /** Scores rows that are in S3. Returns where the predictions are. */
  List<String> run(String input, String output) throws InterruptedException {
    requireNotInterrupted();
    String folder = output + (output.endsWith("/") ? "" : "/") + name;
    String[] address = folder.substring("s3://".length()).split("/", 2);
    Bucket bucket = new Bucket(address[0], null);
    Data<List<String>> data =
        new Data<>() {
          @Override
          public void upload() {}

          @Override
          public List<String> result() throws InterruptedException {
            List<String> found =
                S3Objects.list(clients.s3(), bucket, address[1] + "/").stream()
                    .filter(key -> key.endsWith(".out"))
                    .map(bucket::uri)
                    .toList();
            if (found.isEmpty()) {
              throw new TransformJobException(
                  name, "left nothing in " + folder + "; is there anything in " + input + "?");
            }
            return found;
          }

          @Override
          public List<SageMakerCallException> delete() {
            return List.of();
          }
        };
    return run(input, folder, data);
  }

  private static void requireNotInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before the transform job");
    }
  }

  private <T> T run(String input, String output, Data<T> data) throws InterruptedException {
    EndpointDeployment model = new EndpointDeployment(clients, "fm-explain");
    T result;
    try {
      data.upload();
      model.createModel(hosted);
      create(input, output, model.name());
      awaitEnd();
      result = data.result();
    } catch (Throwable e) {
      Calls.cleanUp(e, this::stop);
      Calls.cleanUp(e, () -> cleanUp(data, model).forEach(e::addSuppressed));
      throw e;
    }
    List<RuntimeException> left = cleanUp(data, model);
    if (!left.isEmpty()) {
      List<?> results = result instanceof List<?> list ? list : List.of();
      TransformJobException failure =
          new TransformJobException(
              name,
              "gave its predictions, which this exception has, but something is left behind: "
                  + left.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")),
              results);
      left.forEach(failure::addSuppressed);
      throw failure;
    }
    return result;
  }

  /** Deletes what the job needed. Returns what could not be deleted. */
  private static List<RuntimeException> cleanUp(Data<?> data, EndpointDeployment model) {
    List<RuntimeException> left = new ArrayList<>();
    Calls.evenIfInterrupted(
        () -> {
          try {
            model.delete();
          } catch (EndpointException e) {
            left.add(e);
          }
          left.addAll(data.delete());
        });
    return left;
  }

  private static String key(String root, String folder, int part) {
    return root + "/" + folder + "/" + String.format(Locale.ROOT, "rows_%d.pbr", part);
  }

  private void writePart(List<FeatureVector> rows, int numFeatures, int part, OutputStream out)
      throws IOException {
    RowBodies bodies = new RowBodies(EndpointScorer.Format.RECORD_IO, numFeatures);
    for (int row = part; row < rows.size(); row += parts) {
      out.write(bodies.row(rows.get(row)));
    }
  }

  private void create(String input, String output, String model) throws InterruptedException {
    stage = Stage.CREATION_NOT_ANSWERED;
    try {
      Calls.run(
          "create " + what(),
          () -> clients.sageMaker().createTransformJob(b -> fill(b, input, output, model)));
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

  private void fill(
      CreateTransformJobRequest.Builder request, String input, String output, String model) {
    SageMakerSetup setup = transform.setup();
    request
        .environment(setup.environment())
        .tags(setup.tags())
        .transformJobName(name)
        .modelName(model)
        .maxPayloadInMB(transform.maximumPayloadMb())
        .batchStrategy("MultiRecord")
        .transformInput(
            i ->
                i.contentType(TrainingInput.CONTENT_TYPE)
                    .splitType("RecordIO")
                    .dataSource(d -> d.s3DataSource(s -> s.s3DataType("S3Prefix").s3Uri(input))))
        .transformOutput(
            o ->
                o.s3OutputPath(output)
                    .accept("application/jsonlines")
                    .assembleWith("Line")
                    .kmsKeyId(transform.storage().kmsKey().orElse(null)))
        .transformResources(
            r ->
                r.instanceType(transform.instanceType())
                    .instanceCount(transform.instanceCount())
                    .volumeKmsKeyId(setup.volumeKmsKey()));
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
                    : ""));
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

  private List<Prediction> join(Bucket bucket, String root, int rows) throws InterruptedException {
    TransformOutput output = new TransformOutput(clients, transform.predictorType(), name);
    Prediction[] joined = new Prediction[rows];
    for (int part = 0; part < parts; part++) {
      int first = part;
      int expected = (rows - 1 - part) / parts + 1;
      int found =
          output.read(
              bucket,
              key(root, "out", part) + ".out",
              index -> index * parts + first,
              (index, prediction) -> {
                if (index >= expected) {
                  throw wrongCount("more than " + expected, expected, first);
                }
                joined[index * parts + first] = prediction;
              });
      if (found != expected) {
        throw wrongCount(Integer.toString(found), expected, part);
      }
    }
    return new ArrayList<>(Arrays.asList(joined));
  }

  private TransformJobException wrongCount(String found, int expected, int part) {
    return new TransformJobException(
        name, "answered " + found + " predictions for the " + expected + " rows of part " + part);
  }
}
