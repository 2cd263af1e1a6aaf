package io.github.fmexplain.examples;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.StrongestGroup;
import io.github.fmexplain.data.Catalogue;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
   */
  void check(List<Path> data, Console console) throws IOException {
    List<Path> read = new ArrayList<>(data);
    read.addAll(request.files());
    read.addAll(model.files());
    OutputFiles.requireFiles(read);
    request.check();
    output.check(request.isOneUser());
    model.open(console);
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
    ExplainedModel explained = model.model(data, console);
    FmExplainer explainer = FmExplainer.of(explained.trained(), catalogue).leavingOutUnknownItems();
    Map<String, User> users = new LinkedHashMap<>();
    List<ExplanationDocument.Explained> explanations = new ArrayList<>();
    for (RequestOptions.Request one : requests) {
      User user = users.computeIfAbsent(one.userId(), id -> user(explainer, data, id));
      explain(user, one.itemId(), explanations);
    }
    write(data, explained, users, explanations, console);
    User first = users.values().iterator().next();
    output.writePage(first.methods(), request.listLength(), console);
    output.writeCharts(explanations.get(0).explanation(), console);
    return refused.isEmpty() ? 0 : ExampleCommand.FAILED;
  }

  private User user(FmExplainer explainer, RatingsData data, String userId) {
    List<Method> methods =
        request.methods().isEmpty() ? List.of(explainer.method()) : request.methods();
    List<UserExplainer> by =
        methods.stream()
            .map(method -> explainer.withMethod(method).forHistory(data.historyOf(userId)))
            .toList();
    return new User(by, by.get(0).recommend(request.listLength()));
  }

  private void explain(
      User user, @Nullable String itemId, List<ExplanationDocument.Explained> explanations) {
    String item = itemId == null ? user.list().get(0).itemId() : itemId;
    for (UserExplainer method : user.methods()) {
      Explanation explanation = method.explain(item);
      explanations.add(
          new ExplanationDocument.Explained(sentence(user, method, explanation), explanation));
    }
  }

  /** As on a page: groups of ratings that count together are those of the first method. */
  private String sentence(User user, UserExplainer method, Explanation explanation) {
    String item = explanation.itemId();
    Sentences words = output.sentences();
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
      Console console)
      throws IOException {
    TrainedModel trained = explained.trained();
    Metrics test = data.test().isEmpty() ? null : trained.evaluate(data.test());
    output.writeDocument(
        () ->
            ResultsJson.writeIndented(
                    new ExplanationDocument(
                        data.dataset(),
                        ExplanationDocument.Model.of(
                            trained, explained.seconds(), test, explained.curve()),
                        explanations))
                + "\n",
        () ->
            modelText(data, explained, test)
                + (request.isOneUser() ? listText(users.values().iterator().next()) : "")
                + explanationsText(explanations),
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

  private static String listText(User user) {
    UserExplainer explainer = user.methods().get(0);
    return String.format(
            Locale.ROOT,
            "\nRecommended to user %s, who has %d training ratings:\n",
            Objects.requireNonNull(explainer.history().userId()),
            explainer.history().size())
        + TextReport.of(user.list());
  }

  private String explanationsText(List<ExplanationDocument.Explained> explanations) {
    StringBuilder text = new StringBuilder();
    for (ExplanationDocument.Explained explained : explanations) {
      text.append('\n')
          .append(explained.sentence())
          .append("\n\n")
          .append(TextReport.of(explained.explanation(), output.top()));
    }
    return text.toString();
  }
}
