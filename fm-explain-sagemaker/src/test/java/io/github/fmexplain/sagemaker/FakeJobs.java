package io.github.fmexplain.sagemaker;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.sagemaker.FakeAws.Answer;
import io.github.fmexplain.sagemaker.FakeAws.Refusal;
import io.github.fmexplain.sagemaker.recordio.RecordIoReader;
import io.github.fmexplain.sagemaker.recordio.RecordIoRow;
import io.github.fmexplain.train.FmHyperparameters;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Training and transform jobs that go through a script of states, or really train. */
final class FakeJobs implements AutoCloseable {

  /** How a job stands at one look, and what it has logged since the last. */
  record Step(String status, String secondary, @Nullable String reason, List<String> lines) {
    static Step of(String status, String secondary, String... lines) {
      return new Step(status, secondary, null, List.of(lines));
    }

    Step because(String why) {
      return new Step(status, secondary, why, lines);
    }

    boolean isFinal() {
      return List.of("Completed", "Failed", "Stopped").contains(status);
    }
  }

  /** A job. */
  static final class Job {
    final JsonNode request;
    final Deque<Step> steps;
    final @Nullable FakeTraining training;
    Step now;

    Job(JsonNode request, Deque<Step> steps, @Nullable FakeTraining training) {
      this.request = request;
      this.steps = steps;
      this.training = training;
      this.now = Step.of("InProgress", "Starting");
    }
  }

  private final FakeAws aws;
  final Map<String, Job> jobs = new TreeMap<>();
  final Map<String, JsonNode> transforms = new TreeMap<>();
  List<Step> script =
      List.of(
          Step.of("InProgress", "Starting"),
          Step.of("InProgress", "Downloading"),
          Step.of("InProgress", "Training"),
          Step.of("InProgress", "Uploading"),
          Step.of("Completed", "Completed"));
  List<Step> stopScript = List.of(Step.of("Stopping", "Stopping"), Step.of("Stopped", "Stopped"));
  List<Step> transformScript = List.of(Step.of("InProgress", ""), Step.of("Completed", ""));
  private final Map<String, Deque<Step>> transformSteps = new HashMap<>();

  /** What a finished job leaves; null to train for real. */
  byte @Nullable [] artifact;

  /** Whether a job that was stopped leaves its artifact too. */
  boolean artifactAfterStop;

  boolean train;

  FakeJobs(FakeAws aws) {
    this.aws = aws;
  }

  Answer answer(String action, byte[] body) {
    JsonNode request = FakeJson.read(body);
    String name = FakeJson.text(request, "TrainingJobName");
    String transform = FakeJson.text(request, "TransformJobName");
    return switch (action) {
      case "CreateTrainingJob" -> create(name, request);
      case "DescribeTrainingJob" -> describe(name, job(name));
      case "StopTrainingJob" -> stop(job(name));
      case "CreateTransformJob" -> createTransform(transform, request);
      case "DescribeTransformJob" -> describeTransform(transform);
      case "StopTransformJob" -> stopTransform(transform);
      default -> throw new Refusal(400, "UnknownOperationException", action);
    };
  }

  private Job job(String name) {
    Job job = jobs.get(name);
    if (job == null) {
      throw new Refusal(400, "ValidationException", "Requested resource not found.");
    }
    return job;
  }

  private Answer create(String name, JsonNode request) {
    if (jobs.containsKey(name)) {
      throw new Refusal(400, "ResourceInUse", "Training job names must be unique: " + name);
    }
    FakeTraining training =
        train ? FakeTraining.start(set(request), hyperparameters(request)) : null;
    jobs.put(name, new Job(request, new ArrayDeque<>(script), training));
    return Answer.json(FakeJson.object("TrainingJobArn", "arn:x"));
  }

  private static FmHyperparameters hyperparameters(JsonNode request) {
    Map<String, String> map = new TreeMap<>();
    request
        .get("HyperParameters")
        .properties()
        .forEach(e -> map.put(e.getKey(), e.getValue().asString()));
    return FmHyperparameters.ofMap(map);
  }

