package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.Warning;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.io.ExplanationDocument;
import io.github.fmexplain.io.ResultsJson;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.movielens.Ml100k;
import io.github.fmexplain.movielens.MovieLens;
import io.github.fmexplain.movielens.MovieLensLayout;
import io.github.fmexplain.movielens.SyntheticMovieLens;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainRatingsTest {

  @TempDir static Path folder;

  private static Path ratings;
  private static Path purchases;
  private static Path titles;

  @BeforeAll
  static void write() throws IOException {
    ratings = Shop.ofStars().writeRatings(folder.resolve("ratings.tsv"));
    purchases = Shop.ofPurchases().writePurchases(folder.resolve("purchases.csv"));
    titles = Shop.ofStars().writeTitles(folder.resolve("titles.tsv"));
  }

  private static String[] args(Path file, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--ratings",
                file.toString(),
                "--titles",
                titles.toString(),
                "--factors",
                "4",
                "--batch",
                "100"));
    all.addAll(List.of(more));
    if (!all.contains("--epochs")) {
      all.addAll(List.of("--epochs", "30"));
    }
    return all.toArray(String[]::new);
  }

  private static Run run(Path file, String... more) {
    return Run.ratings(args(file, more));
  }

  private static Path file(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }

  private static void assertExplains(TrainedModel trained, List<Explanation> explanations) {
    for (Explanation explanation : explanations) {
      List<Interaction> rated =
          explanation.contributions().stream().map(c -> c.interaction()).toList();
      ExplanationAssert.assertExplains(
          explanation,
          trained.model(),
          trained.encoder(),
          trained
              .summary()
              .histories()
              .withSampled(History.of(Objects.requireNonNull(explanation.userId()), rated)));
    }
  }

  @Test
  void ratings_areTrainedSavedAndExplainedAgain(@TempDir Path target) throws Exception {
    Path model = target.resolve("shop.fmx");
    String[] user = {"--user", Shop.customer(3), "--format", "json"};
    Run first = run(ratings, user[0], user[1], user[2], user[3], "--save", model.toString());
    ExplanationDocument document = first.document();
    assertEquals("ratings.tsv", document.dataset().name());
    assertEquals(Shop.CUSTOMERS, document.dataset().users());
    assertEquals(Shop.ARTICLES, document.dataset().items());
    // Users, items, three categories and the sale.
    assertEquals(Shop.CUSTOMERS + Shop.ARTICLES + 4, document.model().features());
    assertEquals(TrainingPath.Kind.RECORDED, document.model().path());
    assertEquals(30, document.model().curve().size());
    assertTrue(
        document.explanations().get(0).sentence().startsWith("Recommended"),
        document.explanations().get(0).sentence());
    assertTrue(
        first.err.matches(
            "(?s)note: \\d+ of 602 lines repeat a user and an item: --repeats keep-last\n.*"),
        first.err);

    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ExplainRatings.class.getName());
    command.addAll(List.of(args(ratings, user)));
    command.addAll(List.of("--model", model.toString(), "--out", target + "/why.json"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    ExplanationDocument again =
        ResultsJson.read(Files.readString(target.resolve("why.json")), ExplanationDocument.class);
    assertEquals(document.explanations(), again.explanations());
    assertEquals(document.model().fingerprint(), again.model().fingerprint());

    assertExplains(TrainedModelFile.read(model), first.explanations());
  }

  @Test
  void purchases_getSampledDislikes(@TempDir Path target) throws IOException {
    Path model = target.resolve("shop.fmx");
    String[] sampled = {"--purchases", "--negatives", "2", "--user", Shop.customer(3)};
    List<String> all = new ArrayList<>(List.of(sampled));
    all.addAll(List.of("--format", "json", "--save", model.toString()));
    Run first = run(purchases, all.toArray(String[]::new));
    assertTrue(first.document().dataset().trainingRatings() > 0);
    TrainedModel trained = TrainedModelFile.read(model);
    assertEquals(RatingTarget.likeFrom(1), trained.target());
    assertExplains(trained, first.explanations());

    // Nothing that was sampled is named, and all that was not bought is recommended.
    Set<String> bought =
        Shop.ofPurchases().lines().stream()
            .filter(line -> line.get(0).equals(Shop.customer(3)))
            .map(line -> line.get(1))
            .collect(Collectors.toSet());
    Explanation explanation = first.explanations().get(0);
    assertEquals(
        bought,
        explanation.contributions().stream()
            .map(c -> c.interaction().itemId())
            .collect(Collectors.toSet()));
    assertFalse(first.document().explanations().get(0).sentence().contains("not like"));
    List<String> list = new ArrayList<>(List.of(sampled));
    list.addAll(List.of("--list", "1000"));
    Run text = run(purchases, list.toArray(String[]::new));
    assertTrue(
        text.out.matches("(?s)Data:  purchases.csv: .* \\d+ items sampled as not chosen\n.*"),
        text.out);
    assertTrue(
        text.out.contains(
            "\nRecommended to user "
                + Shop.customer(3)
                + ", who has "
                + bought.size()
                + " training ratings:\n"),
        text.out);
    assertEquals(
        Shop.ARTICLES - bought.size(),
        text.out.lines().filter(line -> line.matches(" *\\d+  .*Article no\\. .*")).count(),
        text.out);
    List<String> again = new ArrayList<>(List.of(sampled));
    again.addAll(List.of("--format", "json", "--model", model.toString()));
    Run second = run(purchases, again.toArray(String[]::new));
    assertEquals(first.document().explanations(), second.document().explanations());
    assertFalse(second.err.contains("users have the ratings"), second.err);

    // The model knows what was sampled: purchases alone are explained as trained.
    for (String path : List.of("recorded", "retraced")) {
      Run alone =
          run(
              purchases,
              "--purchases",
              "--user",
              Shop.customer(3),
              "--format",
              "json",
              "--path",
              path,
              "--model",
              model.toString());
      assertFalse(alone.err.contains("users have the ratings"), alone.err);
      assertFalse(
          alone
              .explanations()
              .get(0)
              .diagnostics()
              .warning(Warning.HistoryDiffers.class)
              .isPresent());
      if (path.equals("recorded")) {
        assertEquals(first.document().explanations(), alone.document().explanations());
      }
    }
  }

  @Test
  void purchasesWithoutDislikes_areRefusedWithAdvice() throws IOException {
    Run run = run(purchases, "--purchases");
    long all = run.err.lines().count();
    assertEquals(2, all, run.err);
    String message =
        run.err.lines().skip(1).findFirst().orElseThrow().replaceAll("all \\d+ r", "all N r");
    assertEquals(
        "error: likes need dislikes, but all N ratings are likes (all 1, a like from 1); sample"
            + " what users did not choose with --negatives 4, or set --like-from higher",
        message);
    assertEquals(2, run.code);
    // A file of ratings that are all the same is no better.
    Path ones = file("ones.tsv", "a\tA1000\t1", "a\tA1007\t1", "b\tA1000\t1");
    run(ones)
        .assertRefused(
            "likes need dislikes, but all 3 ratings are likes (all 1, a like from 1); sample"
                + " what users did not choose with --negatives 4, or set --like-from higher");
    assertEquals(0, run(ones, "--negatives", "1").code);
    run(ones, "--like-from", "NaN").assertRefused("--like-from must be finite, but was NaN");
    run(purchases, "--negatives", "0").assertRefused("--negatives must be at least 1, but was 0");
    assertEquals(0, run(ones, "--negatives", "1", "--like-from", "0").code);
    run(purchases)
        .assertFailed(
            "header of purchases.csv must have one column for the rating, but has none: 'customer',"
                + " 'article', 'date'; choose with --rating-column, or give --no-header if line 1"
                + " is data");
  }

  @Test
  void likes_ofOtherScales_mustBeSaid() throws IOException {
    Path ten = Shop.ofTen().writeRatings(folder.resolve("ten.tsv"));
    run(ten)
        .assertRefused(
            "--like-from is missing: ratings are from 1 to 10, and what a like is can be told"
                + " without it only of ratings from 1 to 5");
    assertEquals(0, run(ten, "--like-from", "7").code);
    assertEquals(0, run(ten, "--task", "regression").code);
    run(ten, "--like-from", "11")
        .assertRefused(
            "no rating is a like: they are from 1 to 10, and a like is from 11; set --like-from"
                + " lower");
    run(ten, "--task", "regression", "--like-from", "7")
        .assertRefused("--like-from is for --task binary; a regression predicts the rating itself");
    run(ten, "--like-from", "0.5")
        .assertRefused(
            "likes need dislikes, but all "
                + Shop.ofTen().lines().stream().map(l -> l.subList(0, 2)).distinct().count()
                + " ratings are likes (from 1 to 10, a like from 0.5); sample what users did not"
                + " choose with --negatives 4, or set --like-from higher");
  }

  @Test
  void requests_areAnsweredInTheirOrder_inOneRun() throws IOException {
    List<String> wanted =
        List.of(
            Shop.customer(5) + "\t" + Shop.article(2),
            Shop.customer(1) + "\t" + Shop.article(9),
            Shop.customer(5) + "\t" + Shop.article(1));
    Path requests = Files.write(folder.resolve("requests.tsv"), wanted);
    Run run =
        run(
            ratings,
            "--requests",
            requests.toString(),
            "--format",
            "json",
            "--method",
            "hessian",
            "paper");
    List<String> answered = new ArrayList<>();
    List<String> methods = new ArrayList<>();
    for (Explanation explanation : run.explanations()) {
      answered.add(explanation.userId() + "\t" + explanation.itemId());
      methods.add(explanation.method().name());
    }
    assertEquals(wanted.stream().flatMap(w -> List.of(w, w).stream()).toList(), answered);
    assertEquals(List.of("hessian", "paper", "hessian", "paper", "hessian", "paper"), methods);
    assertEquals(1, run.err.split("note: training on", -1).length - 1);
    Run text = run(ratings, "--requests", requests.toString());
    assertFalse(text.out.contains("Recommended to user"), text.out);
    assertEquals(3, text.out.split("\nWhy ", -1).length - 1);
  }

  @Test
  void requestsThatCannotBeAnswered_areToldBeforeTheTraining() throws IOException {
    Path wrong = file("wrong.tsv", "noone\tA1000", "nobody\tA1000");
    run(ratings, "--requests", wrong.toString())
        .assertRefused(
            "unknown user 'noone'; the data set has 30 users, in line 1 of wrong.tsv; none of its"
                + " 2 requests can be answered");
    Path item = file("item.tsv", Shop.customer(1) + "\tB1");
    run(ratings, "--requests", item.toString())
        .assertRefused("unknown item 'B1'; the catalogue has 24 items, in line 1 of item.tsv");
    Path fields = file("fields.tsv", Shop.customer(1));
    run(ratings, "--requests", fields.toString())
        .assertRefused(
            "a request must have 2 fields, a user and an item with a tab between them, but has 1,"
                + " in line 1 of fields.tsv");
    Path empty = file("empty.tsv");
    run(ratings, "--requests", empty.toString())
        .assertRefused("empty.tsv must have a request, but has none");
    run(ratings, "--requests", empty.toString(), "--user", "u")
        .assertRefused("--requests names users and items; leave out --user and --item");
    run(ratings, "--requests", empty.toString(), "--html", folder.resolve("a.html").toString())
        .assertRefused("--html shows one user; give --user, and no --requests");
    run(ratings, "--requests", folder.resolve("none").toString())
        .assertFailed("there is no file " + folder.resolve("none"));
  }

  @Test
  void requestsThatCanBeAnswered_areAnsweredBesideBadOnes() throws IOException {
    Path some =
        file(
            "some.tsv",
            "nobody\tA1000",
            Shop.customer(1) + "\tA1000",
            Shop.customer(1) + "\tB1",
            Shop.customer(2),
            Shop.customer(4) + "\tA1007");
    Run run = run(ratings, "--requests", some.toString(), "--format", "json");
    assertEquals(1, run.code);
    assertEquals(
        List.of(
            "error: unknown user 'nobody'; the data set has 30 users, in line 1 of some.tsv",
            "error: unknown item 'B1'; the catalogue has 24 items, in line 3 of some.tsv",
            "error: a request must have 2 fields, a user and an item with a tab between them, but"
                + " has 1, in line 4 of some.tsv"),
        run.err.lines().filter(line -> line.startsWith("error: ")).toList());
    List<String> answered =
        ResultsJson.read(run.out, ExplanationDocument.class).explanations().stream()
            .map(explained -> explained.explanation())
            .map(explanation -> explanation.userId() + " " + explanation.itemId())
            .toList();
    assertEquals(List.of(Shop.customer(1) + " A1000", Shop.customer(4) + " A1007"), answered);
  }

  @Test
  void columns_canBeChosen() throws IOException {
    List<String> lines = new ArrayList<>(List.of("what;who;how much;by whom;when"));
    Shop.ofTen()
        .lines()
        .forEach(l -> lines.add(l.get(1) + ";" + l.get(0) + ";" + l.get(2) + ";x;" + l.get(3)));
    Path file = Files.write(folder.resolve("own.csv"), lines);
    run(file)
        .assertFailed(
            "header of own.csv must have one column for the user, but has none: 'what', 'who', 'how"
                + " much', 'by whom', 'when'; choose with --user-column, or give --no-header if"
                + " line 1 is data");
    Path plain = Shop.ofTen().writeRatings(folder.resolve("plain.tsv"));
    String[] options = {"--like-from", "7", "--format", "json"};
    List<String> named =
        new ArrayList<>(
            List.of(
                "--user-column",
                "who",
                "--item-column",
                "1",
                "--rating-column",
                "How Much",
                "--time-column",
                "when",
                "--time-format",
                "iso_8601",
                "--separator",
                ";",
                "--charset",
                "ISO-8859-1"));
    named.addAll(List.of(options));
    assertEquals(
        run(plain, options).document().explanations(),
        run(file, named.toArray(String[]::new)).document().explanations());
    Path quotes = file("quotes.tsv", "u\t\"a\t4", "u\tb\t1", "v\t\"a\t1", "v\tb\t5");
    Run unquoted =
        Run.ratings(
            "--ratings",
            quotes.toString(),
            "--no-quotes",
            "--no-header",
            "--factors",
            "2",
            "--epochs",
            "1",
            "--item",
            "a");
    assertEquals("", unquoted.out);
    assertTrue(
        unquoted.err.endsWith("error: unknown item 'a'; the catalogue has 2 items\n"),
        unquoted.err);
    run(file, "--purchases", "--rating-column", "3")
        .assertRefused("--purchases has no ratings; leave out --rating-column, or --purchases");
  }

  @Test
  void cellsWithoutRating_andFolders_areToldOf() throws IOException {
    run(file("gap.tsv", "u\ta\t4", "u\tb\t", "v\ta\t1"))
        .assertFailed(
            "line 2 of gap.tsv must have a number in column 3 (rating), but has nothing; give the"
                + " rating, or leave the line out");
    run(folder).assertFailed("cannot read " + folder + ": it is a folder; give a file");
  }

  @Test
  void badValues_areToldInTwoLines() {
    for (String[] bad :
        new String[][] {
          {"--epochs", "many"}, {"--task", "guess"}, {"--charset", "?"}, {"--magic"}
        }) {
      Run run = run(ratings, bad);
      assertEquals(2, run.code);
      assertEquals(2, run.err.lines().count(), run.err);
      assertTrue(run.err.startsWith("error: ") && run.err.contains(bad[0]), run.err);
      assertTrue(run.err.endsWith("\n--help tells all options\n"), run.err);
    }
    assertFalse(Run.ratings("--help").out.contains("ml-100k"));
  }

  @Test
  void optionsThatContradictTheModel_areRefused(@TempDir Path target) throws IOException {
    Path saved = target.resolve("shop.fmx");
    assertEquals(0, run(ratings, "--save", saved.toString()).code);
    String[][] contradictions = {
      {"--task", "regression", "binary"},
      {"--factors", "8", "4"},
      {"--epochs", "31", "30"},
      {"--batch", "99", "100"},
      {"--optimizer", "dense", "lazy"}
    };
    for (String[] c : contradictions) {
      Run.ratings("--ratings", ratings.toString(), "--model", saved.toString(), c[0], c[1])
          .assertRefused(
              c[0]
                  + " must be as the model of --model was trained, "
                  + c[2]
                  + ", but is "
                  + c[1]
                  + "; leave it out");
      Run agreed =
          Run.ratings("--ratings", ratings.toString(), "--model", saved.toString(), c[0], c[2]);
      assertEquals(0, agreed.code, agreed.err);
    }
    Run.ratings("--ratings", ratings.toString(), "--model", ratings.toString())
        .assertFailed(
            "ratings.tsv must be a model, a file of --save or a model.tar.gz of SageMaker, but"
                + " cannot be read as one: artifact must be a model.tar.gz, or what is in one (a tar"
                + " file, its member model_algo-1, the params of that), but is none of these, in"
                + " ratings.tsv");
  }

  @Test
  void epochs_areFoundWithHeldOutRatings(@TempDir Path target) throws IOException {
    Pattern told =
        Pattern.compile(
            "note: held out, (\\d+) ratings are predicted best after (\\d+) of 400 epochs: .+\n"
                + "(?:.*\n)*note: training on (\\d+) ratings, (\\d+) epochs, .*");
    for (String shuffle : List.of("once", "none")) {
      Run run =
          run(
              ratings,
              "--epochs",
              "400",
              "--until-best",
              "4",
              "--shuffle",
              shuffle,
              "--format",
              "json");
      Matcher found = told.matcher(run.err);
      assertTrue(found.find(), run.err);
      assertEquals(found.group(2), found.group(4));
      assertEquals(
          Integer.parseInt(found.group(2)), run.document().model().curve().size(), run.err);
      // All are trained on, those that were held out, too.
      assertEquals(
          Integer.parseInt(found.group(3)), run.document().dataset().trainingRatings(), run.err);
    }
    Run bought = run(purchases, "--purchases", "--negatives", "2", "--until-best", "2");
    assertTrue(bought.err.contains("note: held out, "), bought.err);
    run(ratings, "--until-best", "0").assertRefused("--until-best must be at least 1, but was 0");
    run(ratings, "--until-best", "300")
        .assertRefused(
            "--until-best must leave half of a user's ratings to train on, but no user has 600;"
                + " hold out fewer");
    Path saved = target.resolve("shop.fmx");
    assertEquals(0, run(ratings, "--save", saved.toString()).code);
    run(ratings, "--model", saved.toString(), "--until-best", "2")
        .assertRefused(
            "--until-best must be of a training here, but --model gives a model; leave it out");
  }

  @Test
  void whatIsRead_isNotWrittenOver() throws IOException {
    String message = ": another option names the same file; give another name";
    run(ratings, "--save", ratings.toString()).assertRefused("cannot write " + ratings + message);
    run(ratings, "--out", titles.toString()).assertRefused("cannot write " + titles + message);
    Path twice = folder.resolve("twice");
    run(ratings, "--svg", twice.toString(), "--html", twice.toString())
        .assertRefused("cannot write " + twice + message);
  }

  @Test
  void modelOfOtherItems_isNotSaidToBeRated() throws IOException {
    Path model = folder.resolve("apart.fmx");
    assertEquals(0, run(ratings, "--save", model.toString()).code);
    Path swapped =
        file("swapped.tsv", "A1000\t" + Shop.customer(1) + "\t5", "A1001\tc2\t1", "A1000\tc2\t2");
    Run.ratings("--ratings", swapped.toString(), "--model", model.toString())
        .assertRefused(
            "model knows no item of these ratings; are user and item swapped, or was it trained on"
                + " other ratings?");
  }

  @Test
  void batchesThatAreMostlyFilledUp_areTold() {
    String[] options = {"--ratings", ratings.toString(), "--factors", "2", "--epochs", "1"};
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--batch", "250"));
    Run run = Run.ratings(all.toArray(String[]::new));
    assertEquals(0, run.code, run.err);
    Matcher told =
        Pattern.compile(
                "note: the last batch of each epoch is filled up with (\\d+) empty rows of label 0,"
                    + " as SageMaker does, which lowers all scores; --batch (\\d+) leaves [01]\\R")
            .matcher(run.err);
    assertTrue(told.find(), run.err);
    int rows = 500 - Integer.parseInt(told.group(1));
    assertTrue(run.err.contains("training on " + rows + " ratings"), run.err);
    all.set(all.size() - 1, told.group(2));
    assertFalse(Run.ratings(all.toArray(String[]::new)).err.contains("filled up"));
  }

  @Test
  void modelsThatHardlyTellUsersApart_areToldOf() {
    Pattern told =
        Pattern.compile(
            "note: the users' own factors move scores by 0\\.0\\d only, shared by \\d+ ratings"
                + " each, so that hardly any rating counts; train longer or with more factors\n");
    assertTrue(told.matcher(run(ratings, "--epochs", "2").err).find());
    assertFalse(told.matcher(run(ratings, "--epochs", "600").err).find());
  }

  @Test
  void everythingElse_isWrittenToo() throws IOException {
    Path page = folder.resolve("why.html");
    Path chart = folder.resolve("why.svg");
    Run run =
        run(
            ratings,
            "--html",
            page.toString(),
            "--svg",
            chart.toString(),
            "--language",
            "de",
            "--list",
            "3",
            "--top",
            "2",
            "--method",
            "replay",
            "hessian");
    assertEquals(0, run.code, run.err);
    assertEquals(3, Jsoup.parse(Files.readString(page)).select("details.item").size());
    assertTrue(Files.readString(chart).contains("xml:lang=\"de\""));
    assertTrue(run.out.contains("\nEmpfohlen"), run.out);
  }

  /** An artifact does not know which column is which id. */
  @Test
  void artifactOfOtherIds_isRefusedWithTheFigures_unlessForced(@TempDir Path target)
      throws IOException {
    Path saved = target.resolve("shop.fmx");
    assertEquals(0, run(ratings, "--epochs", "200", "--save", saved.toString()).code);
    TrainedModel trained = TrainedModelFile.read(saved);
    Path artifact = target.resolve("model.tar.gz");
    SageMakerArtifact.write(
        trained.model(), Objects.requireNonNull(trained.hyperparameters()), artifact);
    assertEquals(0, run(ratings, "--epochs", "200", "--model", artifact.toString()).code);

    SageMakerArtifact.write(
        reversed(trained.model()), Objects.requireNonNull(trained.hyperparameters()), artifact);
    Run refused = run(ratings, "--epochs", "200", "--model", artifact.toString());
    assertEquals(2, refused.code);
    String message = refused.err.lines().reduce("", (before, line) -> line);
    assertTrue(
        message.matches(
            "error: model must predict its \\d+ training rows better than a constant does, but has"
                + " binary_classification_cross_entropy \\d\\.\\d{4} where a constant has"
                + " \\d\\.\\d{4}, auc \\d\\.\\d{3}; are the ids in the order of the training, and"
                + " is 'likes from 4' its target\\? If it is as bad as that, use --force"),
        message);
    Run forced =
        run(
            ratings,
            "--epochs",
            "200",
            "--model",
            artifact.toString(),
            "--force",
            "--format",
            "json");
    Explanation explanation = forced.explanations().get(0);
    assertTrue(explanation.diagnostics().warning(Warning.PoorFit.class).isPresent());
  }

  private static FmModel reversed(FmModel model) {
    int n = model.numFeatures();
    FmModel.Builder builder =
        FmModel.builder(PredictorType.BINARY_CLASSIFIER, n, model.numFactors());
    builder.bias(model.bias());
    for (int feature = 0; feature < n; feature++) {
      builder.linearWeight(feature, -model.linearWeight(n - 1 - feature));
      builder.factors(feature, model.factors((feature * 7 + 3) % n), 0);
    }
    return builder.build();
  }

  @Test
  void modelFile_knowsWhatALikeIs(@TempDir Path target) throws IOException {
    Path saved = target.resolve("shop.fmx");
    run(ratings, "--save", saved.toString());
    assertEquals(0, run(ratings, "--model", saved.toString(), "--like-from", "4").code);
    run(ratings, "--model", saved.toString(), "--like-from", "3")
        .assertRefused(
            "--like-from must be as the model was trained, which predicts likes from 4, but"
                + " is 3");
  }

  @Test
  void modelFile_withoutPath_isRetracedIfTheRatingsAreItsOwn(@TempDir Path target)
      throws IOException {
    Path saved = target.resolve("shop.fmx");
    run(ratings, "--path", "assumed", "--save", saved.toString());
    Run own = run(ratings, "--model", saved.toString(), "--format", "json");
    assertEquals(TrainingPath.Kind.RETRACED, own.document().model().path());
    Path less = folder.resolve("less.tsv");
    List<String> lines = Files.readAllLines(ratings);
    Files.write(less, lines.subList(0, 300));
    Run others = run(less, "--model", saved.toString(), "--format", "json");
    assertEquals(TrainingPath.Kind.ASSUMED, others.document().model().path());
    Run refused = run(less, "--model", saved.toString(), "--path", "retraced");
    assertTrue(
        refused.err.matches(
            "(?s).*error: --path retraced must have the ratings that the model was trained on, but"
                + " \\d+ of \\d+ users have them; use --path assumed\n"),
        refused.err);
    assertEquals(2, refused.code);
  }

  @Test
  void itemsThatAModelOrTheTitlesLack_areToldOf(@TempDir Path target) throws IOException {
    Path saved = target.resolve("shop.fmx");
    run(ratings, "--save", saved.toString());
    Path more = folder.resolve("more.tsv");
    List<String> lines = new ArrayList<>(Files.readAllLines(ratings));
    lines.add(Shop.customer(2) + "\tNEW\t5\t2024-12-31");
    Files.write(more, lines);
    Run run =
        run(more, "--model", saved.toString(), "--user", Shop.customer(2), "--format", "json");
    assertTrue(
        run.err.contains(
            "note: rated items without a title in titles.tsv: 1; their ids are shown\n"),
        run.err);
    assertTrue(
        run.err.contains(
            "note: items that the model does not know: 1; they cannot be recommended or"
                + " explained\n"),
        run.err);
    assertTrue(
        run.explanations().get(0).diagnostics().warning(Warning.RatingsLeftOut.class).isPresent());
  }

  @Test
  void shuffleNone_takesTheOrderOfTheFile() throws IOException {
    Run none = run(ratings, "--shuffle", "none", "--format", "json");
    assertFalse(none.err.contains("sorted by user"), none.err);
    Path sorted = folder.resolve("sorted.tsv");
    Files.write(sorted, Files.readAllLines(ratings).stream().sorted().toList());
    Run bySort = run(sorted, "--shuffle", "none", "--format", "json");
    assertTrue(
        bySort.err.contains(
            "note: the ratings are sorted by user and not shuffled, so that each user is trained in"
                + " one or two steps per epoch; use --shuffle once, and shuffle a file for"
                + " SageMaker\n"),
        bySort.err);
    assertNotEquals(none.document().model().fingerprint(), bySort.document().model().fingerprint());
  }

  @Test
  void standardOutputThatIsFull_isAFailure() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    Console console =
        new Console(
            new PrintStream(full, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    assertEquals(1, ExampleCommand.run(new ExplainRatings(console), console, "--help"));
    assertEquals(
        "error: standard output could not take all of the results\n",
        err.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
  }

  @Test
  void repeats_canBeRefused_andBadOptionsAreUsageErrors() {
    Run refused = run(ratings, "--repeats", "refuse");
    assertEquals(2, refused.code);
    assertTrue(
        refused.err.startsWith("error: a user must rate an item once, but user 'customer-"),
        refused.err);
    Run unknown = run(ratings, "--repeats", "never");
    assertEquals(2, unknown.code);
    assertTrue(
        unknown.err.contains(
            "must be one of keep-last, keep-first, refuse, keep-highest, mean, sum, but was"
                + " 'never'"),
        unknown.err);
    Run none = Run.ratings();
    assertEquals(2, none.code);
    assertTrue(none.err.contains("Missing required option: '--ratings=FILE'"), none.err);
    assertEquals(0, Run.ratings("--help").code);
  }

  /** The same ratings give the same model and explanations, whichever command reads them. */
  private static void assertSameAsMovieLens(Path data, String... options) throws IOException {
    MovieLens movies = MovieLens.load(data);
    List<String> rows = new ArrayList<>();
    for (History history : movies.trainingHistories()) {
      for (Interaction rating : history.interactions()) {
        rows.add(
            String.join(
                "\t",
                history.userId(),
                rating.itemId(),
                "" + rating.rating(),
                "" + Objects.requireNonNull(rating.time()).getEpochSecond()));
      }
    }
    Path ratings = Files.write(folder.resolve("u.data"), rows);
    Path titles =
        Files.write(
            folder.resolve("items.tsv"),
            movies.catalogue().items().stream()
                .map(item -> item.id() + "\t" + item.title())
                .toList());
    String user = movies.users().get(6);
    List<String> common = new ArrayList<>(List.of("--user", user, "--format", "json"));
    common.addAll(List.of(options));
    List<String> plain =
        new ArrayList<>(List.of("--ratings", ratings.toString(), "--titles", titles.toString()));
    plain.addAll(common);
    List<String> own = new ArrayList<>(List.of("--data", data.toString()));
    own.addAll(common);
    Run read = Run.ratings(plain.toArray(String[]::new));
    Run known = Run.movieLens(folder, own.toArray(String[]::new));
    assertEquals(known.document().model().fingerprint(), read.document().model().fingerprint());
    assertEquals(known.document().model().curve(), read.document().model().curve());
    // Not the sentences, which may name genres: the plain file has none.
    assertEquals(known.explanations(), read.explanations());
  }

  @Test
  void movieLens_asAPlainFile_hasTheSameFigures(@TempDir Path data) throws IOException {
    SyntheticMovieLens.builder()
        .users(40)
        .items(80)
        .ratings(1200)
        .seed(3)
        .build()
        .writeTo(data, MovieLensLayout.ML_100K);
    assertSameAsMovieLens(data, "--epochs", "5", "--factors", "4");
    assertSameAsMovieLens(data, "--epochs", "5", "--factors", "4", "--task", "regression");
  }

  @Test
  void ml100k_asAPlainFile_hasTheSameFigures() throws IOException {
    Optional<Path> ml100k = Ml100k.folder();
    Assumptions.assumeTrue(ml100k.isPresent(), Ml100k.HOW_TO);
    assertSameAsMovieLens(ml100k.orElseThrow(), "--epochs", "3");
  }
}
