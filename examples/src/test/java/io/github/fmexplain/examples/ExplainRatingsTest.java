package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Warning;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.Repeats;
import io.github.fmexplain.io.ExplanationDocument;
import io.github.fmexplain.io.RatingsFile;
import io.github.fmexplain.io.ResultsJson;
import io.github.fmexplain.io.TitlesFile;
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
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
            "(?s)note: columns of ratings.tsv, which has no header: user 1, item 2, rating 3, time"
                + " 4\nnote: \\d+ of 602 lines repeat a user and an item: --repeats keep-last\n"
                + "note: columns of titles.tsv, which has no header: item 1, title 2, tags 3\n.*"),
        first.err);
    assertEquals(
        first.err.lines().filter(line -> line.startsWith("note: ")).toList(),
        document.notes().stream().map(note -> "note: " + note).toList());
    assertEquals(
        Shop.ARTICLES - document.explanations().get(0).explanation().contributions().size(),
        document.recommendations().size());
    assertEquals(
        document.explanations().get(0).explanation().itemId(),
        document.recommendations().get(0).itemId());
    assertEquals(List.of(), document.failures());

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
        text.out.matches(
            "(?s)Data:  purchases.csv: 30 users, 24 items with 4 tags, \\d+ purchases, \\d+ items"
                + " sampled as not chosen\n.*"),
        text.out);
    assertTrue(
        text.out.contains(
            "\nRecommended to user "
                + Shop.customer(3)
                + ", who has "
                + bought.size()
                + " training purchases:\n"),
        text.out);
    assertTrue(text.out.contains("\nyour purchase of "), text.out);
    assertTrue(text.out.contains(", probability of a purchase "), text.out);
    assertFalse(text.out.contains("like"), text.out);
    String sentence = first.document().explanations().get(0).sentence();
    assertTrue(sentence.contains("you bought") || sentence.contains("purchase"), sentence);
    assertEquals(
        Shop.ARTICLES - bought.size(),
        text.out.lines().filter(line -> line.matches(" *\\d+  .*Article no\\. .*")).count(),
        text.out);
    // Another sample would be rows that the model did not learn.
    List<String> again = new ArrayList<>(List.of(sampled));
    again.addAll(List.of("--model", model.toString()));
    run(purchases, again.toArray(String[]::new))
        .assertRefused(
            "--negatives must be of a training here, but --model gives a model; leave it out");

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
    List<String> told = run.err.lines().filter(line -> !line.startsWith("note: ")).toList();
    assertEquals(1, told.size(), run.err);
    String message = told.get(0).replaceAll("all \\d+ r", "all N r");
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
    ExplanationDocument document = ResultsJson.read(run.out, ExplanationDocument.class);
    assertEquals(
        run.err.lines().filter(line -> line.startsWith("error: ")).toList(),
        document.failures().stream().map(failure -> "error: " + failure).toList());
    assertEquals(List.of(), document.recommendations());
    List<String> answered =
        document.explanations().stream()
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
  void columnsOfTitles_canBeChosen() throws IOException {
    List<String> lines = new ArrayList<>(List.of("Bezeichnung;Regal;Artikelnummer"));
    for (String line : Files.readAllLines(titles)) {
      String[] fields = line.split("\t", -1);
      lines.add(fields[1] + ";" + fields[2] + ";" + fields[0]);
    }
    Path own = Files.write(folder.resolve("own-titles.csv"), lines);
    String[] options = {
      "--ratings",
      ratings.toString(),
      "--titles",
      own.toString(),
      "--format",
      "json",
      "--factors",
      "4",
      "--batch",
      "100",
      "--epochs",
      "30"
    };
    List<String> chosen = new ArrayList<>(List.of(options));
    chosen.addAll(
        List.of(
            "--titles-item-column",
            "artikelnummer",
            "--title-column",
            "Bezeichnung",
            "--titles-separator",
            ";"));
    Run untagged = Run.ratings(chosen.toArray(String[]::new));
    assertTrue(
        untagged.err.contains(
            "\nnote: columns of own-titles.csv: item 'Artikelnummer', title 'Bezeichnung'; not read:"
                + " 'Regal', so that there are no tags; --tags-column takes them from one\n"),
        untagged.err);
    assertEquals(Shop.CUSTOMERS + Shop.ARTICLES, untagged.document().model().features());
    chosen.addAll(List.of("--tags-column", "2"));
    assertEquals(
        run(ratings, "--format", "json").document().explanations(),
        Run.ratings(chosen.toArray(String[]::new)).document().explanations());
    run(ratings, "--titles-item-column", "0")
        .assertRefused("--titles-item-column must be at least 1, but was 0");
    run(ratings, "--titles-no-header", "--title-column", "x")
        .assertRefused(
            "columns must be chosen by position with --titles-no-header, but one is chosen by name");
    Run.ratings("--ratings", ratings.toString(), "--tags-column", "2")
        .assertRefused("--tags-column is for --titles; give a file of items");
    Path quotes = file("quotes-titles.tsv", "A1000\t\"a\tx", "A1007\tb\t");
    assertEquals(
        0,
        Run.ratings(
                "--ratings",
                ratings.toString(),
                "--titles",
                quotes.toString(),
                "--epochs",
                "1",
                "--titles-no-quotes")
            .code);
  }

  private static Run titled(Path titles, String... more) {
    return titled(ratings, titles, more);
  }

  private static Run titled(Path file, Path titles, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--ratings",
                file.toString(),
                "--titles",
                titles.toString(),
                "--factors",
                "2",
                "--epochs",
                "1"));
    all.addAll(List.of(more));
    return Run.ratings(all.toArray(String[]::new));
  }

  @Test
  void unknownHeadersOfTitles_areNoItems() throws IOException {
    String advice =
        "; choose the columns with --titles-item-column, --title-column, --tags-column, or give"
            + " --titles-no-header if line 1 is data";
    titled(file("german.csv", "Artikelnummer,Bezeichnung", "A1000,Amber", "A1007,Birch"))
        .assertFailed(
            "line 1 of german.csv must be data, or a header with names that are known, but has"
                + " 'Artikelnummer', 'Bezeichnung', the only id without a digit"
                + advice);
    titled(file("orders.csv", "customer,article,stars,date", "c1,A1000,5,2025-01-02"))
        .assertFailed(
            "header of orders.csv must have one column for the title, but has none: 'customer',"
                + " 'article', 'stars', 'date'; choose with --title-column, or give"
                + " --titles-no-header if line 1 is data");
    Path words = file("words.csv", "u,bread,5", "u,milk,1", "v,bread,4", "v,milk,2");
    String nobody =
        " must be an item, or a header with names that are known, but nobody rated 'Ware'; choose"
            + " the columns with --titles-item-column, --title-column and --tags-column, or give"
            + " --titles-no-header if it is an item";
    Path plain = file("ware.csv", "Ware,Bezeichnung", "bread,Bread", "milk,Milk");
    titled(words, plain).assertRefused("line 1 of ware.csv" + nobody);
    Path tagged = file("regal.csv", "Ware,Bezeichnung,Regal", "bread,Bread,a", "tea,Tea,b");
    titled(words, tagged).assertRefused("line 1 of regal.csv" + nobody);
    Run told = titled(words, plain, "--titles-no-header");
    assertTrue(told.out.startsWith("Data:  words.csv: 2 users, 3 items, 4 ratings\n"), told.err);
    // Not rated, but neither alone in that nor with tags of its own.
    Path tea = file("tea.csv", "tea,Tea,a", "bread,Bread,a", "milk,Milk,b");
    assertEquals(0, titled(words, tea, "--user", "u", "--item", "tea").code);
  }

  @Test
  void titlesOfOtherItems_areRefused() throws IOException {
    titled(file("others.csv", "item,title", "B1,One", "B2,Two", "B3,Three", "B4,Four"))
        .assertRefused(
            "items of ratings.tsv must have titles in others.csv, but none of 24 has: rated are "
                + firstItems()
                + ", …, and titles are of 'B1', 'B2', 'B3', …; choose the columns with"
                + " --item-column and --titles-item-column");
    Path swapped = file("swap.csv", "user,item,rating", "A1000,u,5", "A1007,u,1", "X,v,1");
    titled(swapped, titles)
        .assertRefused(
            "items of swap.csv must have titles in titles.tsv, but none has, and 2 of 3 users have:"
                + " 'A1000', 'A1007'; are user and item swapped? choose with --user-column and"
                + " --item-column");
    assertEquals(0, titled(swapped, titles, "--user-column", "item", "--item-column", "user").code);
  }

  private static String firstItems() {
    return Shop.ofStars().lines().stream()
        .map(line -> "'" + line.get(1) + "'")
        .distinct()
        .limit(3)
        .collect(Collectors.joining(", "));
  }

  @Test
  void timesThatAreNotRead_areToldOf() throws IOException {
    String[] lines = {"user,item,rating,when", "u,a,5,2024-02-01", "u,b,1,x", "u,a,1,2024-01-01"};
    Path when = file("when.csv", lines);
    String[] plain = {
      "--ratings", when.toString(), "--factors", "2", "--epochs", "1", "--item", "a"
    };
    Run run = Run.ratings(plain);
    assertTrue(
        run.err.startsWith(
            "note: columns of when.csv: user 'user', item 'item', rating 'rating'; not read: 'when'\n"
                + "note: no time column is known among 'when': of repeated ratings the last line"
                + " counts; --time-column chooses one\n"
                + "note: 1 of 3 lines repeat a user and an item: --repeats keep-last: of repeated"
                + " ratings the last line counts\n"),
        run.err);
    Run.ratings("--ratings", when.toString(), "--time-format", "iso_8601")
        .assertFailed(
            "when.csv must have a column for the time, to be read as --time-format says, but has"
                + " none among 'user', 'item', 'rating', 'when'; choose with --time-column");
    Run highest =
        Run.ratings("--ratings", when.toString(), "--repeats", "keep-highest", "--epochs", "1");
    assertTrue(
        highest.err.contains(
            "\nnote: no time column is known among 'when'; --time-column chooses one\n"),
        highest.err);
    assertFalse(
        Run.ratings("--ratings", when.toString(), "--time-format", "none").err.contains("no time"));
  }

  @Test
  void ratingsThatArePurchases_areToldOf() throws IOException {
    Path stars = file("stars.csv", "user,item,rating", "u,a,5", "u,b,1", "v,c,4");
    Run run =
        Run.ratings(
            "--ratings", stars.toString(), "--purchases", "--negatives", "1", "--epochs", "1");
    assertTrue(
        run.err.startsWith(
            "note: columns of stars.csv: user 'user', item 'item'; not read: 'rating'; with"
                + " --purchases each line counts, whatever is there\n"),
        run.err);
    assertEquals(0, run.code, run.err);
    Path bare = file("bare.csv", "u,a,5", "u,b,1", "v,c,4");
    Run.ratings("--ratings", bare.toString(), "--purchases", "--negatives", "1")
        .assertRefused(
            "--purchases takes column 3 of bare.csv for the time, but it has small numbers such as"
                + " 5; leave out --purchases if they are ratings, or give --time-format if they are"
                + " times");
    assertEquals(
        0,
        Run.ratings(
                "--ratings",
                bare.toString(),
                "--purchases",
                "--negatives",
                "1",
                "--epochs",
                "1",
                "--time-format",
                "epoch_seconds")
            .code);
  }

  @Test
  void badValues_nameTheOptionAndWhatIsRight() {
    String[][] bad = {
      {"--factors", "0", "--factors must be at least 1, but was 0"},
      {"--epochs", "0", "--epochs must be at least 1, but was 0"},
      {"--batch", "-1", "--batch must be at least 1, but was -1"},
      {"--user-column", "0", "--user-column must be at least 1, but was 0"},
      {"--time-column", " ", "--time-column must not be blank"},
      {"--width", "3", "--width must be from 320 to 10000 pixels, but was 3"},
      {
        "--separator",
        "",
        "--separator must have characters other than quotes and ends of lines, but was ''"
      },
      {
        "--charset",
        "UTF-16",
        "--charset must be UTF-8, or have one byte per character and extend ASCII, but was UTF-16"
      },
    };
    for (String[] b : bad) {
      Run.ratings("--ratings", ratings.toString(), b[0], b[1]).assertRefused(b[2]);
    }
    run(ratings, "--user-column", "2", "--item-column", "2")
        .assertRefused(
            "columns must differ, but column 2 is chosen twice, the second time with --item-column");
    run(ratings, "--rating-column", "9")
        .assertFailed(
            "line 1 of ratings.tsv must have a column 9 (rating), but has 4 columns; choose with"
                + " --rating-column, or check the separator");
    String[][] unparsed = {
      {"--like-from", "3,5", "a number such as 3.5"},
      {"--factors", "4.5", "a whole number such as 16"},
      {"--seed", "x", "a whole number such as 16"},
      {"--top", "many", "a whole number such as 16"},
      {"--charset", "?", "an encoding such as UTF-8 or ISO-8859-1"},
    };
    for (String[] u : unparsed) {
      assertEquals(
          "error: Invalid value for option '"
              + u[0]
              + "': must be "
              + u[2]
              + ", but was '"
              + u[1]
              + "'\n--help tells all options\n",
          Run.ratings("--ratings", ratings.toString(), u[0], u[1]).err);
    }
  }

  @Test
  void usersWithOtherRatingsThanInTheTraining_areToldOf_andFoldedInIfAsked(@TempDir Path target)
      throws IOException {
    Path saved = target.resolve("shop.fmx");
    assertEquals(0, run(ratings, "--save", saved.toString()).code);
    List<String> lines = new ArrayList<>(Files.readAllLines(ratings));
    String changed = Shop.customer(3);
    String item =
        IntStream.range(0, Shop.ARTICLES)
            .mapToObj(Shop::article)
            .filter(id -> lines.stream().noneMatch(l -> l.startsWith(changed + "\t" + id + "\t")))
            .findFirst()
            .orElseThrow();
    lines.add(changed + "\t" + item + "\t5\t2024-12-31");
    lines.add("new 1\tA1000\t5\t2024-12-31");
    lines.add("new 2\tA1000\t5\t2024-12-31");
    lines.add("new 2\tA1007\t1\t2024-12-31");
    Path later = Files.write(folder.resolve("later.tsv"), lines);
    String counted =
        "\nnote: 29 of 32 users have the ratings that the model was trained on; 1 has others: they"
            + " have rated since, or other options read the ratings; 2 are new to it; ";
    String[] model = {"--model", saved.toString(), "--user", changed};
    Run asTrained = run(later, model);
    assertTrue(
        asTrained.err.contains(
            counted
                + "user '"
                + changed
                + "' has others and is explained as trained; --as-of today takes the ratings of"
                + " today\n"),
        asTrained.err);
    assertTrue(asTrained.out.contains(", other than in the training:\n"), asTrained.out);
    Run asOfTraining = run(later, "--as-of", "training", model[0], model[1], model[2], model[3]);
    assertEquals(asTrained.out, asOfTraining.out);

    String[] json = {
      model[0], model[1], model[2], model[3], "--as-of", "today", "--format", "json"
    };
    Run today = run(later, json);
    assertTrue(
        today.err.contains(
            counted
                + "user '"
                + changed
                + "' has others and is folded in from the ratings of today\n"),
        today.err);
    Explanation folded = today.explanations().get(0);
    assertTrue(folded.diagnostics().foldedIn());
    assertExplains(TrainedModelFile.read(saved), List.of(folded));
    List<History> histories = RatingsFile.builder().build().histories(later, Repeats.KEEP_LAST);
    History history =
        histories.stream().filter(h -> changed.equals(h.userId())).findFirst().orElseThrow();
    assertEquals(
        FmExplainer.of(TrainedModelFile.read(saved), TitlesFile.read(titles))
            .foldIn(history)
            .explain(folded.itemId()),
        folded);

    json[3] = Shop.customer(4);
    Run same = run(later, json);
    assertFalse(same.explanations().get(0).diagnostics().foldedIn());
    assertTrue(
        same.err.contains(counted + "user '" + json[3] + "' has those of the training\n"),
        same.err);
    model[3] = "new 1";
    Run unknown = run(later, model);
    assertTrue(
        unknown.err.contains(counted + "user 'new 1' is new to it and folded in\n"), unknown.err);
    assertTrue(
        unknown.out.contains(
            "\nRecommended to user new 1, who has 1 rating and is new to the model:\n"),
        unknown.out);
    assertTrue(unknown.out.contains("\n1 of 1 rating used"), unknown.out);
    Path requests = file("both.tsv", changed + "\tA1000", "new 2\tA1007");
    Run both = run(later, model[0], model[1], "--requests", requests.toString());
    assertTrue(
        both.err.contains(
            counted
                + "of the 2 who are asked for, 1 has others and is explained as trained; --as-of"
                + " today takes the ratings of today\n"),
        both.err);
    Run none = run(later, model[0], model[1], "--repeats", "keep-first", "--like-from", "4");
    assertEquals(0, none.code, none.err);
  }

  @Test
  void rowsThatASentenceNames_areShown() throws IOException {
    Run three = run(ratings, "--epochs", "400", "--top", "3");
    Run five = run(ratings, "--epochs", "400", "--top", "5");
    assertEquals(
        five.out.replaceAll("trained in \\S+ s", ""),
        three.out.replaceAll("trained in \\S+ s", ""));
    Matcher named = Pattern.compile("“(.*?)”").matcher(three.out);
    int names = 0;
    while (named.find()) {
      names++;
      assertTrue(
          Pattern.compile("^" + Pattern.quote(named.group(1)) + " .*-?\\d", Pattern.MULTILINE)
              .matcher(three.out)
              .find(),
          three.out);
    }
    assertTrue(names > 0, three.out);
    assertFalse(run(ratings, "--top", "0").out.contains("-- speaks"));
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
            "ratings.tsv must be a model (a file of --save, a model.tar.gz of SageMaker, or a model"
                + " of NumPy, safetensors, PyTorch, libFM or xLearn), but is none of these");
    Path cut = target.resolve("cut.fmx");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(saved), 3000));
    Run damaged = Run.ratings("--ratings", ratings.toString(), "--model", cut.toString());
    assertTrue(
        damaged.err.matches(
            "error: there must be room for \\d+ bytes, but the file has \\d+ left, in section"
                + " '[a-z]+' of \\S+cut.fmx; is it complete\\?\n"),
        damaged.err);
    // What only a training reads.
    for (String[] option :
        new String[][] {
          {"--seed", "2"}, {"--shuffle", "each"}, {"--until-best", "2"}, {"--negatives", "4"}
        }) {
      run(ratings, "--model", saved.toString(), option[0], option[1])
          .assertRefused(
              option[0] + " must be of a training here, but --model gives a model; leave it out");
    }
    run(ratings, "--model", saved.toString(), "--force")
        .assertRefused("--force is for a --model of SageMaker or of another trainer; leave it out");
    run(ratings, "--force").assertRefused("--force is for a --model; leave it out");
    run(ratings, "--as-of", "today")
        .assertRefused("--as-of is for a --model of --save; leave it out");
    // A path that is found again is found by training.
    assertEquals(
        0, run(ratings, "--model", saved.toString(), "--path", "retraced", "--seed", "2").code);
    run(ratings, "--model", saved.toString(), "--path", "assumed", "--seed", "2")
        .assertRefused(
            "--seed must be of a training here, but --model gives a model; leave it out");
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
    assertTrue(run.out.contains("Ihre Bewertung von"), run.out);
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
        refused.err.contains("\nerror: a user must rate an item once, but user 'customer-"),
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
