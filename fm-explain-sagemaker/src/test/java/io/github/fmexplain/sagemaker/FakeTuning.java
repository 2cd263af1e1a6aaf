package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.FakeAws.Answer;
import io.github.fmexplain.sagemaker.FakeAws.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Tuning jobs that go through a script of states to a best training job. */
final class FakeTuning {

  private final FakeAws aws;
  final Map<String, JsonNode> requests = new TreeMap<>();
  private final Map<String, Deque<String>> steps = new TreeMap<>();
  List<String> script = List.of("InProgress", "InProgress", "Completed");
  @Nullable String failureReason;

  /** What the best job was given beside what is the same for all; empty for no best job. */
  Map<String, String> tuned = Map.of("mini_batch_size", "500");

  FakeTuning(FakeAws aws) {
    this.aws = aws;
  }

  Answer answer(String action, byte[] body) {
    JsonNode request = FakeJson.read(body);
    String name = FakeJson.text(request, "HyperParameterTuningJobName");
    if (action.equals("CreateHyperParameterTuningJob")) {
      if (name.length() > 32) {
        throw new Refusal(400, "ValidationException", "name is longer than 32 characters");
      }
      if (requests.putIfAbsent(name, request) != null) {
        throw new Refusal(400, "ResourceInUse", "Tuning job names must be unique: " + name);
      }
      steps.put(name, new ArrayDeque<>(script));
      return Answer.json(FakeJson.object("HyperParameterTuningJobArn", "arn:x"));
    }
    Deque<String> states = steps.get(name);
    JsonNode created = requests.get(name);
    if (states == null || created == null) {
      throw new Refusal(400, "ResourceNotFound", "Could not find tuning job " + name);
    }
    if (action.equals("StopHyperParameterTuningJob")) {
      if (isFinal(states)) {
        throw new Refusal(400, "ValidationException", "The tuning job has ended");
      }
      steps.put(name, new ArrayDeque<>(List.of("Stopping", "Stopped")));
      return Answer.json("");
    }
    return describe(name, created, states);
  }

  private static boolean isFinal(Deque<String> states) {
    return List.of("Completed", "Failed", "Stopped").contains(states.getFirst());
  }

  private Answer describe(String name, JsonNode created, Deque<String> states) {
    String status = states.size() > 1 ? states.remove() : states.getFirst();
    JsonNode definition = created.get("TrainingJobDefinition");
    String best = name + "-002-abcd";
    boolean hasBest = status.equals("Completed") && !tuned.isEmpty();
    if (hasBest) {
      Map<String, String> all = new TreeMap<>(tuned);
      all.put("_tuning_objective_metric", "test:x");
      definition
          .get("StaticHyperParameters")
          .properties()
          .forEach(e -> all.put(e.getKey(), e.getValue().asString()));
      aws.jobs.addEnded(best, all);
      byte[] artifact = aws.jobs.artifact;
      if (artifact != null) {
        aws.s3.objects.put("bucket/" + best + "/output/model.tar.gz", artifact);
      }
    }
    return Answer.json(
        FakeJson.object(
            "HyperParameterTuningJobName",
            name,
            "HyperParameterTuningJobArn",
            "arn:x",
            "HyperParameterTuningJobStatus",
            status,
            "HyperParameterTuningJobConfig",
            created.get("HyperParameterTuningJobConfig"),
            "TrainingJobDefinition",
            definition,
            "TrainingJobStatusCounters",
            Map.of("Completed", 2),
            "ObjectiveStatusCounters",
            Map.of("Succeeded", 2),
            "CreationTime",
            1764137000.0,
            "FailureReason",
            failureReason,
            "BestTrainingJob",
            hasBest
                ? FakeJson.map(
                    "TrainingJobName",
                    best,
                    "TrainingJobArn",
                    "arn:x",
                    "CreationTime",
                    1764137000.0,
                    "TrainingJobStatus",
                    "Completed",
                    "TunedHyperParameters",
                    tuned)
                : null));
  }

  void clear() {
    requests.clear();
    steps.clear();
  }

  List<String> left() {
    List<String> left = new ArrayList<>();
    steps.forEach(
        (name, states) -> {
          if (!isFinal(states) && !states.getFirst().equals("Stopping")) {
            left.add("tuning job " + name);
          }
        });
    return left;
  }
}
