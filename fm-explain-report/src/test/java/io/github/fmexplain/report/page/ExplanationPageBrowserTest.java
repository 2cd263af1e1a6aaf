package io.github.fmexplain.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Method;
import io.github.fmexplain.Warning;
import io.github.fmexplain.report.internal.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import tools.jackson.databind.JsonNode;

class ExplanationPageBrowserTest {

  private static final List<String> LANGUAGES = List.of("en", "de", "fr", "es", "it");

  private static final int RATINGS = 60;

  @TempDir static Path folder;

  private static Chromium chromium;
  private static List<Explanation> explanations;
  private static List<Explanation> others;

  @BeforeAll
  static void start() throws IOException {
    chromium = Chromium.start();
    Pages pages = new Pages(RATINGS, 3, n -> (n % 2 == 0 ? "Title " : "another title ") + n);
    explanations = pages.explanations(Method.hessian(), Pages.values(1));
    others =
        pages.explanations(
            Method.leastSquares(),
            Pages.values(2),
            new Warning.LowRank(9, 12, 60),
            new Warning.LabelsAsLogits());
    for (String language : LANGUAGES) {
      Locale locale = Locale.forLanguageTag(language);
      ExplanationPage.builder()
          .history(pages.history)
          .recommendations(pages.recommendations)
          .explanations(explanations)
          .explanations(others)
          .counterfactuals(List.of(pages.counterfactual()))
          .locale(locale)
          .build()
          .write(page(locale.getLanguage()));
    }
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private static Path page(String name) {
    return folder.resolve(name + ".html");
  }

  private static WebElement find(String css) {
    return chromium.driver.findElement(By.cssSelector(css));
  }

  private static List<List<String>> rows() {
    return rows(0);
  }

  private static List<List<String>> rows(int method) {
    JsonNode rows =
        chromium.ask(
            "return Array.from(document.querySelectorAll('table[data-method=\""
                + method
                + "\"][data-item=\"0\"]"
                + " tbody tr'), tr => Array.from(tr.cells, td => td.textContent))");
    List<List<String>> texts = new ArrayList<>();
    for (JsonNode row : rows) {
      List<String> cells = new ArrayList<>();
      row.forEach(cell -> cells.add(cell.asString()));
      texts.add(cells);
    }
    return texts;
  }

  private static List<String> titles() {
    return rows().stream().map(row -> row.get(0)).toList();
  }

  /** Titles in the order of the page, then by a comparator. */
  private static List<String> ordered(Comparator<Contribution> order) {
    return explanations.get(0).contributions().stream()
        .sorted(Comparator.comparingDouble(c -> -c.interaction().rating()))
        .sorted(order)
        .map(Contribution::title)
        .toList();
  }

  private static WebElement head(String key) {
    return find("table[data-method='0'][data-item='0'] th[data-key='" + key + "']");
  }

  private static void press(CharSequence... keys) {
    new Actions(chromium.driver).sendKeys(keys).perform();
  }

  private static String focused(String property) {
    return chromium.ask("return document.activeElement." + property).asString();
  }

  private static void tabTo(String css) {
    for (int n = 0; n < 60; n++) {
      if (chromium.ask("return document.activeElement.matches(" + quoted(css) + ")").asBoolean()) {
        return;
      }
      press(Keys.TAB);
    }
    throw new AssertionError("the tab key does not lead to " + css);
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static boolean isShown(String css) {
    return chromium
        .ask("return document.querySelector(" + quoted(css) + ").checkVisibility()")
        .asBoolean();
  }

  @Test
  void sorting_ordersByEachColumnBothWays() {
    chromium.open(page("en"), 1200, "light");
    assertEquals(8, rows().size());
    Map<String, Comparator<Contribution>> ascending =
        Map.of(
            "rating", Comparator.comparingDouble(c -> c.interaction().rating()),
            "0", Comparator.comparingDouble(Contribution::influence),
            "1", Comparator.comparingDouble(Contribution::impact),
            "2", Comparator.comparingDouble(Contribution::removalEffect));
    WebElement more = find("table[data-method='0'][data-item='0'] + .more");
    assertEquals("Show all 60 ratings", more.getText());
    ascending.forEach(
        (key, order) -> {
          head(key).findElement(By.tagName("button")).click();
          assertEquals("descending", head(key).getDomAttribute("aria-sort"));
          assertEquals(ordered(order.reversed()).subList(0, 8), titles(), key);
          more.click();
          assertEquals("true", more.getDomAttribute("aria-expanded"));
          assertEquals(ordered(order.reversed()), titles(), key);
          head(key).findElement(By.tagName("button")).click();
          assertEquals("ascending", head(key).getDomAttribute("aria-sort"));
          assertEquals(ordered(order), titles(), key);
          more.click();
        });
    assertEquals("Show all 60 ratings", more.getText());
    head("title").findElement(By.tagName("button")).click();
    assertEquals("ascending", head("title").getDomAttribute("aria-sort"));
    assertNull(head("2").getDomAttribute("aria-sort"));
    assertTrue(titles().get(0).startsWith("another title 1"), titles().get(0));
    assertEquals(
        "The first 8 of 60 ratings by Your rating of, ascending",
        find("#status").getAttribute("textContent"));
  }

  @Test
  void rowsOfTheScript_areThoseOfTheFile() {
    chromium.open(page("de"), 1200, "light");
    List<List<String>> before = rows();
    WebElement more = find("table[data-method='0'][data-item='0'] + .more");
    more.click();
    List<List<String>> all = rows();
    assertEquals(RATINGS, all.size());
    assertEquals(before, all.subList(0, 8));
    Words words = Words.in(Locale.GERMAN, ExplanationPage.class);
    for (List<String> row : all) {
      Contribution c =
          explanations.get(0).contributions().stream()
              .filter(other -> other.title().equals(row.get(0)))
              .findFirst()
              .orElseThrow();
      assertEquals(
          List.of(
              words.rating(c.interaction().rating()),
              ScoreNumber.of(c.influence()).signedIn(words),
              ScoreNumber.of(c.impact()).signedIn(words),
              ScoreNumber.of(c.removalEffect()).signedIn(words)),
          row.subList(1, 5));
    }
    more.click();
    assertEquals(before, rows());
  }

  @Test
  void oneRating_isInNoOrder() throws IOException {
    Pages pages = new Pages(1, 1, n -> "Title " + n);
    ExplanationPage.builder()
        .history(pages.history)
        .recommendations(pages.recommendations)
        .explanations(pages.explanations(Method.hessian(), Pages.values(1)))
        .build()
        .write(page("one"));
    chromium.open(page("one"), 1200, "light");
    head("rating").findElement(By.tagName("button")).click();
    assertEquals("descending", head("rating").getDomAttribute("aria-sort"));
    assertEquals(
        "The one rating with a part in this score",
        find("table[data-method='0'][data-item='0'] caption").getText());
    assertEquals(1, rows().size());
  }

  @Test
  void ratingsThatAreNotUsed_haveNoRow() throws IOException {
    Pages pages = new Pages(15, 12, 1, n -> "Title " + n);
    List<Explanation> some = pages.explanations(Method.paper(), Pages.values(1));
    ExplanationPage.builder()
        .history(pages.history)
        .recommendations(pages.recommendations)
        .explanations(some)
        .build()
        .write(page("some"));
    chromium.open(page("some"), 1200, "light");
    find(".more").click();
    List<List<String>> rows = rows();
    Words words = Words.in(Locale.ENGLISH, ExplanationPage.class);
    assertEquals(12, rows.size());
    for (Contribution c : some.get(0).contributions()) {
      assertTrue(
          rows.stream()
              .anyMatch(
                  row ->
                      row.get(0).equals(c.title())
                          && row.get(4).equals(ScoreNumber.of(c.removalEffect()).signedIn(words))),
          c.title());
    }
  }

  @Test
  void methods_areSwitchedByMouse() {
    chromium.open(page("en"), 1200, "light");
    assertTrue(isShown("[data-method='0'][data-item='0']"));
    assertFalse(isShown("[data-method='1'][data-item='0']"));
    assertFalse(isShown("#rests-1"));
    find("#method-1").click();
    assertFalse(isShown("[data-method='0'][data-item='0']"));
    assertTrue(isShown("[data-method='1'][data-item='0']"));
    assertTrue(isShown("#rests-1"));
    assertFalse(isShown("#rests-0"));
    assertEquals(
        others.get(0).contributions().stream()
            .sorted(Comparator.comparingDouble(c -> -c.interaction().rating()))
            .sorted(
                Comparator.comparingDouble(
                    c -> -Math.abs(ScoreNumber.of(c.removalEffect()).order())))
            .limit(8)
            .map(Contribution::title)
            .toList(),
        rows(1).stream().map(row -> row.get(0)).toList());
    assertEquals("", find("#status").getAttribute("textContent"));
  }

  @Test
  void everything_worksByKeyboard() {
    chromium.open(page("en"), 1200, "light");
    press(Keys.TAB);
    assertEquals("Skip to the recommendations", focused("textContent"));
    tabTo("#method-0");
    press(Keys.ARROW_RIGHT);
    assertTrue(isShown("[data-method='1'][data-item='0']"));
    press(Keys.ARROW_LEFT);
    assertTrue(isShown("[data-method='0'][data-item='0']"));
    tabTo("th[data-key='2'] > button");
    assertTrue(isShown(".tip"));
    assertTrue(find(".tip").getText().startsWith("What the score would lose"), "tip");
    assertEquals(
        find(".tip").getText(), find("#" + focused("getAttribute('aria-describedby')")).getText());
    press(Keys.ESCAPE);
    assertFalse(isShown(".tip"));
    press(Keys.ENTER);
    assertEquals(
        ordered(Comparator.comparingDouble(c -> -c.removalEffect())).subList(0, 8), titles());
    press(Keys.SPACE);
    assertEquals(
        ordered(Comparator.comparingDouble(Contribution::removalEffect)).subList(0, 8), titles());
    tabTo(".more");
    press(Keys.ENTER);
    assertEquals(RATINGS, titles().size());
    tabTo("li:nth-child(2) > details > summary");
    press(Keys.ENTER);
    assertTrue(isShown("[data-method='0'][data-item='1']"));
    tabTo(".history > summary");
    press(Keys.ENTER);
    assertTrue(isShown("#ratings li"));
  }

  @Test
  void quantities_areExplainedOnHover() {
    chromium.open(page("de"), 1200, "light");
    assertFalse(isShown(".tip"));
    new Actions(chromium.driver)
        .moveToElement(head("1").findElement(By.tagName("button")))
        .perform();
    assertTrue(isShown(".tip"));
    assertTrue(find(".tip").getText().startsWith("Der Teil des Werts"), "tip");
    // The pointer may move onto what it says.
    new Actions(chromium.driver).moveToElement(find(".tip")).perform();
    assertTrue(isShown(".tip"));
  }

  @Test
  void darkMode_isDarkAndLightModeLight() {
    chromium.open(page("en"), 800, "light");
    String background = "return getComputedStyle(document.body).backgroundColor";
    String text = "return getComputedStyle(document.body).color";
    String bars =
        "return Array.from(document.querySelectorAll('figure svg *'),"
            + " e => getComputedStyle(e).fill)";
    assertEquals("rgb(251, 250, 248)", chromium.ask(background).asString());
    String lightText = chromium.ask(text).asString();
    JsonNode lightBars = chromium.ask(bars);
    chromium.media("screen", "dark");
    assertEquals("rgb(19, 21, 24)", chromium.ask(background).asString());
    assertNotEquals(lightText, chromium.ask(text).asString());
    assertNotEquals(lightBars, chromium.ask(bars));
    chromium.media("print", "dark");
    assertEquals("rgb(255, 255, 255)", chromium.ask(background).asString());
    assertEquals(lightText, chromium.ask(text).asString());
    chromium.media("screen", "light");
  }

  @Test
  void print_showsEveryRecommendation() {
    chromium.open(page("en"), 800, "light");
    chromium.media("print", "light");
    JsonNode heights =
        chromium.ask("return Array.from(document.querySelectorAll('.body'), b => b.offsetHeight)");
    assertEquals(3, heights.size());
    heights.forEach(height -> assertTrue(height.asInt() > 200, heights.toString()));
    assertFalse(isShown(".more"));
    assertFalse(isShown(".switch"));
    chromium.media("screen", "light");
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 800, 1600})
  void page_isNeverWiderThanItsWindow(int width) throws IOException {
    Pages pages =
        new Pages(
            12,
            2,
            n ->
                n % 3 == 0
                    ? "W".repeat(400)
                    : n % 3 == 1 ? "\u05D0\u05D1 ".repeat(60) : "🧑‍🚀 x" + n);
    pages.builder().counterfactuals(List.of(pages.counterfactual())).build().write(page("wide"));
    List<String> names = new ArrayList<>(LANGUAGES);
    names.add("wide");
    for (String name : names) {
      chromium.open(page(name), width, "light");
      JsonNode beyond =
          chromium.ask(
              "document.querySelectorAll('details').forEach(d => { d.open = true; });"
                  + "const found = Array.from(document.querySelectorAll('main *:not(svg *)'))"
                  + ".filter(e => e.checkVisibility() && (e.getBoundingClientRect().right >"
                  + " innerWidth + 1 || e.getBoundingClientRect().left < -1))"
                  + ".map(e => e.outerHTML.slice(0, 80));"
                  + "found.push(document.documentElement.scrollWidth <= innerWidth);"
                  + "return found;");
      assertEquals("[true]", beyond.toString(), name);
    }
  }

  @Test
  void nothing_isAskedForAndTheConsoleIsSilent() {
    chromium.console();
    chromium.requests();
    chromium.open(page("en"), 1200, "dark");
    head("1").findElement(By.tagName("button")).click();
    find("#method-1").click();
    find("li:nth-child(3) > details > summary").click();
    assertEquals(List.of(page("en").toUri().toString()), chromium.requests());
    assertEquals(List.of(), chromium.console());
  }

  @Test
  void scriptsFromElsewhere_doNotRun() {
    chromium.open(page("en"), 800, "light");
    JsonNode ran =
        chromium.ask(
            "const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
                + "document.body.append(s);"
                + "const d = document.createElement('div');"
                + "d.setAttribute('onclick', 'window.ran = 2'); document.body.append(d); d.click();"
                + "return window.ran === undefined");
    assertTrue(ran.asBoolean());
    assertFalse(chromium.console().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"en, light, 1200", "en, dark, 360", "de, light, 360", "de, dark, 1200"})
  void axe_findsNothing(String language, String scheme, int width) throws IOException {
    chromium.open(page(language), width, scheme);
    chromium.ask("document.querySelectorAll('details').forEach(d => { d.open = true; })");
    head("1").findElement(By.tagName("button")).click();
    assertEquals(List.of(), chromium.violations());
  }
}
