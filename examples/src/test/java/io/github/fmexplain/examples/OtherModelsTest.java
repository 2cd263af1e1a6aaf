package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.io.models.ModelFiles;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.Loss;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.ModelSource;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --model} with the models of other trainers: here one of our own, in their formats. */
class OtherModelsTest {

  /** Of any run on these ratings. */
  private static final String REPEATS =
      """
      note: columns of ratings.tsv, which has no header: user 1, item 2, rating 3, time 4
      note: 207 of 602 lines repeat a user and an item: --repeats keep-last
      """;

  @TempDir static Path folder;

  private static Path ratings;
  private static TrainedModel trained;
  private static OneHotEncoder encoder;

  @BeforeAll
  static void train() throws IOException {
    ratings = Shop.ofStars().writeRatings(folder.resolve("ratings.tsv"));
    Path saved = folder.resolve("shop.fmx");
    Run run =
        run("--factors", "4", "--batch", "100", "--epochs", "200", "--save", saved.toString());
    assertEquals(0, run.code, run.err);
    trained = TrainedModelFile.read(saved);
    encoder = (OneHotEncoder) trained.encoder();
  }

  private static Run run(String... more) {
    List<String> all =
        new ArrayList<>(List.of("--ratings", ratings.toString(), "--format", "json"));
    all.addAll(List.of(more));
    return Run.ratings(all.toArray(String[]::new));
  }

  private static void assertExplained(Run run) {
    Explanation why = run.explanations().get(0);
    ExplanationAssert.assertExplains(
        why,
        trained.model(),
        encoder,
        History.of(
            Objects.requireNonNull(why.userId()),
            why.contributions().stream().map(c -> c.interaction()).toList()));
  }

  private static String text(
      FmModel model, String bias, String weights, String weight, String factors, String row) {
    StringBuilder text = new StringBuilder(bias + model.bias() + "\n" + weights);
    for (int f = 0; f < model.numFeatures(); f++) {
      text.append(String.format(weight, f)).append(model.linearWeight(f)).append('\n');
    }
    text.append(factors);
    for (int f = 0; f < model.numFeatures(); f++) {
      StringBuilder line = new StringBuilder();
      for (float factor : model.factors(f)) {
        line.append(line.isEmpty() ? "" : " ").append(factor);
      }
      text.append(String.format(row, f)).append(line).append('\n');
    }
    return text.toString();
  }

  @Test
  void arraysWithIds_areTakenForWhatTheyAre() throws IOException {
    ModelSource source =
        ModelSource.of("npz", trained.model())
            .withLoss(Loss.LOGISTIC)
            .withRidge(Ridge.fixed(0.5, 50))
            .withEncoder(encoder);
    ModelFiles.writeNpz(source, folder.resolve("m.npz"));
    ModelFiles.writeSafetensors(source, folder.resolve("m.safetensors"));
    for (String name : List.of("m.npz", "m.safetensors")) {
      Run run = run("--model", folder.resolve(name).toString());

      assertEquals(
          REPEATS
              + "note: took it for a model of "
              + name.substring(2)
              + ": OneHotEncoder[30 users, 24 items], loss logistic, ridge fixed 0.5 50.0\n",
          run.err);
      assertExplained(run);
    }
  }

  @Test
  void optionsThatOnlyATrainingReads_areRefused() throws IOException {
    Path npz = folder.resolve("options.npz");
    ModelFiles.writeNpz(
        ModelSource.of("npz", trained.model()).withLoss(Loss.LOGISTIC).withEncoder(encoder), npz);
    for (String[] option :
        new String[][] {
          {"--epochs", "3"},
          {"--batch", "9"},
          {"--optimizer", "lazy"},
          {"--shuffle", "once"},
          {"--seed", "1"},
          {"--until-best", "2"}
        }) {
      run("--model", npz.toString(), option[0], option[1])
          .assertRefused(
              option[0] + " must be of a training here, but --model gives a model; leave it out");
    }
    run("--model", npz.toString(), "--task", "regression")
        .assertRefused(
            "--task must be as the model of --model was trained, binary, but is regression; leave it"
                + " out");
    run("--model", npz.toString(), "--as-of", "today")
        .assertRefused("--as-of is for a --model of --save; leave it out");
    run("--model", npz.toString(), "--ridge", "much")
        .assertRefused(
            "--ridge: ridge must be 'fixed' or 'per-rating' and two numbers, such as 'per-rating"
                + " 0.02 0.02', but was 'much'");
  }

