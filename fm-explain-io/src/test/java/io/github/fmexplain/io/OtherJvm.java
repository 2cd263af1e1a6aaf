package io.github.fmexplain.io;

import static io.github.fmexplain.ExplanationAssert.assertExplains;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.Repeats;
import io.github.fmexplain.data.TagEncoder;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** What another Java virtual machine does for a test. */
final class OtherJvm {

  static final Catalogue CATALOGUE =
      Catalogue.of(
          Stream.iterate(0, j -> j + 1)
              .limit(20)
              .map(
                  j ->
                      new CatalogueItem(
                          "i" + j, "Item " + j, j % 3 == 0 ? Set.of("Drama") : Set.of()))
              .toList());

  private OtherJvm() {}

  /** Trains and writes a model, or reads files: see the methods. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("texts")) {
      texts(Path.of(arguments[1]));
    } else if (arguments[0].equals("train")) {
      train(Path.of(arguments[1]), Path.of(arguments[2]));
    } else {
      read(Path.of(arguments[1]), Path.of(arguments[2]));
    }
  }

  /** Starts the virtual machine, waits for it and returns what the program printed. */
  static String run(List<String> options, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(OtherJvm.class.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed;
    try (var output = process.getInputStream()) {
      printed = new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (process.waitFor() != 0) {
      throw new AssertionError(printed);
    }
    return printed;
  }

  static List<History> histories() {
    Random random = new Random(5);
    List<History> histories = new ArrayList<>();
    for (int u = 0; u < 12; u++) {
      List<Interaction> ratings = new ArrayList<>();
      for (CatalogueItem item : CATALOGUE.items()) {
        if (random.nextInt(3) > 0) {
          ratings.add(Interaction.of(item.id(), 1 + random.nextInt(5)));
        }
      }
      histories.add(History.of("u" + u, ratings).withUserTags(Set.of(u % 2 == 0 ? "a" : "b")));
    }
    return histories;
  }

  /** Reads texts that take more memory than there is, and prints how each is refused. */
  private static void texts(Path folder) {
    String json = "[" + "[],".repeat(2_000_000) + "[]]";
    System.out.println(refusal(() -> ResultsJson.read(json, Explanation.class)));
    System.out.println(refusal(() -> RatingsFile.read(folder.resolve("ratings.csv"))));
    System.out.println(
        refusal(
            () ->
                RatingsFile.builder()
                    .build()
                    .histories(folder.resolve("ratings.csv"), Repeats.REFUSE)));
    System.out.println(refusal(() -> TitlesFile.read(folder.resolve("titles.csv"))));
  }

  private static String refusal(Callable<?> call) {
    try {
      return "read " + call.call().getClass();
    } catch (Exception e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  private static void train(Path model, Path numbers) throws Exception {
    List<String> users = histories().stream().map(History::userId).map(String::valueOf).toList();
    TagEncoder encoder = TagEncoder.of(users, CATALOGUE, List.of("a", "b"), List.of());
    TrainedModel trained =
        LocalTrainer.builder()
            .mode(TrainingMode.sageMaker())
            .seed(7)
            .recordPath()
            .build()
            .fit(
                TrainingSet.of(encoder, histories(), RatingTarget.likeFrom(4)),
                FmHyperparameters.builder()
                    .predictorType(PredictorType.BINARY_CLASSIFIER)
                    .numFactors(3)
                    .epochs(20)
                    .miniBatchSize(16)
                    .factorsLr(0.01)
                    .build(),
                TrainingProgress.none())
            .trained();
    TrainedModelFile.write(trained, model);
    Files.write(numbers, numbers(trained));
  }

  /** Returns every number of some explanations, by its bits, each in a line. */
  static List<String> numbers(TrainedModel trained) {
    List<String> lines = new ArrayList<>();
    for (Method method :
        List.of(
            Method.replay(),
            Method.hessian(),
            Method.hessian().solvedAgain(),
            Method.leastSquares(),
            Method.paper())) {
      FmExplainer explainer = FmExplainer.of(trained, CATALOGUE).withMethod(method);
      for (History history : histories()) {
        UserExplainer user = explainer.forHistory(history);
        for (Recommendation item : user.recommend(3)) {
          lines.add(item.itemId() + " " + bits(item.score()));
          Explanation explanation = user.explain(item.itemId());
          assertExplains(explanation, trained.model(), trained.encoder(), history);
          lines.add(bits(explanation.offset()) + " " + bits(explanation.residual()));
          for (Contribution c : explanation.contributions()) {
            lines.add(
                c.interaction().itemId()
                    + " "
                    + bits(c.influence())
                    + " "
                    + bits(c.impact())
                    + " "
                    + bits(c.removalEffect()));
          }
        }
      }
    }
    return lines;
  }

  private static String bits(double number) {
    return Long.toHexString(Double.doubleToRawLongBits(number));
  }

  /** Reads all files of a folder, and writes what came of each. */
  private static void read(Path folder, Path outcomes) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String outcome = "read";
        try {
          TrainedModelFile.read(file);
        } catch (TrainedModelFormatException e) {
          outcome = String.valueOf(e.getMessage()).replace(folder.toString(), "");
        }
        found.put(file.getFileName().toString(), outcome);
      }
    }
    Files.write(
        outcomes, found.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }
}
