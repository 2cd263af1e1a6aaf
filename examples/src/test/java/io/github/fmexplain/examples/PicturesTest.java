package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.movielens.MovieLensLayout;
import io.github.fmexplain.movielens.SyntheticMovieLens;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {

  @TempDir static Path folder;
  @TempDir static Path cache;
  @TempDir Path target;

  @BeforeAll
  static void write() throws IOException {
    SyntheticMovieLens.builder()
        .users(40)
        .items(80)
        .ratings(1200)
        .seed(3)
        .build()
        .writeTo(folder, MovieLensLayout.ML_1M);
  }

  private static Run run(String... args) {
    List<String> all =
        new ArrayList<>(List.of("--data", folder.toString(), "--epochs", "5", "--factors", "4"));
    all.addAll(List.of(args));
    return Run.movieLens(cache, all.toArray(String[]::new));
  }

  private Path file(String name) {
    return target.resolve(name);
  }

  @Test
  void everyFile_isWritten() throws IOException {
    Run run =
        run(
            "--html", file("why.html").toString(),
            "--svg", file("why.svg").toString(),
            "--png", file("why.png").toString(),
            "--width", "360",
            "--format", "json");
    assertEquals(0, run.code, run.err);
    assertTrue(
        run.err.endsWith(
            "wrote "
                + file("why.html")
                + System.lineSeparator()
                + "wrote "
                + file("why.svg")
                + System.lineSeparator()
                + "wrote "
                + file("why.png")
                + System.lineSeparator()),
        run.err);
    BufferedImage image = ImageIO.read(file("why.png").toFile());
    assertEquals(360, image.getWidth());
    Document svg = Jsoup.parse(Files.readString(file("why.svg")));
    assertEquals("360", svg.expectFirst("svg").attr("width"));
    Explanation explanation = run.explanations().get(0);
    assertTrue(svg.expectFirst("title").text().contains(explanation.title()), svg.text());
    assertTrue(svg.text().contains("Removal effect of your ratings, in logits:"), svg.text());
  }

  /** The page's first item is the one that the JSON explains, to the digits shown. */
  @Test
  void page_saysWhatTheJsonSays() throws IOException {
    Run run = run("--html", file("why.html").toString(), "--format", "json", "--list", "4");
    assertEquals(0, run.code, run.err);
    Document page = Jsoup.parse(Files.readString(file("why.html")));
    assertEquals(4, page.select("details.item").size());
    assertEquals(1, page.select("table[data-item=0]").size());
    Explanation explanation = run.explanations().get(0);
    assertEquals(explanation.title(), page.select(".item > summary h3").eachText().get(0));
    List<Contribution> strongest = new ArrayList<>(explanation.contributions());
    strongest.sort(Comparator.comparing(c -> rounded(c.removalEffect()).abs().negate()));
    List<Element> rows = page.select("[data-method=0][data-item=0] > tbody > tr");
    assertEquals(8, rows.size());
    for (int r = 0; r < rows.size(); r++) {
      List<String> cells = rows.get(r).children().eachText();
      Contribution named =
          strongest.stream().filter(c -> c.title().equals(cells.get(0))).findFirst().orElseThrow();
      assertEquals(rounded(strongest.get(r).removalEffect()).abs(), number(cells.get(4)).abs());
      assertEquals(rounded(named.influence()), number(cells.get(2)));
      assertEquals(rounded(named.impact()), number(cells.get(3)));
      assertEquals(rounded(named.removalEffect()), number(cells.get(4)));
    }
    List<String> sum = page.select("dl.sum").get(0).select("dd").eachText();
    assertEquals(rounded(explanation.offset()), number(sum.get(0)));
    assertEquals(rounded(explanation.residual()), number(sum.get(2)));
    assertEquals(rounded(explanation.score()), number(sum.get(3).replace(" logits", "")));
  }

  private static BigDecimal rounded(double number) {
    return new BigDecimal(number).setScale(4, RoundingMode.HALF_UP);
  }

  private static BigDecimal number(String shown) {
    return new BigDecimal(shown.replace('−', '-').replace("+", ""));
  }

  @Test
  void chosenMethods_areOnThePageAndInTheJson() throws IOException {
    Run run =
        run(
            "--method",
            "hessian",
            "paper",
            "--html",
            file("why.html").toString(),
            "--format",
            "json");
    assertEquals(0, run.code, run.err);
    Document page = Jsoup.parse(Files.readString(file("why.html")));
    assertEquals(List.of("hessian", "paper"), page.select("fieldset label").eachText());
    List<Explanation> explanations = run.explanations();
    assertEquals(2, explanations.size());
    assertEquals("hessian", explanations.get(0).method().name());
    assertEquals("paper", explanations.get(1).method().name());
    assertEquals(explanations.get(0).itemId(), explanations.get(1).itemId());
  }

  @Test
  void regression_hasOneMethod() throws IOException {
    Run run = run("--task", "regression", "--html", file("why.html").toString());
    assertEquals(0, run.code, run.err);
    Document page = Jsoup.parse(Files.readString(file("why.html")));
    assertTrue(page.select("fieldset").isEmpty());
    assertTrue(page.select(".about").text().startsWith("replay"), page.text());
  }

  @Test
  void waterfallAndLanguage_canBeChosen() throws IOException {
    Run run =
        run(
            "--svg",
            file("why.svg").toString(),
            "--html",
            file("why.html").toString(),
            "--chart",
            "waterfall",
            "--language",
            "de");
    assertEquals(0, run.code, run.err);
    String svg = Files.readString(file("why.svg"));
    assertTrue(svg.contains("xml:lang=\"de\""), svg);
    assertTrue(svg.contains("Wie der Wert zustande kommt, in Logits"), svg);
    assertEquals(
        "de", Jsoup.parse(Files.readString(file("why.html"))).expectFirst("html").attr("lang"));
  }

  @Test
  void whatCannotBeWritten_isToldBeforeTheTraining() {
    Path missing = file("no/why.html");
    for (String option : List.of("--html", "--svg", "--png", "--out", "--save")) {
      run(option, missing.toString())
          .assertFailed(
              "cannot write "
                  + missing
                  + ": there is no folder "
                  + missing.getParent()
                  + "; make it first");
      run(option, target.toString())
          .assertFailed("cannot write " + target + ": it is a folder; give a file");
    }
    run("--svg", file("why.svg").toString(), "--width", "100")
        .assertRefused("--width must be from 320 to 10000 pixels, but was 100");
    run("--method", "hessian", "paper", "hessian")
        .assertRefused("--method must name a method once, but has 'hessian' twice");
    run("--list", "0").assertRefused("--list must be at least 1, but was 0");
    run("--top", "-1").assertRefused("--top must be at least 0, but was -1");
  }

  @Test
  void userWhoHasRatedEverything_hasNoPage() throws IOException {
    Path small = Files.createDirectory(file("small"));
    Files.writeString(small.resolve("users.dat"), "1::F::1::10::48067\n2::M::56::16::70072\n");
    Files.writeString(
        small.resolve("movies.dat"), "1::Thorn (1999)::Drama\n2::Reed (2001)::Comedy\n");
    Files.writeString(
        small.resolve("ratings.dat"),
        "1::1::5::978300760\n1::2::2::978300761\n2::1::4::978300762\n");
    Run run =
        Run.movieLens(
            cache, "--data", small.toString(), "--user", "1", "--html", file("a.html").toString());
    assertFalse(Files.exists(file("a.html")));
    run.assertRefused("user '1' has rated every item; give --item, and no --html");
    Run.movieLens(cache, "--data", small.toString(), "--user", "1")
        .assertRefused("user '1' has rated every item; give --item, and no --html");
    Run item =
        Run.movieLens(
            cache, "--data", small.toString(), "--user", "1", "--item", "2", "--epochs", "1");
    assertEquals(0, item.code, item.err);
  }

  @Test
  void badChoices_areUsageErrors() {
    assertEquals(2, run("--chart", "pie").code);
    assertEquals(2, run("--language", "la").code);
    assertEquals(2, run("--width", "wide").code);
  }
}
