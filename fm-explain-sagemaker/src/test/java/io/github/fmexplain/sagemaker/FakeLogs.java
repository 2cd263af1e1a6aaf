package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.FakeAws.Answer;
import io.github.fmexplain.sagemaker.FakeAws.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Log streams of training jobs, given out in small pages. */
final class FakeLogs {

  private static final int PAGE = 3;

  /** Lines by stream. */
  private final Map<String, List<Map<String, Object>>> streams = new TreeMap<>();

  private long time = 1000;

  void add(String job, String host, List<String> lines) {
    List<Map<String, Object>> events =
        streams.computeIfAbsent(job + "/" + host + "-1", s -> new ArrayList<>());
    lines.forEach(line -> events.add(FakeJson.map("timestamp", time++, "message", line)));
  }

  void clear() {
    streams.clear();
  }

  Answer answer(String action, byte[] body) {
    JsonNode request = FakeJson.read(body);
    if (!FakeJson.text(request, "logGroupName").equals("/aws/sagemaker/TrainingJobs")
        || streams.isEmpty()) {
      throw new Refusal(400, "ResourceNotFoundException", "The log group does not exist.");
    }
    return switch (action) {
      case "DescribeLogStreams" -> describe(request);
      case "GetLogEvents" -> events(request);
      default -> throw new Refusal(400, "UnknownOperationException", action);
    };
  }

  private Answer describe(JsonNode request) {
    String prefix = FakeJson.text(request, "logStreamNamePrefix");
    List<String> names = streams.keySet().stream().filter(s -> s.startsWith(prefix)).toList();
    int from = request.path("nextToken").asString("").isEmpty() ? 0 : 1;
    List<Map<String, Object>> page =
        names.stream().skip(from).limit(1).map(n -> FakeJson.map("logStreamName", n)).toList();
    return Answer.json(
        FakeJson.object(
            "logStreams", page, "nextToken", from == 0 && names.size() > 1 ? "more" : null));
  }

  private Answer events(JsonNode request) {
    List<Map<String, Object>> events =
        streams.getOrDefault(FakeJson.text(request, "logStreamName"), List.of());
    String token = FakeJson.text(request, "nextToken");
    int from = token.isEmpty() ? 0 : Integer.parseInt(token.substring(2));
    int to = Math.min(events.size(), from + PAGE);
    return Answer.json(
        FakeJson.object("events", events.subList(from, to), "nextForwardToken", "f/" + to));
  }
}
