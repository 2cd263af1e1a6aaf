package io.github.fmexplain.examples;

import io.github.fmexplain.Method;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is explained, and by which methods. */
final class RequestOptions {

  /**
   * An item to explain to a user.
   *
   * @param userId the user
   * @param itemId the item, or null for the first recommendation
   */
  record Request(String userId, @Nullable String itemId) {}

  @Option(
      names = "--user",
      paramLabel = "ID",
      description = "The user. Default: one with a typical history.")
  private @Nullable String user;

  @Option(
      names = "--item",
      paramLabel = "ID",
      arity = "1..*",
      description = "The items to explain. Default: the top recommendation.")
  private List<String> items = List.of();

  @Option(
      names = "--requests",
      paramLabel = "FILE",
      description =
          "Explain many: a file with a user, a tab and an item in each line, in their order. A line"
              + " that cannot be answered is told, and the others are.")
  private @Nullable Path file;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      arity = "1..*",
      converter = MethodConverter.class,
      completionCandidates = MethodConverter.class,
      description =
          "One or more of ${COMPLETION-CANDIDATES}. Default: replay, or what the model allows.")
  private List<Method> methods = List.of();

  @Option(
      names = "--list",
      paramLabel = "N",
      defaultValue = "10",
      description = "Recommendations. Default: ${DEFAULT-VALUE}.")
  private int listLength;

  /** Says what is wrong with the options. */
  void check() {
    ExampleCommand.requireAtLeast("--list", 1, listLength);
    if (file != null && (user != null || !items.isEmpty())) {
      throw new IllegalArgumentException(
          "--requests names users and items; leave out --user and --item");
    }
    Set<Method> distinct = new HashSet<>();
    for (Method method : methods) {
      if (!distinct.add(method)) {
        throw new IllegalArgumentException(
            "--method must name a method once, but has '" + method.name() + "' twice");
      }
    }
  }

  /** {@return the methods that were asked for, or empty for the model's default} */
  List<Method> methods() {
    return methods;
  }

  int listLength() {
    return listLength;
  }

  /** {@return the files that are read} */
  List<Path> files() {
    return file == null ? List.of() : List.of(file);
  }

  /** {@return whether all requests are one user's, who is shown a list as well} */
  boolean isOneUser() {
    return file == null;
  }

  /**
   * {@return what is asked for, at least one} Each can be answered.
   *
   * @param needsList whether each user must have something left to recommend
   * @param refused takes what is wrong with those of many that cannot
   */
  List<Request> requests(
      RatingsData data, Catalogue catalogue, boolean needsList, List<String> refused)
      throws IOException {
    if (file != null) {
      return read(file, data, catalogue, refused);
    }
    String userId = user != null ? user : data.userByDefault();
    List<String> wanted = user == null && items.isEmpty() ? data.itemsByDefault() : items;
    wanted.forEach(catalogue::item);
    History history = data.historyOf(userId);
    if (history.size() == 0) {
      throw new IllegalArgumentException(
          "user '" + userId + "' has no training ratings to explain with");
    }
    if (catalogue.size() == 0) {
      throw new IllegalArgumentException(
          "model knows no item of these ratings; are user and item swapped, or was it trained on"
              + " other ratings?");
    }
    if ((needsList || wanted.isEmpty()) && hasRatedAll(history, catalogue)) {
      throw new IllegalArgumentException(
          "user '" + userId + "' has rated every item; give --item, and no --html");
    }
    return wanted.isEmpty()
        ? List.of(new Request(userId, null))
        : wanted.stream().map(item -> new Request(userId, item)).toList();
  }

  private static boolean hasRatedAll(History history, Catalogue catalogue) {
    Set<String> rated = new HashSet<>();
    history.interactions().stream().map(Interaction::itemId).forEach(rated::add);
    return catalogue.items().stream().allMatch(item -> rated.contains(item.id()));
  }

  private static List<Request> read(
      Path file, RatingsData data, Catalogue catalogue, List<String> refused) throws IOException {
    List<Request> requests = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        requests.add(request(line, data, catalogue));
      } catch (IllegalArgumentException e) {
        refused.add(e.getMessage() + ", in line " + number + " of " + file.getFileName());
      }
    }
    if (requests.isEmpty()) {
      throw new IllegalArgumentException(
          refused.isEmpty()
              ? file.getFileName() + " must have a request, but has none"
              : refused.get(0)
                  + (refused.size() == 1
                      ? ""
                      : "; none of its " + refused.size() + " requests can be answered"));
    }
    return requests;
  }

  private static Request request(String line, RatingsData data, Catalogue catalogue) {
    String[] fields = line.split("\t", -1);
    if (fields.length != 2) {
      throw new IllegalArgumentException(
          "a request must have 2 fields, a user and an item with a tab between them, but has "
              + fields.length);
    }
    if (data.historyOf(fields[0]).size() == 0) {
      throw new IllegalArgumentException(
          "user '" + fields[0] + "' has no training ratings to explain with");
    }
    catalogue.item(fields[1]);
    return new Request(fields[0], fields[1]);
  }
}
