package io.github.fmexplain.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.OffsetPart;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.Replayed;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.Warning;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.data.History;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.train.TrainingPath;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExplanationPageTest {

  private static Document parse(ExplanationPage page) {
    return Jsoup.parse(page.toHtml());
  }

  private static JsonNode numbers(Document page) {
    return JsonMapper.shared().readTree(page.expectFirst("#numbers").data());
  }

  /** Returns a column's counts of 0.0001. */
  private static List<BigDecimal> unpack(JsonNode column) {
    String text = column.asString();
    int digits = Character.digit(text.charAt(0), 10);
    List<BigDecimal> counts = new ArrayList<>();
    for (int at = 1; at < text.length(); at += digits) {
      BigDecimal count = BigDecimal.valueOf(64).pow(digits).divide(BigDecimal.valueOf(-2));
      for (int i = 0; i < digits; i++) {
        int digit =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                .indexOf(text.charAt(at + i));
        count =
            count.add(BigDecimal.valueOf(64).pow(digits - 1 - i).multiply(new BigDecimal(digit)));
      }
      counts.add(count);
    }
    return counts;
  }

  private static String rounded(double value) {
    return new BigDecimal(value).setScale(4, RoundingMode.HALF_UP).toPlainString();
  }

  private static String plain(String shown) {
    return shown.replace('−', '-').replace("+", "");
  }

  @Test
  void numbers_areAllThereToTheDigitsShown() {
    Pages pages = Pages.ordinary(30, 3);
    List<Explanation> explanations = pages.explanations(Method.hessian(), Pages.values(5));
    Document page =
        parse(
            ExplanationPage.builder()
                .history(pages.history)
                .recommendations(pages.recommendations)
                .explanations(explanations)
                .build());
    JsonNode method = numbers(page).get(0);
    List<Element> rated = page.select("#ratings > li");
    assertEquals(30, method.get("rows").asInt());
    for (int i = 0; i < 3; i++) {
      Explanation explanation = explanations.get(i);
      for (int row = 0; row < 30; row++) {
        Element li = rated.get(row);
        Contribution c = byTitle(explanation, li.expectFirst("bdi").text());
        assertEquals(c.interaction().rating(), Double.parseDouble(li.expectFirst("b").text()));
        int column = 0;
        for (Quantity quantity : Quantity.values()) {
          BigDecimal count = unpack(method.get("items").get(i).get(column++)).get(row);
          assertEquals(rounded(quantity.of(c)), count.movePointLeft(4).toPlainString());
        }
      }
    }
  }

  private static Contribution byTitle(Explanation explanation, String title) {
    return explanation.contributions().stream()
        .filter(c -> c.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void firstRows_areTheStrongestByRemovalEffect() {
    Pages pages = Pages.ordinary(30, 2);
    List<Explanation> explanations = pages.explanations(Method.hessian(), Pages.values(6));
    Document page =
        parse(
            ExplanationPage.builder()
                .history(pages.history)
                .recommendations(pages.recommendations)
                .explanations(explanations)
                .build());
    for (int i = 0; i < 2; i++) {
      List<Contribution> strongest =
          explanations.get(i).contributions().stream()
              .sorted(Comparator.comparingDouble(c -> -c.interaction().rating()))
              .sorted(
                  Comparator.comparing(
                      c -> new BigDecimal(rounded(c.removalEffect())).abs().negate()))
              .limit(8)
              .toList();
      List<Element> rows = page.select("table[data-item=" + i + "] > tbody > tr");
      assertEquals(8, rows.size());
      for (int r = 0; r < 8; r++) {
        Contribution c = strongest.get(r);
        assertEquals(
            List.of(
                c.title(),
                String.valueOf((int) c.interaction().rating()),
                rounded(c.influence()),
                rounded(c.impact()),
                rounded(c.removalEffect())),
            rows.get(r).children().stream().map(cell -> plain(cell.text())).toList());
        assertEquals(
            c.removalEffect() > 0 ? "for" : "against", rows.get(r).children().get(4).className());
      }
    }
    assertEquals(
        "The 8 of 30 ratings with the strongest removal effect",
        page.expectFirst("caption").text());
  }

  @Test
  void sum_isOffsetImpactsResidualAndScore() {
    Pages pages = Pages.ordinary(12, 1);
    Explanation explanation = pages.explanations(Method.hessian(), Pages.values(1)).get(0);
    Document page = parse(pages.builder().build());
    assertEquals(
        List.of(
            rounded(explanation.offset()),
            rounded(explanation.totalImpact()),
            rounded(explanation.residual()),
            rounded(explanation.score()) + " logits"),
        page.select(".sum dd").eachText().stream().map(ExplanationPageTest::plain).toList());
  }

  @Test
  void parts_ofTheOffset_areShownWhereThereAreTags() {
    Pages pages = Pages.ordinary(5, 1);
    pages.parts =
        List.of(
            new OffsetPart(OffsetPart.Kind.MODEL, "", -0.5),
            new OffsetPart(OffsetPart.Kind.ITEM, "", 0.25),
            new OffsetPart(OffsetPart.Kind.ITEM_TAG, "<b>Drama", 0.125),
            new OffsetPart(OffsetPart.Kind.USER_TAG, "age=25", 0.75),
            new OffsetPart(OffsetPart.Kind.CONTEXT, "evening", -0.125));
    Document page =
        parse(
            ExplanationPage.builder()
                .history(pages.history)
                .recommendations(pages.recommendations)
                .explanations(pages.explanations(Method.hessian(), Pages.values(5)))
                .build());
    assertEquals(
        List.of(
            "Offset: the model −0.5000",
            "Offset: the item itself 0.2500",
            "Offset: tag of the item <b>Drama 0.1250",
            "Offset: your tag age=25 0.7500",
            "Offset: situation evening −0.1250"),
        page.select("p.part").eachText());
    pages.parts = pages.parts.subList(0, 2);
    Document bare =
        parse(
            ExplanationPage.builder()
                .history(pages.history)
                .recommendations(pages.recommendations)
                .explanations(pages.explanations(Method.hessian(), Pages.values(5)))
                .build());
    assertEquals(List.of(), bare.select("p.part"));
  }

  @Test
  void page_hasHistoryListSentencesAndCharts() {
    Pages pages = Pages.ordinary(25, 4);
    Document page = parse(pages.builder().build());
    assertEquals("en", page.expectFirst("html").attr("lang"));
    assertEquals("Why these recommendations? · User u1", page.title());
    assertEquals(25, page.select("#ratings > li").size());
    assertEquals(
        List.of("Title 25", "Title 26", "Title 27", "Title 28"),
        page.select(".item > summary h3").eachText());
    assertEquals(4, page.select(".sentence").size());
    assertTrue(page.expectFirst(".sentence").text().startsWith("Recommended "));
    assertEquals(1, page.select("details.item[open]").size());
    assertEquals("90.0% chance of a like", page.expectFirst(".value").text());
    assertTrue(page.select("fieldset").isEmpty());
    assertTrue(page.select(".without").isEmpty());
    assertEquals(8, page.select("figure > svg[role=img] > title").size());
  }

  @Test
  void methods_canBeSwitched() {
    Pages pages = Pages.ordinary(15, 2);
    Document page =
        parse(
            pages
                .builder()
                .explanations(pages.explanations(Method.leastSquares(), Pages.values(2)))
                .explanations(pages.explanations(Method.paper().withLambda(0.1), Pages.values(3)))
                .explanations(pages.explanations(Method.replay(), Pages.values(4)))
                .build());
    assertEquals(
        List.of("hessian", "least-squares", "paper", "replay"),
        page.select("fieldset label").eachText());
    assertEquals(1, page.select("input[checked]").size());
    assertEquals(8, page.select("table.contributions").size());
    // The rows of the others come from the numbers; the browser's test looks at them.
    assertEquals(8, page.select("[data-method=0][data-item=1] > tbody > tr").size());
    assertEquals(0, page.select("[data-method=1] > tbody > tr").size());
    assertEquals(4, numbers(page).size());
    assertTrue(page.expectFirst("style").data().contains("#method-3:checked) .m:not(.m3)"));
    assertTrue(page.select(".about").get(2).text().contains("with λ = 0.1,"));
  }

  @Test
  void counterfactual_isSaidAndShown() {
    Pages pages = Pages.ordinary(15, 2);
    Document page = parse(pages.builder().counterfactuals(List.of(pages.counterfactual())).build());
    Element without = page.expectFirst("li:first-child .without");
    assertEquals(
        "Without your ratings of “Title 0” and “Title 1”, “Title 16” would be recommended first"
            + " instead of “Title 15”.",
        without.expectFirst("p").text());
    assertEquals(
        List.of("Title 15 1 → 2 3.0000 → 2.5000", "Title 16 2 → 1 2.8750 → 2.3750"),
        without.select("tbody tr").eachText());
    assertEquals(1, page.select(".without").size());
  }

  @Test
  void diagnostics_areInHumanLanguage() {
    Pages pages = new Pages(15, 12, 1, n -> "Title " + n);
    Document page =
        parse(
            ExplanationPage.builder()
                .history(pages.history)
                .recommendations(pages.recommendations)
                .explanations(
                    pages.explanations(
                        Method.paper(),
                        Pages.values(1),
                        new Warning.NotLiked(3, 15, 4),
                        new Warning.TagsDiffer("<i>\u202Eu1")))
                .locale(Locale.GERMANY)
                .build());
    assertEquals("de-DE", page.expectFirst("html").attr("lang"));
    List<Element> warnings = page.select(".warnings > li");
    assertEquals(
        "3 von 15 Bewertungen liegen unter 4. Dieses Verfahren zählt nur, was gefiel, und lässt sie"
            + " weg.",
        warnings.get(0).text());
    assertEquals(
        "Mit diesen Merkmalen des Nutzers <i>u1 wurde das Modell nicht trainiert, und das ändert den"
            + " Wert.",
        warnings.get(1).text());
    assertEquals(
        "12 von 15 Bewertungen zählen hier, mit 2 Hinweisen. Wie verlässlich sind diese Zahlen?",
        page.expectFirst(".rests").text());
    List<String> facts = page.select("#rests-0 dd").eachText();
    assertEquals("12 von 15 Die übrigen lässt das Verfahren weg.", facts.get(0));
    assertTrue(
        facts.get(2).startsWith("1234 Schlimmstenfalls gehen 4 Stellen von 16"), facts.get(2));
    assertTrue(facts.get(4).startsWith("0,34 "), facts.get(4));
    assertEquals(12, numbers(page).get(0).get("rows").size());
    // A rating that no method uses has no title here but its id.
    assertTrue(page.select("#ratings > li bdi").eachText().contains("r14"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void size_isUnder300KilobytesFor400RatingsTenRecommendationsAndTwoMethods(String language) {
    Pages pages = new Pages(400, 10, n -> "A title of the usual length, No. " + n + " (1999)");
    String html =
        pages
            .builder()
            .explanations(pages.explanations(Method.leastSquares(), Pages.values(2)))
            .counterfactuals(List.of(pages.counterfactual()))
            .locale(Locale.forLanguageTag(language))
            .build()
            .toHtml();
    int bytes = html.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes < 300_000, bytes + " bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 9, 5000})
  void contributions_mayBeAnyNumber(int ratings) {
    Document page = parse(Pages.ordinary(ratings, 2).builder().build());
    assertEquals(ratings, page.select("#ratings > li").size());
    assertEquals(ratings, unpack(numbers(page).get(0).get("items").get(1).get(2)).size());
    assertEquals(Math.min(8, ratings), page.select("[data-item=1] > tbody > tr").size());
    assertEquals(ratings > 8 ? 2 : 0, page.select("noscript").size());
    assertEquals(
        switch (ratings) {
          case 0 -> "No rating has a part in this score";
          case 1 -> "The one rating with a part in this score";
          case 8 -> "All 8 ratings, the strongest removal effect first";
          case 9 -> "The 8 of 9 ratings with the strongest removal effect";
          default -> "The 8 of 5,000 ratings with the strongest removal effect";
        },
        page.expectFirst("caption").text());
  }

  @Test
  void equalValues_keepTheOrderOfThePage() {
    Document page = parse(Pages.ordinary(14, 1).builder(() -> 0.25).build());
    assertEquals(
        page.select("#ratings > li bdi").eachText().subList(0, 8),
        page.select(".contributions tbody bdi").eachText());
    assertEquals(Set.of("+0.2500"), new HashSet<>(page.select(".contributions td.for").eachText()));
  }

  @Test
  void zeros_haveNoSign() {
    Document page = parse(Pages.ordinary(2, 1).builder(() -> -0.00001).build());
    assertEquals(Set.of("0.0000"), new HashSet<>(page.select("td.nil").eachText()));
    assertEquals(6, page.select("td.nil").size());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0031, 0.0032, -0.0032, 0.2047, -0.2048, 13.1072, -838.8608, 53687.0911})
  void numbers_haveAsManyDigitsAsTheLargestNeeds(double value) {
    Document page = parse(Pages.ordinary(2, 1).builder(() -> value).build());
    JsonNode column = numbers(page).get(0).get("items").get(0).get(0);
    assertEquals(rounded(value), unpack(column).get(1).movePointLeft(4).toPlainString());
  }

  @Test
  void largeValues_areAList() {
    Document page = parse(Pages.ordinary(2, 1).builder(() -> 53687.0912).build());
    assertEquals(
        "[536870912,536870912]", numbers(page).get(0).get("items").get(0).get(0).toString());
  }

  @Test
  void hugeValues_haveExponents() {
    Document page = parse(Pages.ordinary(2, 1).builder(() -> -1.23456e15).build());
    assertEquals(Set.of("−1.2346E15"), new HashSet<>(page.select("td.against").eachText()));
    assertEquals("-1.2346E15", numbers(page).get(0).get("items").get(0).get(0).get(0).asString());
  }

  @Test
  void nothing_isLoadedAndNoOtherScriptCanRun() throws Exception {
    String html = Pages.ordinary(15, 2).builder().build().toHtml();
    Document page = Jsoup.parse(html);
    String policy = page.expectFirst("meta[http-equiv=Content-Security-Policy]").attr("content");
    Element script = page.expectFirst("script:not([type])");
    assertEquals(
        "default-src 'none'; script-src '"
            + hash(script.data())
            + "'; style-src '"
            + hash(page.expectFirst("style").data())
            + "'; base-uri 'none'; form-action 'none'",
        policy);
    assertEquals(1, page.select("script:not([type=application/json])").size());
    Set<String> ids = new HashSet<>();
    for (Element element : page.getAllElements()) {
      assertTrue(element.id().isEmpty() || ids.add(element.id()), "twice: " + element.id());
      for (Attribute attribute : element.attributes()) {
        String name = attribute.getKey();
        assertFalse(name.startsWith("on") || name.equals("style"), element.tagName() + " " + name);
        assertFalse(Set.of("src", "srcset", "xlink:href", "action").contains(name), name);
        assertTrue(!name.equals("href") || attribute.getValue().startsWith("#"), name);
      }
    }
    for (Element reference : page.select("[href^=#]")) {
      assertNotNull(page.getElementById(reference.attr("href").substring(1)));
    }
    for (Element described : page.select("[data-about]")) {
      assertNotNull(page.getElementById(described.attr("data-about")));
    }
    assertFalse(html.replace("http://www.w3.org/2000/svg", "").contains("://"));
    assertTrue(page.select("link, img, iframe, object, embed, base, form").isEmpty());
  }

  private static String hash(String text) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(hash);
  }

  @Test
  void headings_leaveNoLevelOut() {
    Document page = parse(Pages.ordinary(15, 2).builder().build());
    int before = 0;
    for (Element heading : page.select("h1, h2, h3, h4, h5, h6")) {
      int level = heading.tagName().charAt(1) - '0';
      assertTrue(level <= before + 1, heading.text());
      before = level;
    }
    assertEquals(1, page.select("h1").size());
  }

  @Test
  void unknownLanguage_isEnglish() {
    Document page = parse(Pages.ordinary(3, 1).builder().locale(Locale.JAPANESE).build());
    assertEquals("en", page.expectFirst("html").attr("lang"));
    assertEquals(
        Pages.ordinary(3, 1).builder().build().toHtml(),
        Pages.ordinary(3, 1).builder().locale(Locale.ROOT).build().toHtml());
  }

  @Test
  void of_makesAllFromExplainers(@TempDir Path folder) throws IOException {
    RandomWorld world = new RandomWorld(4, PredictorType.BINARY_CLASSIFIER, 30, 3);
    History history = world.history("u1", 14);
    FmExplainer explainer = world.explainer();
    List<UserExplainer> methods =
        List.of(
            explainer.withMethod(Method.hessian()).forHistory(history),
            explainer.withMethod(Method.leastSquares()).forHistory(history));
    ExplanationPage page = ExplanationPage.of(methods, 5, Locale.ENGLISH);
    Path file = folder.resolve("page.html");
    page.write(file);
    assertEquals(page.toHtml(), Files.readString(file));
    Document parsed = Jsoup.parse(file);
    List<Recommendation> recommendations = methods.get(0).recommend(5);
    assertEquals(
        recommendations.stream().map(Recommendation::title).toList(),
        parsed.select(".item h3").eachText());
    List<Integer> withSet = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String item = recommendations.get(i).itemId();
      for (UserExplainer method : methods) {
        ExplanationAssert.assertExplains(method.explain(item), world.model, world.encoder, history);
      }
      if (Answers.of(methods.get(0)).fewestRemovals(item, i == 0 ? 1 : 5, 10).isPresent()) {
        withSet.add(i);
      }
    }
    assertEquals(5, parsed.select(".without").size());
    assertEquals(withSet.size(), parsed.select(".without .standings").size());
    assertFalse(withSet.isEmpty());
    ExplanationPage one = ExplanationPage.of(methods.get(0), 5);
    assertEquals(5, Jsoup.parse(one.toHtml()).select("table.contributions").size());
    String bought =
        ExplanationPage.of(methods, 5, Locale.ENGLISH, Sentences.purchases(Locale.ENGLISH))
            .toHtml();
    assertEquals(page.toHtml().replaceAll("(?s)<body.*", ""), bought.replaceAll("(?s)<body.*", ""));
    assertTrue(page.toHtml().contains("because you liked"));
    assertTrue(bought.contains("because you bought"));
    assertFalse(bought.contains("because you liked"));
  }

  @Test
  void regression_hasScoresAndNoProbability() {
    RandomWorld world = new RandomWorld(5, PredictorType.REGRESSOR, 20, 3);
    UserExplainer user = world.explainer().forHistory(world.history("u2", 6));
    Document page = parse(ExplanationPage.of(user, 3));
    assertTrue(page.expectFirst(".sentence").text().contains(" you rated “"));
    assertFalse(page.body().text().contains("like"), page.body().text());
    Recommendation first = user.recommend(3).get(0);
    assertEquals(
        rounded(first.score()) + " rating points", plain(page.expectFirst(".value").text()));
    assertTrue(page.select(".bar").isEmpty());
    ExplanationAssert.assertExplains(
        user.explain(first.itemId()), world.model, world.encoder, user.history());
  }

  @Test
  void of_showsAMethodThatRanTwiceOnce() {
    RandomWorld world = new RandomWorld(4, PredictorType.BINARY_CLASSIFIER, 30, 3);
    History history = RandomWorld.asNewUser(world.history("u1", 14));
    FmExplainer explainer = world.explainer();
    List<UserExplainer> explainers = new ArrayList<>();
    for (Method method :
        List.of(Method.hessian(), Method.hessian().solvedAgain(), Method.leastSquares())) {
      explainers.add(explainer.withMethod(method).forHistory(history));
    }
    Document page = parse(ExplanationPage.of(explainers, 2, Locale.ENGLISH));
    assertEquals(
        List.of("hessian-solved-again", "least-squares"), page.select("fieldset label").eachText());
    assertTrue(
        page.select("#rests-0 .warnings > li")
            .eachText()
            .contains(
                "You are new to the model: it worked out your taste from the 14 ratings given"
                    + " here."));
    assertTrue(
        page.select("#rests-0 dd").eachText().stream()
            .anyMatch(fact -> fact.startsWith("worked out again ")));
    for (UserExplainer user : explainers) {
      ExplanationAssert.assertExplains(
          user.explain(user.recommend(1).get(0).itemId()), world.model, world.encoder, history);
    }
  }

  @Test
  void sentences_mayBeOfOtherPatterns() {
    ResourceBundle base = Pages.patterns();
    ResourceBundle own =
        new ResourceBundle() {
          @Override
          protected Object handleGetObject(String key) {
            return key.startsWith("recommended.") ? "{1} <- {0}" : base.getString(key);
          }

          @Override
          public Enumeration<String> getKeys() {
            return base.getKeys();
          }
        };
    Document page = parse(Pages.ordinary(4, 1).builder().sentences(own).build());
    assertTrue(page.expectFirst(".sentence").text().startsWith("“Title 4” <- you "));
    assertEquals("Title 4", page.expectFirst(".sentence bdi").text());
  }

  @Test
  void replay_isToldWithItsPath() {
    Pages pages = Pages.ordinary(15, 1);
    Document page =
        parse(
            pages
                .builder()
                .explanations(
                    pages.explanations(
                        Method.replay(),
                        Pages.values(2),
                        new Replayed(TrainingPath.Kind.RETRACED, 2.5, 0.0312)))
                .explanations(
                    pages.explanations(
                        Method.replay().firstOrder(),
                        Pages.values(3),
                        new Replayed(TrainingPath.Kind.ASSUMED, 1, 0.4)))
                .build());
    assertEquals(
        List.of(
            "retraced The replay follows the items through a second training on the same ratings,"
                + " bent so that it ends at this model.",
            "one in 2.5 The others are made up for by longer steps, which saves time.",
            "0.0312 The replay ended near where training did (0 is the same end)."),
        page.select("#rests-1 dd").eachText().subList(6, 9));
    assertEquals(
        List.of(
            "assumed Only the end of training is known: the replay assumes that the items grew as"
                + " your taste did.",
            "all Every pass of the training was repeated.",
            "0.4 The replay did not end where training did (0 is the same end): take the numbers as"
                + " estimates."),
        page.select("#rests-2 dd").eachText().subList(6, 9));
    assertEquals(6, page.select("#rests-0 dd").size());
  }

  @Test
  void counterfactual_ofAnotherPlaceInTheList() {
    Pages pages = Pages.ordinary(4, 3);
    RatingEdits second = pages.counterfactual(RatingEdits.Kind.CHANGE, 3, 1.0, 1, 0);
    Document page = parse(pages.builder().counterfactuals(List.of(second)).build());
    assertEquals(
        "Had you rated “Title 0” 1 and “Title 1” 1, “Title 5” would not be among the first 3;"
            + " “Title 4” would come in.",
        page.expectFirst(".items > li:nth-child(2) .without p").text());
    assertEquals(1, page.select(".without").size());
  }

  private static String withoutThese(Pages pages, String language, int item) {
    Locale locale = Locale.forLanguageTag(language);
    Document page =
        parse(
            pages
                .builder()
                .locale(locale)
                .counterfactuals(
                    List.of(pages.counterfactual(RatingEdits.Kind.REMOVE, 3, null, 1, 2)))
                .largestSet(10)
                .build());
    assertEquals(3, page.select(".without h4").size());
    return page.select(".items > li").get(item).expectFirst(".without p").text();
  }

  @Test
  void noCounterfactual_isSaidWithTheLimit() {
    Pages pages = Pages.ordinary(4, 3);
    List<String> said = new ArrayList<>();
    for (String language : List.of("en", "de", "fr", "es", "it")) {
      said.add(withoutThese(pages, language, 0));
      said.add(withoutThese(pages, language, 2));
    }
    assertEquals(
        List.of(
            "No set of at most 10 of your ratings was found without which this would not be"
                + " recommended first.",
            "No set of at most 10 of your ratings was found without which this would not be among"
                + " the first 3.",
            "Es fanden sich keine höchstens 10 Ihrer Bewertungen, ohne die dies nicht zuerst"
                + " empfohlen würde.",
            "Es fanden sich keine höchstens 10 Ihrer Bewertungen, ohne die dies nicht unter den"
                + " ersten 3 wäre.",
            "On n'a pas trouvé d'ensemble d'au plus 10 de vos notes sans lequel ce titre ne serait"
                + " pas recommandé en premier.",
            "On n'a pas trouvé d'ensemble d'au plus 10 de vos notes sans lequel ce titre ne serait"
                + " pas parmi les 3 premiers.",
            "No se encontró ningún conjunto de como máximo 10 de sus valoraciones sin el cual esto"
                + " no se recomendaría en primer lugar.",
            "No se encontró ningún conjunto de como máximo 10 de sus valoraciones sin el cual esto"
                + " no estaría entre los 3 primeros.",
            "Non è stato trovato alcun insieme di al massimo 10 sue valutazioni senza il quale"
                + " questo titolo non sarebbe consigliato per primo.",
            "Non è stato trovato alcun insieme di al massimo 10 sue valutazioni senza il quale"
                + " questo titolo non sarebbe tra i primi 3."),
        said);
    assertTrue(parse(pages.builder().build()).select(".without").isEmpty(), "was not looked for");
    assertEquals(
        "There is no rating of yours whose removal could change it.",
        parse(Pages.ordinary(0, 1).builder().largestSet(10).build())
            .expectFirst(".without p")
            .text());
    assertEquals(
        "largest set must be at least 1, but was 0",
        assertThrows(IllegalArgumentException.class, () -> ExplanationPage.builder().largestSet(0))
            .getMessage());
  }

  @Test
  void counterfactual_ofManyRatings_hasThemInAList() {
    Pages pages = Pages.ordinary(15, 2);
    RatingEdits two = pages.counterfactual();
    List<RatingEdits.Edit> edits = new ArrayList<>();
    for (int j = 0; j < 8; j++) {
      edits.add(new RatingEdits.Edit("e" + j, "<T" + j + ">", 4.5, j == 0 ? 1.0 : null));
    }
    RatingEdits many =
        new RatingEdits(two.provenance(), two.kind(), 1, edits, two.item(), two.other());
    Document page =
        parse(pages.builder().locale(Locale.GERMAN).counterfactuals(List.of(many)).build());
    Element without = page.expectFirst(".without");
    assertTrue(without.expectFirst("p").text().contains("„<T3>“ und 4 weiteren"), without.text());
    assertEquals("Alle 8 Bewertungen", without.expectFirst("summary").text());
    assertEquals(8, without.select("li").size());
    assertEquals("4,5 → 1 <T0>", without.select("li").get(0).text());
    assertEquals("4,5 <T7>", without.select("li").get(7).text());
    assertTrue(
        parse(pages.builder().counterfactuals(List.of(two)).build()).select(".edited").isEmpty());
  }

  @Test
  void frenchColons_haveTheirSpace() {
    Pages pages = Pages.ordinary(4, 1);
    Document page = parse(pages.builder().locale(Locale.FRENCH).build());
    String about = page.expectFirst(".about").wholeText();
    assertTrue(about.startsWith("hessian\u202f: "), about);
    assertFalse(page.body().wholeText().matches("(?s).*\\p{L}[:;?!]\\s.*"));
  }
}