  /** The rows of the train channel, put back into their order. */
  private TrainingSet set(JsonNode request) {
    int width = Integer.parseInt(request.get("HyperParameters").get("feature_dim").asString());
    JsonNode source = request.get("InputDataConfig").get(0).get("DataSource").get("S3DataSource");
    List<List<RecordIoRow>> parts = new ArrayList<>();
    for (byte[] object : objects(FakeJson.text(source, "S3Uri"))) {
      List<RecordIoRow> rows = new ArrayList<>();
      RecordIoReader.of(new ByteArrayInputStream(object)).forEach(rows::add);
      parts.add(rows);
    }
    TrainingSet.Builder builder = TrainingSet.builder(width);
    for (int row = 0; row < parts.stream().mapToInt(List::size).sum(); row++) {
      RecordIoRow next = parts.get(row % parts.size()).get(row / parts.size());
      builder.add(next.features(), (float) next.label().orElseThrow());
    }
    return builder.build();
  }

  private List<byte[]> objects(String uri) {
    String path = uri.substring("s3://".length());
    return List.copyOf(aws.s3.objects.subMap(path, path + "\uffff").values());
  }

  private Answer describe(String name, Job job) {
    FakeTraining training = job.training;
    if (training != null) {
      aws.logs.add(name, "algo-1", training.nextEpoch());
      job.now = training.state();
    } else if (!job.steps.isEmpty()) {
      job.now = job.steps.remove();
      if (!job.now.lines().isEmpty()) {
        aws.logs.add(name, "algo-1", job.now.lines());
      }
    }
    boolean model =
        job.now.status().equals("Completed")
            || (job.now.status().equals("Stopped") && (training != null || artifactAfterStop));
    byte[] bytes = training == null ? artifact : model ? training.artifact() : null;
    String output =
        FakeJson.text(job.request.get("OutputDataConfig"), "S3OutputPath")
            + "/"
            + name
            + "/output/model.tar.gz";
    if (model && bytes != null) {
      aws.s3.objects.put(output.substring("s3://".length()), bytes);
    }
    return Answer.json(
        FakeJson.object(
            "TrainingJobName",
            name,
            "TrainingJobStatus",
            job.now.status(),
            "SecondaryStatus",
            job.now.secondary(),
            "FailureReason",
            job.now.reason(),
            "TrainingJobArn",
            "arn:x",
            "RoleArn",
            job.request.get("RoleArn"),
            "AlgorithmSpecification",
            FakeJson.withDefaults(
                job.request.get("AlgorithmSpecification"),
                FakeJson.map("EnableSageMakerMetricsTimeSeries", false)),
            "HyperParameters",
            job.request.get("HyperParameters"),
            "InputDataConfig",
            channels(job.request.get("InputDataConfig")),
            "OutputDataConfig",
            FakeJson.withDefaults(
                job.request.get("OutputDataConfig"),
                FakeJson.map("KmsKeyId", "", "CompressionType", "GZIP")),
            "ResourceConfig",
            FakeJson.withDefaults(
                job.request.get("ResourceConfig"),
                FakeJson.map("InstanceCount", 1, "VolumeSizeInGB", 1)),
            "StoppingCondition",
            FakeJson.withDefaults(
                job.request.get("StoppingCondition"), FakeJson.map("MaxRuntimeInSeconds", 86400)),
            "EnableNetworkIsolation",
            false,
            "EnableInterContainerTrafficEncryption",
            false,
            "EnableManagedSpotTraining",
            job.request.path("EnableManagedSpotTraining").asBoolean(false),
            "CreationTime",
            1764137000.0,
            "FinalMetricDataList",
            List.of(FakeJson.map("MetricName", "train:progress", "Value", 100.0)),
            "ModelArtifacts",
            model && bytes != null ? FakeJson.map("S3ModelArtifacts", output) : null));
  }

  /** The service adds to a channel what it was not sent. */
  private static List<JsonNode> channels(JsonNode sent) {
    List<JsonNode> channels = new ArrayList<>();
    for (JsonNode channel : sent) {
      channels.add(
          FakeJson.withDefaults(
              channel, FakeJson.map("CompressionType", "None", "RecordWrapperType", "None")));
    }
    return channels;
  }

  private Answer stop(Job job) {
    if (job.now.isFinal()) {
      throw new Refusal(
          400,
          "ValidationException",
          "The request was rejected because the training job is in status " + job.now.status());
    }
    if (job.training != null) {
      job.training.stop();
    } else {
      job.steps.clear();
      job.steps.addAll(stopScript);
      job.now = job.steps.remove();
    }
    return Answer.json("");
  }

