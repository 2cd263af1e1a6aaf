package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.Repeats;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.io.RatingsFile;
import io.github.fmexplain.io.ResultsFormatException;
import io.github.fmexplain.io.TitlesFile;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The programs of {@link PagePrograms} run on the shop's data, and print what the page says. */
@TestInstance(Lifecycle.PER_CLASS)
class PageProgramsTest {

  @TempDir static Path folder;

  private String printed = "";
  private TrainedModel trained;
  private Catalogue catalogue;
  private List<History> histories;

  @BeforeAll
  void train() throws IOException, InterruptedException {
    Files.copy(Path.of("shop/ratings.csv"), folder.resolve("ratings.csv"));
    Files.copy(Path.of("shop/items.csv"), folder.resolve("items.csv"));
    PagePrograms.Path.folder = folder;
    printed =
        printed(
            () -> {
              OwnRatings.main(new String[] {folder.toString()});
              return null;
            });
    trained = TrainedModelFile.read(folder.resolve("shop.fmx"));
    catalogue = TitlesFile.read(folder.resolve("items.csv"));
    histories =
        RatingsFile.builder().build().histories(folder.resolve("ratings.csv"), Repeats.KEEP_LAST);
  }

  private static String printed(Callable<?> program) throws IOException, InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stdout = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      program.call();
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      System.setOut(stdout);
    }
    return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  @Test
  void ownColumns_areReadAsTheOthers() throws IOException, InterruptedException {
    for (String[] file :
        new String[][] {
          {"ratings.csv", "sales.csv", "buyer,ware,grade,bought on"},
          {"items.csv", "wares.csv", "ware,label,shelf"}
        }) {
      List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve(file[0])));
      lines.set(0, file[2]);
      Files.write(folder.resolve(file[1]), lines);
    }
    String told =
        printed(
            () -> {
              Map.Entry<List<History>, Catalogue> read = PagePrograms.ownColumns();
              assertEquals(histories, read.getKey());
              assertEquals(catalogue.items(), read.getValue().items());
              return null;
            });
    assertTrue(blocks().contains(new Page.Block("text", told)), told);
  }

  @Test
  void likesOfTen_areCounted() throws IOException, InterruptedException {
    Path ten = Files.write(folder.resolve("ten.csv"), List.of("u,a,7", "u,b,6", "v,a,10"));
    List<History> given = RatingsFile.builder().build().histories(ten, Repeats.KEEP_LAST);
    String told =
        printed(
            () -> {
              assertEquals(RatingTarget.likeFrom(7), PagePrograms.likes(given));
              return null;
            });
    assertEquals("2 of 3\n", told);
  }

  private UserExplainer user() {
    return FmExplainer.of(trained, catalogue).forHistory(histories.get(0));
  }

  private static List<Page.Block> blocks() throws IOException {
    return Page.all(Path.of("..")).stream()
        .filter(page -> page.file().endsWith("getting-started.md"))
        .flatMap(page -> page.blocks().stream())
        .toList();
  }

  @Test
  void gettingStarted_printsWhatThePageSays() throws IOException {
    assertTrue(blocks().contains(new Page.Block("text", printed)), printed);
  }

  @Test
  void commands_printWhatThePageSays() throws IOException {
    List<Page.Block> blocks = blocks();
    Path model = Files.createDirectory(folder.resolve("commands")).resolve("shop.fmx");
    int runs = 0;
    for (int b = 0; b + 1 < blocks.size(); b++) {
      String command = String.join("", CommandLines.of(blocks.get(b).code()));
      if (command.startsWith("java -jar examples/")
          && blocks.get(b + 1).language().equals("text")) {
        List<String> words = CommandLines.words(command.replace("examples/shop/", "shop/"));
        Run run =
            Run.ratings(
                words.subList(3, words.size()).stream()
                    .map(word -> word.equals("shop.fmx") ? model.toString() : word)
                    .toArray(String[]::new));
        assertEquals(timeless(blocks.get(b + 1).code()), timeless(run.out), run.err);
        runs++;
      }
    }
    assertEquals(2, runs);
  }

  private static String timeless(String output) {
    return output.replace("\r\n", "\n").replaceFirst("trained in [0-9.]+ s", "trained in … s");
  }

  @Test
  void aModel_isReadAsItWasWritten() throws IOException {
    assertEquals(trained, PagePrograms.file(trained));
  }

  @Test
  void anEvaluation_hasEveryMethod() throws InterruptedException {
    assertTrue(
        PagePrograms.evaluation(trained, catalogue, histories.subList(0, 3), Runnable::run)
                .methods()
                .size()
            > 5);
  }

  @Test
  void results_areReadAsTheyWereWritten() throws ResultsFormatException {
    UserExplainer user = user();
    Explanation why = user.explain("A103");
    assertEquals(user.recommend(10), PagePrograms.results(user, why));
    ExplanationAssert.assertExplains(why, trained.model(), trained.encoder(), user.history());
  }

  @Test
  void aDocument_hasSentencesAndTheCurve() throws InterruptedException {
    TrainingSet rows = TrainingSet.of(trained.encoder(), histories, trained.target());
    TrainingResult result =
        LocalTrainer.builder()
            .seed(1)
            .build()
            .fit(
                rows,
                Objects.requireNonNull(trained.hyperparameters()).toBuilder().epochs(3).build());
    Explanation why = user().explain("A103");
    Sentences words = Sentences.english();
    String json =
        PagePrograms.document(
            trained, 0.5, trained.evaluate(histories), result, words, List.of(why));
    assertTrue(json.contains("\"sentence\" : \"" + words.of(why)), json);
    ExplanationAssert.assertExplains(why, trained.model(), trained.encoder(), histories.get(0));
  }

  @Test
  void aService_knowsWhoIsAsTrained_andTakesOthersAsOfToday() throws IOException {
    Path model = folder.resolve("shop.fmx");
    ShopService service = new ShopService(model, catalogue);
    History known = histories.get(0);
    History later =
        known
            .without(known.interactions().get(0).itemId())
            .with(Interaction.of("new in the shop", 5));
    History nobody = History.ofNewUser(List.of());

    assertEquals(user().recommend(5), service.list(known, 5));
    assertEquals(Method.replay(), service.user(known).provenance().method());
    assertEquals(known.size() - 1, service.user(later).history().size());
    assertEquals(
        FmExplainer.of(trained, catalogue).leavingOutUnknownItems().foldIn(later).recommend(5),
        service.list(later, 5));
    String first = service.list(nobody, 1).get(0).itemId();
    assertEquals(
        "There is no rating of yours to go by for “" + catalogue.titleOf(first) + "”.",
        service.why(nobody, first, Locale.ENGLISH));

    service.reload(
        model,
        Catalogue.of(
            List.of(
                catalogue.item("A103"), new CatalogueItem("new in the shop", "New", Set.of()))));
    assertEquals(
        List.of("A103"), service.list(nobody, 5).stream().map(one -> one.itemId()).toList());
    ExplanationAssert.assertExplains(
        service.user(known).explain("A103"), trained.model(), trained.encoder(), known);
  }
}
