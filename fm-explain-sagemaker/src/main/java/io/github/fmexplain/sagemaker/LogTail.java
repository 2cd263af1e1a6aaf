package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.internal.Redaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/**
 * The new lines of a job's log streams, one stream per instance, merged by time. Logs are optional:
 * if one cannot be read, that is reported once and no other is tried.
 */
final class LogTail {

  private static final int TAIL_LINES = 20;

  /** Pages per look and stream: hundreds of times what the algorithm writes in a minute. */
  private static final int PAGES = 100;

  private final @Nullable CloudWatchLogsClient logs;
  private final String group;
  private final String job;
  private final Map<String, String> tokens = new HashMap<>();
  private final Deque<String> tail = new ArrayDeque<>();
  private @Nullable String warning;
  private boolean readable;

  LogTail(@Nullable CloudWatchLogsClient logs, String group, String job) {
    this.logs = logs;
    this.group = group;
    this.job = job;
    this.readable = logs != null;
  }

  /** Returns the lines that have come since the last call. */
  List<String> read() throws InterruptedException {
    CloudWatchLogsClient client = logs;
    if (client == null || !readable) {
      return List.of();
    }
    List<OutputLogEvent> events = new ArrayList<>();
    try {
      for (String stream : streams(client)) {
        read(client, stream, events);
      }
    } catch (SageMakerCallException e) {
      // The group does not exist before the first container of the account has written.
      if (!e.isMissing() && !e.isPassing()) {
        readable = false;
        warning = e.getMessage();
      }
    }
    List<String> lines =
        events.stream()
            .sorted(Comparator.comparingLong(e -> e.timestamp() == null ? 0 : e.timestamp()))
            .flatMap(e -> e.message() == null ? null : e.message().lines())
            .toList();
    for (String line : lines) {
      tail.addLast(Redaction.of(line));
      if (tail.size() > TAIL_LINES) {
        tail.removeFirst();
      }
    }
    return lines;
  }

  /** The names of the streams: page after page, until a token says nothing new. */
  private Set<String> streams(CloudWatchLogsClient client) throws InterruptedException {
    Set<String> names = new LinkedHashSet<>();
    Set<String> seen = new HashSet<>();
    String token = null;
    do {
      String next = token;
      DescribeLogStreamsResponse page =
          Calls.run(
              "list the log streams of job '" + job + "'",
              () ->
                  client.describeLogStreams(
                      b ->
                          b.logGroupName(group)
                              .logStreamNamePrefix(job + "/")
                              .orderBy("LogStreamName")
                              .nextToken(next)));
      page.logStreams().stream()
          .map(LogStream::logStreamName)
          .filter(Objects::nonNull)
          .forEach(names::add);
      token = page.nextToken();
    } while (token != null && seen.add(token) && seen.size() < PAGES);
    return names;
  }

  /** The end of a stream is where the token stays the same; what is far from it waits a look. */
  private void read(CloudWatchLogsClient client, String stream, List<OutputLogEvent> events)
      throws InterruptedException {
    for (int page = 0; page < PAGES; page++) {
      String token = tokens.get(stream);
      GetLogEventsRequest request =
          GetLogEventsRequest.builder()
              .logGroupName(group)
              .logStreamName(stream)
              .startFromHead(true)
              .nextToken(token)
              .build();
      GetLogEventsResponse response =
          Calls.run("read the log of job '" + job + "'", () -> client.getLogEvents(request));
      String next = response.nextForwardToken();
      if (next == null || next.equals(token)) {
        if (token == null) {
          events.addAll(response.events());
        }
        return;
      }
      events.addAll(response.events());
      tokens.put(stream, next);
      if (response.events().isEmpty()) {
        return;
      }
    }
    warning = "the log of job '" + job + "' grows by more than " + PAGES + " pages per look";
  }

  /** Returns why the log cannot be read, once. */
  @Nullable String takeWarning() {
    String result = warning;
    warning = null;
    return result;
  }

  List<String> tail() {
    return List.copyOf(tail);
  }
}