  private Answer createTransform(String name, JsonNode request) {
    transforms.put(name, request);
    transformSteps.put(name, new ArrayDeque<>(transformScript));
    String input =
        FakeJson.text(request.get("TransformInput").get("DataSource").get("S3DataSource"), "S3Uri");
    String output = FakeJson.text(request.get("TransformOutput"), "S3OutputPath");
    String from = input.substring("s3://".length());
    for (Map.Entry<String, byte[]> e :
        Map.copyOf(aws.s3.objects.subMap(from, from + "\uffff")).entrySet()) {
      byte[] predictions =
          aws.runtime.predictions(
              aws.runtime.rows("application/x-recordio-protobuf", e.getValue()),
              "application/jsonlines");
      aws.s3.objects.put(
          output.substring("s3://".length()) + "/" + e.getKey().substring(from.length()) + ".out",
          predictions);
    }
    return Answer.json(FakeJson.object("TransformJobArn", "arn:x"));
  }

  private Answer describeTransform(String name) {
    Deque<Step> steps = transformSteps.get(name);
    JsonNode request = transforms.get(name);
    if (steps == null || request == null) {
      throw new Refusal(
          400, "ValidationException", "Could not find requested job with name: " + name);
    }
    Step step = steps.size() > 1 ? steps.remove() : steps.getFirst();
    return Answer.json(
        FakeJson.object(
            "TransformJobName",
            name,
            "TransformJobArn",
            "arn:x",
            "TransformJobStatus",
            step.status(),
            "FailureReason",
            step.reason(),
            "ModelName",
            request.get("ModelName"),
            "MaxConcurrentTransforms",
            0,
            "MaxPayloadInMB",
            request.get("MaxPayloadInMB"),
            "BatchStrategy",
            request.get("BatchStrategy"),
            "TransformInput",
            FakeJson.withDefaults(
                request.get("TransformInput"), FakeJson.map("CompressionType", "None")),
            "TransformOutput",
            FakeJson.withDefaults(request.get("TransformOutput"), FakeJson.map("KmsKeyId", "")),
            "TransformResources",
            request.get("TransformResources"),
            "DataProcessing",
            FakeJson.map("InputFilter", "$", "OutputFilter", "$", "JoinSource", "None"),
            "CreationTime",
            1764137000.0));
  }

  private Answer stopTransform(String name) {
    Deque<Step> steps = transformSteps.get(name);
    if (steps == null) {
      throw new Refusal(
          400, "ValidationException", "Could not find requested job with name: " + name);
    }
    if (steps.getFirst().isFinal()) {
      throw new Refusal(
          400,
          "ValidationException",
          "The request was rejected because the transform job is in status "
              + steps.getFirst().status());
    }
    transformSteps.put(name, new ArrayDeque<>(List.of(Step.of("Stopped", ""))));
    return Answer.json("");
  }

  /** A job that has ended, with an artifact. */
  void addEnded(String name) {
    addEnded(name, Map.of("predictor_type", "binary_classifier", "num_factors", "3"));
  }

  /** A job that has ended, with an artifact, of any hyperparameters. */
  void addEnded(String name, Map<String, String> hyperparameters) {
    JsonNode request =
        FakeJson.read(
            FakeJson.object(
                    "AlgorithmSpecification", Map.of(),
                    "HyperParameters", hyperparameters,
                    "InputDataConfig", List.of(),
                    "OutputDataConfig", Map.of("S3OutputPath", "s3://bucket"),
                    "ResourceConfig", Map.of(),
                    "StoppingCondition", Map.of())
                .getBytes(StandardCharsets.UTF_8));
    jobs.put(name, new Job(request, new ArrayDeque<>(), null));
    jobs.get(name).now = Step.of("Completed", "Completed");
    aws.s3.buckets.put("bucket", FakeAws.ACCOUNT);
  }

  void clear() {
    jobs.clear();
    transforms.clear();
    transformSteps.clear();
  }

  List<String> left() {
    List<String> left = new ArrayList<>();
    jobs.forEach(
        (name, job) -> {
          boolean ending = !job.steps.isEmpty() && job.now.status().equals("Stopping");
          boolean stopped = job.training != null && job.training.isStopping();
          if (!job.now.isFinal() && !ending && !stopped) {
            left.add("job " + name);
          }
        });
    transformSteps.forEach(
        (name, steps) -> {
          if (!steps.getFirst().isFinal()) {
            left.add("transform job " + name);
          }
        });
    return left;
  }

  @Override
  public void close() {
    jobs.values()
        .forEach(
            job -> {
              if (job.training != null) {
                job.training.close();
              }
            });
  }
}