  @Test
  void texts_areTakenWithWhatTheOptionsTell() throws IOException {
    Path libfm =
        Files.writeString(
            folder.resolve("libfm.txt"),
            text(
                trained.model(),
                "#global bias W0\n",
                "#unary interactions Wj\n",
                "",
                "#pairwise interactions Vj,f\n",
                ""));
    Path saved = folder.resolve("again.fmx");

    Run run = run("--model", libfm.toString(), "--save", saved.toString());

    assertTrue(
        run.err.startsWith(
            REPEATS
                + "note: loss is not told: half-squared for -task r, logistic for -task c with"
                + " SGD\n"),
        run.err);
    assertTrue(
        run.err.contains(
            "note: took it for a model of libFM: OneHotEncoder[30 users, 24 items], loss logistic,"
                + " ridge estimated "),
        run.err);
    assertExplained(run);
    assertEquals(trained.model(), TrainedModelFile.read(saved).model());

    Path xlearn =
        Files.writeString(
            folder.resolve("xlearn.txt"),
            text(trained.model(), "bias: ", "", "i_%d: ", "", "v_%d: "));
    Run plain = run("--model", xlearn.toString(), "--no-norm", "--ridge", "per-rating 0.1 0.2");
    assertExplained(plain);
    assertEquals(
        REPEATS
            + "note: loss is not told: logistic for xlearn_train's -s 1, half-squared for -s 4\n"
            + "note: numbers have six digits\n"
            + "note: ids of the columns are not told\n"
            + "note: took it for a model of xLearn: OneHotEncoder[30 users, 24 items], loss"
            + " logistic, ridge per-rating 0.1 0.2\n",
        plain.err);
    Run normed = run("--model", xlearn.toString(), "--force");
    assertTrue(normed.err.contains("note: instance norm is not told: "), normed.err);
    assertTrue(normed.err.contains("loss logistic, instance norm folded in, ridge"), normed.err);
  }

  @Test
  void idsInFiles_sayWhatTheColumnsAre() throws IOException {
    // The columns from the last to the first.
    int n = encoder.numFeatures();
    FmModel.Builder builder =
        FmModel.builder(PredictorType.BINARY_CLASSIFIER, n, 4).bias(trained.model().bias());
    List<String> ids = new ArrayList<>(encoder.users().ids());
    ids.addAll(encoder.items().ids());
    List<String> users = new ArrayList<>(encoder.users().ids());
    List<String> items = new ArrayList<>(encoder.items().ids());
    Collections.reverse(users);
    Collections.reverse(items);
    List<String> columns = new ArrayList<>(users);
    columns.addAll(items);
    for (int f = 0; f < n; f++) {
      int from = ids.indexOf(columns.get(f));
      builder.linearWeight(f, trained.model().linearWeight(from));
      builder.factors(f, trained.model().factors(from), 0);
    }
    Path file = folder.resolve("reversed.npz");
    ModelFiles.writeNpz(
        ModelSource.of("npz", builder.build()).withLoss(Loss.LOGISTIC).withRidge(Ridge.fixed(1, 1)),
        file);
    Path userIds = Files.write(folder.resolve("users.txt"), users);
    Path itemIds = Files.write(folder.resolve("items.txt"), items);

    Run told =
        run(
            "--model",
            file.toString(),
            "--user-ids",
            userIds.toString(),
            "--item-ids",
            itemIds.toString());
    assertEquals(
        REPEATS
            + "note: took it for a model of npz: OneHotEncoder[30 users, 24 items], loss logistic,"
            + " ridge fixed 1.0 1.0\n",
        told.err);
    assertEquals(0, told.code);
    Run refused = run("--model", file.toString());
    assertEquals(2, refused.code);
    assertTrue(
        refused.err.contains(
            "error: model must predict its 395 training rows better than a constant does, but has"
                + " binary_classification_cross_entropy "),
        refused.err);
    assertTrue(refused.err.contains("If it is as bad as that, use --force"), refused.err);
  }

  @Test
  void optionsThatDoNotGoTogether_areRefused() throws IOException {
    Path file = folder.resolve("options.npz");
    ModelFiles.writeNpz(ModelSource.of("npz", trained.model()), file);
    run("--ridge", "fixed 1 1")
        .assertRefused(
            "--user-ids, --item-ids, --ridge and --no-norm are for a --model of another trainer");
    Path other = Files.writeString(folder.resolve("other.bin"), "\0\1\2");
    run("--model", other.toString(), "--ridge", "fixed 1 1")
        .assertRefused(
            "other.bin must be a model of NumPy (.npz), safetensors, PyTorch, libFM or xLearn for"
                + " --user-ids, --item-ids, --ridge and --no-norm, but is not recognised as one");
    run("--model", file.toString(), "--user-ids", ratings.toString())
        .assertRefused("--user-ids and --item-ids must both be given");
    run("--model", file.toString(), "--path", "assumed")
        .assertRefused(
            "--path must be of a model that was trained as SageMaker does, but options.npz is of"
                + " another trainer; leave it out");
  }
}
