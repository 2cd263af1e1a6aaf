package io.github.fmexplain.examples;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.StrongestGroup;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import io.github.fmexplain.io.ExplanationDocument;
import io.github.fmexplain.io.ResultsJson;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.report.TextReport;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** From ratings to explanations: the options for all of it, and the work. */
final class Explain {

  @Mixin private ModelOptions model = new ModelOptions();

  @Mixin private RequestOptions request = new RequestOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  /**
   * One user by every method that was asked for.
   *
   * @param methods explain the user, at least one
   * @param list what is recommended
   */
  private record User(List<UserExplainer> methods, List<Recommendation> list) {}

  /** {@return the seed} */
  long seed() {
    return model.seed();
  }

  /**
   * Says what is wrong with the options, before anything is read but a model.
   *
   * @param data files that the data comes from
   * @param sampled whether items are sampled that users did not choose
   */
  void check(List<Path> data, boolean sampled, Console console) throws IOException {
    List<Path> read = new ArrayList<>(data);
    read.addAll(request.files());
    read.addAll(model.files());
    OutputFiles.requireFiles(read);
    request.check();
    output.check(request.isOneUser());
    model.open(sampled, console);
    if (sampled && model.isTrained()) {
      // The file knows what was sampled; another sample would be rows that it did not learn.
      TrainingOptions.requireUnset("--negatives", sampled);
    }
    List<Path> written = new ArrayList<>(output.files());
    model.saved().ifPresent(written::add);
    OutputFiles.requireApart(read, written);
  }

  /**
   * Does all that was asked for. What is wrong with it is said before the training.
   *
   * @return the exit code: a failure if a request of many could not be answered
   */
  int run(RatingsData data, Console console) throws IOException, InterruptedException {
    Catalogue catalogue = model.catalogue(data, console);
    List<String> refused = new ArrayList<>();
    List<RequestOptions.Request> requests =
        request.requests(data, catalogue, output.hasPage(), refused);
    refused.forEach(message -> console.err().println("error: " + message));
    Set<String> asked = new LinkedHashSet<>();
    requests.forEach(one -> asked.add(one.userId()));
    ExplainedModel explained = model.model(data, asked, console);
    FmExplainer explainer = FmExplainer.of(explained.trained(), catalogue).leavingOutUnknownItems();
    Map<String, User> users = new LinkedHashMap<>();
    List<ExplanationDocument.Explained> explanations = new ArrayList<>();
    for (RequestOptions.Request one : requests) {
      User user = users.computeIfAbsent(one.userId(), id -> user(explainer, data, id));
      explain(user, one.itemId(), data.isPurchases(), explanations);
    }
    List<String> failures = refused.stream().map(ExampleCommand::forTheCommandLine).toList();
    write(data, explained, users, explanations, failures, console);
    User first = users.values().iterator().next();
    output.writePage(first.methods(), request.listLength(), data.isPurchases(), console);
    output.writeCharts(explanations.get(0).explanation(), console);
    return refused.isEmpty() ? 0 : ExampleCommand.FAILED;
  }

  private User user(FmExplainer explainer, RatingsData data, String userId) {
    List<Method> methods =
        request.methods().isEmpty() ? List.of(explainer.method()) : request.methods();
    List<UserExplainer> by =
        methods.stream()
            .map(method -> model.user(explainer.withMethod(method), data.historyOf(userId)))
            .toList();
    return new User(by, by.get(0).recommend(request.listLength()));
  }

  private void explain(
      User user,
      @Nullable String itemId,
      boolean purchases,
      List<ExplanationDocument.Explained> explanations) {
    String item = itemId == null ? user.list().get(0).itemId() : itemId;
    for (UserExplainer method : user.methods()) {
      Explanation explanation = method.explain(item);
      explanations.add(
          new ExplanationDocument.Explained(
              sentence(user, method, explanation, output.sentences(purchases)), explanation));
    }
  }

  /** As on a page: groups of ratings that count together are those of the first method. */
  private String sentence(
      User user, UserExplainer method, Explanation explanation, Sentences words) {
    String item = explanation.itemId();
    Optional<StrongestGroup> group =
        method == user.methods().get(0)
            ? Answers.of(method).strongestGroup(item)
            : Optional.empty();
    Optional<Recommendation> recommended =
        user.list().stream().filter(one -> one.itemId().equals(item)).findFirst();
    if (recommended.isEmpty()) {
      return group
          .map(ratings -> words.of(explanation, ratings))
          .orElseGet(() -> words.of(explanation));
    }
    return group
        .map(ratings -> words.of(recommended.get(), explanation, ratings))
        .orElseGet(() -> words.of(recommended.get(), explanation));
  }

  private void write(
      RatingsData data,
      ExplainedModel explained,
      Map<String, User> users,
      List<ExplanationDocument.Explained> explanations,
      List<String> failures,
      Console console)
      throws IOException {
    TrainedModel trained = explained.trained();
    User first = users.values().iterator().next();
    Metrics test = data.test().isEmpty() ? null : trained.evaluate(data.test());
    output.writeDocument(
        () ->
            ResultsJson.writeIndented(
                    new ExplanationDocument(
                        data.dataset(),
                        ExplanationDocument.Model.of(
                            trained, explained.seconds(), test, explained.curve()),
                        request.isOneUser() ? first.list() : List.of(),
                        explanations,
                        console.notes(),
                        failures))
                + "\n",
        () ->
            modelText(data, explained, test)
                + (request.isOneUser() ? listText(first, data, trained) : "")
                + explanationsText(explanations, data.isPurchases()),
        console);
  }

  private static String modelText(
      RatingsData data, ExplainedModel explained, @Nullable Metrics test) {
    FmModel model = explained.trained().model();
    return "Data:  "
        + data
        + "\n"
        + (data.dataset().synthetic()
            ? "       These ratings and titles are made up. They are not MovieLens data.\n"
            : "")
        + String.format(
            Locale.ROOT,
            "Model: %s, %d factors, %d features, %s, fingerprint %s\n",
            model.predictorType().hyperparameterValue(),
            model.numFactors(),
            model.numFeatures(),
            explained.origin(),
            model.fingerprint().substring(0, 12))
        + "       train: "
        + TrainingOptions.text(explained.trained().summary().metrics())
        + "\n"
        + (test == null ? "" : "       test:  " + TrainingOptions.text(test) + "\n");
  }

  private String listText(User user, RatingsData data, TrainedModel trained) {
    History history = user.methods().get(0).history();
    String userId = Objects.requireNonNull(history.userId());
    String row = data.isPurchases() ? "purchase" : "rating";
    boolean asTrained = TrainedUsers.isAsTrained(data.historyOf(userId), trained);
    return "\nRecommended to user "
        + userId
        + ", who has "
        + ExampleCommand.count(history.size(), asTrained ? "training " + row : row)
        + (asTrained
            ? ""
            : TrainedUsers.isKnown(userId, trained)
                ? ", other than in the training"
                : " and is new to the model")
        + ":\n"
        + TextReport.of(user.list(), output.locale());
  }

  private String explanationsText(
      List<ExplanationDocument.Explained> explanations, boolean purchases) {
    StringBuilder text = new StringBuilder();
    for (ExplanationDocument.Explained explained : explanations) {
      text.append('\n')
          .append(explained.sentence())
          .append("\n\n")
          .append(
              purchases
                  ? TextReport.ofPurchases(explained.explanation(), output.top(), output.locale())
                  : TextReport.of(explained.explanation(), output.top(), output.locale()));
    }
    return text.toString();
  }
}
