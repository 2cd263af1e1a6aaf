package io.github.fmexplain.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.OffsetPart;
import io.github.fmexplain.Provenance;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.TrainedModels;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.Warning;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.Rated;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.answer.RatingEdits.Edit;
import io.github.fmexplain.answer.RatingEdits.Kind;
import io.github.fmexplain.answer.RatingGroups;
import io.github.fmexplain.answer.Standing;
import io.github.fmexplain.answer.StrongestGroup;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.report.internal.Sentence;
import io.github.fmexplain.report.internal.Sentence.Part;
import io.github.fmexplain.report.internal.Words;
import io.github.fmexplain.train.Ridge;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SentencesTest {

  private static final RatingTarget LIKES = RatingTarget.likeFrom(4);

  private final Sentences english = Sentences.english();
  private final Sentences german = Sentences.in(Locale.GERMANY);

  private static Contribution rated(String title, double rating, double removalEffect) {
    return new Contribution(
        Interaction.of(title, rating), title, removalEffect, removalEffect, removalEffect);
  }

  private static Explanation explanation(
      double offset, double residual, Contribution... contributions) {
    return explanation(LIKES, List.of(), offset, residual, contributions);
  }

  private static Explanation explanation(
      RatingTarget target,
      List<Warning> warnings,
      double offset,
      double residual,
      Contribution... contributions) {
    double impacts = 0;
    for (Contribution c : contributions) {
      impacts += c.impact();
    }
    ScoreUnit unit = target.likeThreshold().isPresent() ? ScoreUnit.LOGIT : ScoreUnit.RATING;
    double score = offset + residual + impacts;
    return new Explanation(
        provenance(target, warnings),
        "x",
        "Xylophone",
        score,
        unit.probability(score),
        offset,
        List.of(),
        residual,
        List.of(contributions));
  }

  private static Provenance provenance(RatingTarget target, List<Warning> warnings) {
    return new Provenance(
        "u",
        Method.hessian(),
        target.likeThreshold().isPresent() ? ScoreUnit.LOGIT : ScoreUnit.RATING,
        target,
        "f",
        new Diagnostics(2, 2, 2, 3, 1, 1, 1, 0, false, null, warnings));
  }

  private static Recommendation recommendation(String itemId) {
    return new Recommendation(1, itemId, "Xylophone", 1, 0.5);
  }

  private String recommended(Explanation explanation) {
    return english.of(recommendation("x"), explanation);
  }

  private static Explanation withTags(Explanation e, OffsetPart... parts) {
    return new Explanation(
        e.provenance(),
        e.itemId(),
        e.title(),
        e.score(),
        e.probability(),
        e.offset(),
        List.of(parts),
        e.residual(),
        e.contributions());
  }

  @Test
  void tagsOfUserAndSituation_areNamedWhereTheyCount() {
    Explanation explanation =
        withTags(
            explanation(0, 0, rated("A", 5, 0.5)),
            new OffsetPart(OffsetPart.Kind.ITEM_TAG, "Drama", 3),
            new OffsetPart(OffsetPart.Kind.USER_TAG, "age=25", 0.1),
            new OffsetPart(OffsetPart.Kind.USER_TAG, "city=Rome", 0.09),
            new OffsetPart(OffsetPart.Kind.CONTEXT, "evening", -0.4));
    assertEquals(
        "Recommended mostly because you liked “A”. “age=25” speaks for it. “evening” speaks against"
            + " it.",
        recommended(explanation));
    assertEquals(
        "Empfohlen vor allem, weil Ihnen „A“ gefallen hat. Dafür spricht „age=25“. Dagegen spricht"
            + " „evening“.",
        Sentences.in(Locale.GERMAN).of(recommendation("x"), explanation));
  }

  @Test
  void withoutRatings_thatIsSaid_andTheTags() {
    Diagnostics none = new Diagnostics(0, 0, 0, 3, 1, 1, 1, 0, true, null, List.of());
    Explanation rated = explanation(0.7, 0);
    Provenance p = rated.provenance();
    Explanation explanation =
        new Explanation(
            new Provenance(null, p.method(), p.unit(), p.target(), "f", none),
            "x",
            "Xylophone",
            0.7,
            0.7,
            0.7,
            List.of(
                new OffsetPart(OffsetPart.Kind.ITEM, "", 0.2),
                new OffsetPart(OffsetPart.Kind.USER_TAG, "age=25", 0.3),
                new OffsetPart(OffsetPart.Kind.CONTEXT, "evening", 0.2)),
            0,
            List.of());
    assertEquals(
        "Recommended without a rating of yours to go by. “age=25” and “evening” speak for it.",
        recommended(explanation));
    assertEquals(
        "There is no rating of yours to go by for “Xylophone”. “age=25” and “evening” speak for it.",
        english.of(explanation));
  }

  @Test
  void frenchSpanishAndItalian_haveTheirPluralsListsAndQuotes() {
    Explanation one = explanation(0, 0, rated("A", 5, 0.6), rated("B", 1, -0.5));
    Explanation three =
        explanation(0, 0, rated("A", 5, 0.6), rated("B", 4, 0.5), rated("C", 5, 0.4));
    RatingEdits edits = edits(Kind.REMOVE, 10, null, "A", "B");
    Sentences french = Sentences.in(Locale.FRANCE);
    assertEquals(
        "Recommandé surtout parce que vous avez aimé «\u00a0A\u00a0». «\u00a0B\u00a0» joue en sa défaveur.",
        french.of(recommendation("x"), one));
    assertEquals(
        "Recommandé surtout parce que vous avez aimé «\u00a0A\u00a0», «\u00a0B\u00a0» et"
            + " «\u00a0C\u00a0».",
        french.of(recommendation("x"), three));
    assertTrue(
        french.of(edits).startsWith("Sans vos notes de «\u00a0A\u00a0» et «\u00a0B\u00a0», "));
    Sentences spanish = Sentences.in(Locale.forLanguageTag("es-MX"));
    assertEquals(
        "Recomendado sobre todo porque le gustó «A». «B» juega en contra.",
        spanish.of(recommendation("x"), one));
    assertEquals(
        "Recomendado sobre todo porque le gustaron «A», «B» y «C».",
        spanish.of(recommendation("x"), three));
    assertTrue(spanish.of(edits).startsWith("Sin sus valoraciones de «A» y «B», "));
    Sentences italian = Sentences.in(Locale.ITALIAN);
    assertEquals(
        "Consigliato soprattutto perché le è piaciuto «A». «B» gioca a sfavore.",
        italian.of(recommendation("x"), one));
    assertEquals(
        "Consigliato soprattutto perché le sono piaciuti «A», «B» e «C».",
        italian.of(recommendation("x"), three));
    assertTrue(italian.of(edits).startsWith("Senza le sue valutazioni di «A» e «B», "));
  }

  @Test
  void purchases_areCalledPurchases() {
    Explanation explanation = explanation(0, 0, rated("A", 5, 0.6), rated("B", 4, 0.5));
    Sentences english = Sentences.with(Sentences.purchases(Locale.JAPANESE));
    assertEquals(
        "Recommended mostly because you bought “A” and “B”.",
        english.of(recommendation("x"), explanation));
    assertTrue(
        english.of(edits(Kind.REMOVE, 1, null, "A")).startsWith("Without your purchase of “A”, "));
    Sentences german = Sentences.with(Sentences.purchases(Locale.GERMANY));
    assertEquals(
        "Empfohlen vor allem, weil Sie „A“ und „B“ gekauft haben.",
        german.of(recommendation("x"), explanation));
    assertTrue(
        german.of(edits(Kind.REMOVE, 1, null, "A", "B")).startsWith("Ohne Ihre Käufe von „A“ und"));
    for (Locale locale : List.of(Locale.ROOT, Locale.GERMAN)) {
      ResourceBundle purchases = Sentences.purchases(locale);
      for (String key : purchases.keySet()) {
        String pattern = purchases.getString(key);
        assertFalse(pattern.matches("(?i).*(rating|rated|like|bewert|gefall).*"), pattern);
      }
    }
  }

  @Test
  void mostly_whenTheNamedHaveHalfOfIt() {
    Explanation explanation =
        explanation(0, 0, rated("A", 5, 0.6), rated("B", 4, 0.3), rated("C", 5, -0.2));
    assertEquals(
        "Recommended mostly because you liked “A” and “B”. “C” speaks against it.",
        recommended(explanation));
    assertEquals(
        "What counts most for “Xylophone” is that you liked “A” and “B”. “C” speaks against it.",
        english.of(explanation));
    assertEquals(
        "Empfohlen vor allem, weil Ihnen „A“ und „B“ gefallen haben. Dagegen spricht „C“.",
        german.of(recommendation("x"), explanation));
  }

  private static StrongestGroup group(StrongestGroup.Kind kind, String name, double effect) {
    List<Rated> ratings = new ArrayList<>();
    for (int j = 0; j < 120; j++) {
      ratings.add(new Rated(Interaction.of("i" + j, 5), "I" + j));
    }
    return new StrongestGroup(
        provenance(LIKES, List.of()),
        "x",
        kind,
        new RatingGroups.Group(name, ratings, effect, effect, effect));
  }

  @Test
  void groups_whereNoRatingMattersAlone() {
    Explanation explanation = explanation(0, 0, rated("A", 5, 0.01), rated("B", 1, -0.01));
    Recommendation x = recommendation("x");
    StrongestGroup likes = group(StrongestGroup.Kind.LIKED, "", 0.8);
    StrongestGroup dramas = group(StrongestGroup.Kind.TAG, "Drama {0}", -0.8);
    StrongestGroup dislikes = group(StrongestGroup.Kind.NOT_LIKED, "", 0.8);
    assertEquals(
        "Recommended, though no single rating of yours counts for much: your 120 likes together"
            + " speak for it.",
        english.of(x, explanation, likes));
    assertEquals(
        "Recommended, though no single rating of yours counts for much, and your 120 ratings in"
            + " “Drama {0}” together speak against it.",
        english.of(x, explanation, dramas));
    assertEquals(
        "No single rating of yours counts for much for “Xylophone”: the 120 things you did not like"
            + " together speak for it.",
        english.of(explanation, dislikes));
    assertEquals(
        "Empfohlen, obwohl keine einzelne Ihrer Bewertungen viel ausmacht: Ihre 120 guten"
            + " Bewertungen zusammen sprechen dafür.",
        german.of(x, explanation, likes));
    assertEquals(
        "Für „Xylophone“ macht keine einzelne Ihrer Bewertungen viel aus: Ihre 120 Bewertungen zu"
            + " „Drama {0}“ zusammen sprechen dagegen.",
        german.of(explanation, dramas));
    StrongestGroup other = new StrongestGroup(likes.provenance(), "y", likes.kind(), likes.group());
    assertEquals(
        "group must be of the explained item 'x', but is of 'y'",
        assertThrows(IllegalArgumentException.class, () -> english.of(x, explanation, other))
            .getMessage());
  }

  @Test
  void partly_whenManyShareIt() {
    Contribution[] many = new Contribution[9];
    for (int j = 0; j < many.length; j++) {
      many[j] = rated("M" + j, 5, 0.2);
    }
    assertEquals(
        "Recommended in part because you liked “M0”, “M1” and “M2”.",
        recommended(explanation(0, 0, many)));
    assertEquals(
        "Part of what counts for “Xylophone” is that you liked “M0”, “M1” and “M2”.",
        english.of(explanation(0, 0, many)));
  }

  @Test
  void dislikes_areCalledSo() {
    assertEquals(
        "Recommended mostly because you liked “A” and did not like “B”. “C” and “D” speak against"
            + " it.",
        recommended(
            explanation(
                0,
                0,
                rated("A", 5, 0.6),
                rated("B", 1, 0.3),
                rated("C", 2, -0.4),
                rated("D", 5, -0.3))));
    assertEquals(
        "Recommended mostly because you did not like “B”. You liked none of the items you rated.",
        recommended(explanation(0, 0, rated("B", 3, 0.3))));
  }

  @Test
  void barely_whenNoRatingCounts() {
    assertEquals(
        "Recommended, though none of your ratings counts for much; what counts most is that you"
            + " liked “A”. Most of its score does not come from your ratings.",
        recommended(explanation(2, 0, rated("A", 5, 0.04), rated("B", 5, -0.04))));
    assertEquals(
        "None of your ratings counts for much for “Xylophone”; what counts most is that you liked"
            + " “A”.",
        english.of(explanation(0, 0, rated("A", 5, 0.04))));
  }

  @Test
  void weakProponents_areNotDeniedBesideStrongOpponents() {
    assertEquals(
        "Part of what counts for “Xylophone” is that you liked “A”. “B” speaks against it.",
        english.of(explanation(0, 0, rated("A", 5, 0.06), rated("B", 5, -2))));
  }

  @Test
  void none_whenNothingSpeaksForIt() {
    assertEquals(
        "Recommended, though none of your ratings speaks for it. “A” speaks against it.",
        recommended(explanation(0.1, 0, rated("A", 5, -0.4))));
  }

  @Test
  void nothingLiked_isSaidOfLikesThatAreKnownOnly() {
    // Such as the paper's method explains a user none of whose ratings is a like.
    String said = "None of your ratings speaks for “Xylophone”.";
    String residual = " Your ratings explain only part of what makes its score personal to you.";
    assertEquals(
        said + " You liked none of the items you rated." + residual,
        english.of(explanation(0, 0.7)));
    // An item that the model does not know may have been liked.
    Warning leftOut = new Warning.RatingsLeftOut(List.of("new"));
    assertEquals(said + residual, english.of(explanation(LIKES, List.of(leftOut), 0, 0.7)));
    assertEquals(said + residual, english.of(explanation(RatingTarget.stars(), List.of(), 0, 0.7)));
  }

  @Test
  void likes_areThoseOfTheTarget() {
    RatingTarget fromSeven = RatingTarget.likeFrom(7);
    assertEquals(
        "Recommended mostly because you liked “C” and did not like “A” and “B”.",
        recommended(
            explanation(
                fromSeven,
                List.of(),
                0,
                0,
                rated("A", 4, 0.3),
                rated("B", 5, 0.2),
                rated("C", 7, 0.1))));
    assertEquals(
        "Recommended mostly because you did not like “A” and “B”. You liked none of the items you"
            + " rated.",
        recommended(
            explanation(fromSeven, List.of(), 0, 0, rated("A", 4, 0.3), rated("B", 5, 0.2))));
  }

  /** Products that were bought have a rating of 1. */
  @Test
  void purchases_areLikes() {
    List<CatalogueItem> products = new ArrayList<>();
    for (int n = 1; n <= 4; n++) {
      products.add(new CatalogueItem("p" + n, "Product " + n, Set.of()));
    }
    OneHotEncoder encoder = OneHotEncoder.of(List.of("u"), List.of("p1", "p2", "p3", "p4"));
    float[] factors = {0.4f, 0, -0.2f, 0.8f, 0.9f};
    FmModel model =
        FmModel.of(PredictorType.BINARY_CLASSIFIER, 1, 0, new float[factors.length], factors);
    FmExplainer explainer =
        FmExplainer.of(
                TrainedModels.fitting(
                    model, encoder, RatingTarget.likeFrom(1), Ridge.fixed(1, 1), List.of()),
                Catalogue.of(products))
            .withMethod(Method.hessian());
    History history = History.of("u", List.of(Interaction.of("p3", 1), Interaction.of("p1", 1)));
    UserExplainer user = explainer.forHistory(history);
    Recommendation first = user.recommend(1).get(0);
    Explanation why = user.explain(first.itemId());
    assertEquals("p4", first.itemId());
    assertEquals("Recommended mostly because you liked “Product 3”.", english.of(first, why));
    ExplanationAssert.assertExplains(why, model, encoder, history);
    RatingEdits changes = Answers.of(user).fewestChanges("p4", 0).orElseThrow();
    assertEquals(
        "Had you not bought “Product 3”, “Product 2” would be recommended first instead of “Product"
            + " 4”.",
        Sentences.with(Sentences.purchases(Locale.ENGLISH)).of(changes));
  }

  /** What is said of purchases in the five languages. */
  private static void assertPurchases(List<String> said, RatingEdits edits) {
    List<String> all = new ArrayList<>();
    for (String language : LANGUAGES) {
      Locale locale = Locale.forLanguageTag(language);
      all.add(Sentences.with(Sentences.purchases(locale)).of(edits));
    }
    assertEquals(String.join("\n", said), String.join("\n", all));
  }

  private static RatingEdits of(RatingTarget target, RatingEdits edits) {
    return new RatingEdits(
        provenance(target, List.of()),
        edits.kind(),
        edits.listLength(),
        edits.edits(),
        edits.item(),
        edits.other());
  }

  @Test
  void purchases_thatAChangeTakesBack_wereNotMade() {
    RatingTarget bought = RatingTarget.likeFrom(1);
    assertPurchases(
        List.of(
            "Had you not bought “A”, “Yodel” would be recommended first instead of “Xylophone”.",
            "Hätten Sie „A“ nicht gekauft, würde „Yodel“ statt „Xylophone“ zuerst empfohlen.",
            "Si vous n'aviez pas acheté «\u00a0A\u00a0», «\u00a0Yodel\u00a0» serait recommandé en"
                + " premier à la place de «\u00a0Xylophone\u00a0».",
            "Si no hubiera comprado «A», «Yodel» se recomendaría en primer lugar en vez de"
                + " «Xylophone».",
            "Se non avesse acquistato «A», «Yodel» sarebbe consigliato per primo al posto di"
                + " «Xylophone»."),
        of(bought, edits(Kind.CHANGE, 1, 0.0, "A")));
    assertPurchases(
        List.of(
            "Had you not bought “A” and “B”, “Xylophone” would not be among the first 3; “Yodel”"
                + " would come in.",
            "Hätten Sie „A“ und „B“ nicht gekauft, wäre „Xylophone“ nicht unter den ersten 3;"
                + " „Yodel“ käme hinein.",
            "Si vous n'aviez pas acheté «\u00a0A\u00a0» et «\u00a0B\u00a0»,"
                + " «\u00a0Xylophone\u00a0» ne serait pas parmi les 3 premiers\u202f;"
                + " «\u00a0Yodel\u00a0» y entrerait.",
            "Si no hubiera comprado «A» y «B», «Xylophone» no estaría entre los 3 primeros; entraría"
                + " «Yodel».",
            "Se non avesse acquistato «A» e «B», «Xylophone» non sarebbe tra i primi 3; entrerebbe"
                + " «Yodel»."),
        of(bought, edits(Kind.CHANGE, 3, 0.0, "A", "B")));
    assertPurchases(
        List.of(
            "If you did not buy “A”, “Xylophone” would be recommended first, ahead of “Yodel”.",
            "Wenn Sie „A“ nicht kauften, würde „Xylophone“ zuerst empfohlen, vor „Yodel“.",
            "Si vous n'achetiez pas «\u00a0A\u00a0», «\u00a0Xylophone\u00a0» serait recommandé en"
                + " premier, devant «\u00a0Yodel\u00a0».",
            "Si no comprara «A», «Xylophone» se recomendaría en primer lugar, por delante de"
                + " «Yodel».",
            "Se non acquistasse «A», «Xylophone» sarebbe consigliato per primo, davanti a"
                + " «Yodel»."),
        of(bought, edits(Kind.ADD, 1, 0.0, "A")));
    Sentences purchases = Sentences.with(Sentences.purchases(Locale.ENGLISH));
    assertTrue(
        purchases
            .of(of(bought, edits(Kind.CHANGE, 1, 0.0, "A", "B", "C", "D", "E", "F")))
            .startsWith("Had you not bought “A”, “B”, “C”, “D” and 2 others, “Yodel” would be"));
    // Without likes, nothing is bought 0 times.
    assertTrue(
        purchases
            .of(of(RatingTarget.implicit(40), edits(Kind.CHANGE, 1, 0.0, "A")))
            .startsWith("Had you not bought “A”, "));
  }

  @Test
  void purchases_thatAChangeMakes_areTold() {
    RatingTarget bought = RatingTarget.likeFrom(1);
    for (RatingTarget target : List.of(bought, RatingTarget.implicit(40))) {
      assertPurchases(
          List.of(
              "Had you bought “A” (3), “Yodel” would be recommended first instead of “Xylophone”.",
              "Hätten Sie „A“ (3) gekauft, würde „Yodel“ statt „Xylophone“ zuerst empfohlen.",
              "Si vous aviez acheté «\u00a0A\u00a0» (3), «\u00a0Yodel\u00a0» serait recommandé en"
                  + " premier à la place de «\u00a0Xylophone\u00a0».",
              "Si hubiera comprado «A» (3), «Yodel» se recomendaría en primer lugar en vez de"
                  + " «Xylophone».",
              "Se avesse acquistato «A» (3), «Yodel» sarebbe consigliato per primo al posto di"
                  + " «Xylophone»."),
          of(target, edits(Kind.CHANGE, 1, 3.0, "A")));
    }
    assertPurchases(
        List.of(
            "If you bought “A” (1), “Xylophone” would be recommended first, ahead of “Yodel”.",
            "Wenn Sie „A“ (1) kauften, würde „Xylophone“ zuerst empfohlen, vor „Yodel“.",
            "Si vous achetiez «\u00a0A\u00a0» (1), «\u00a0Xylophone\u00a0» serait recommandé en"
                + " premier, devant «\u00a0Yodel\u00a0».",
            "Si comprara «A» (1), «Xylophone» se recomendaría en primer lugar, por delante de"
                + " «Yodel».",
            "Se acquistasse «A» (1), «Xylophone» sarebbe consigliato per primo, davanti a"
                + " «Yodel»."),
        of(bought, edits(Kind.ADD, 1, 1.0, "A")));
    // Ratings say what they are.
    assertTrue(
        english
            .of(of(bought, edits(Kind.CHANGE, 1, 0.0, "A")))
            .startsWith("Had you rated “A” 0, “Yodel” "));
  }

  @Test
  void ratings_areToldWhereTheTargetHasNoLikes() {
    Explanation explanation =
        explanation(
            RatingTarget.stars(),
            List.of(),
            4,
            -1.5,
            rated("A", 1, 0.6),
            rated("B", 4.5, 0.3),
            rated("C", 5, -0.4));
    assertEquals(
        "Recommended in part because you rated “A” 1 and “B” 4.5. “C” speaks against it. Most of its"
            + " score does not come from your ratings. Your ratings explain only part of what makes"
            + " its score personal to you.",
        recommended(explanation));
    assertEquals(
        "What counts most for “Xylophone” is that you rated “A” 1.",
        english.of(explanation(RatingTarget.stars(), List.of(), 0, 0, rated("A", 1, 0.6))));
    assertEquals(
        "Empfohlen zum Teil, weil Sie „A“ mit 1 und „B“ mit 4,5 bewertet haben. Dagegen spricht"
            + " „C“. Der größte Teil des Werts kommt nicht von Ihren Bewertungen. Ihre Bewertungen"
            + " erklären nur zum Teil, was an diesem Wert persönlich ist.",
        german.of(recommendation("x"), explanation));
    for (Sentences language : List.of(english, german)) {
      for (double offset : new double[] {-0.5, 0, 9}) {
        for (double effect : new double[] {-0.3, 0.01, 0.3}) {
          String said =
              language.of(
                  explanation(
                      RatingTarget.stars(),
                      List.of(),
                      offset,
                      0.1,
                      rated("A", 1, effect),
                      rated("B", 5, effect / 2)));
          assertFalse(said.matches("(?s).*([Ll]ike|gefall).*"), said);
        }
      }
    }
  }

  @Test
  void residual_isToldWhereItDominates() {
    assertEquals(
        "Recommended in part because you liked “A”. Your ratings explain only part of what makes"
            + " its score personal to you.",
        recommended(explanation(0, -0.5, rated("A", 5, 0.4))));
  }

  private static final List<String> LANGUAGES = List.of("en", "de", "fr", "es", "it");

  /** What is said in the five languages. */
  private static void assertSaid(List<String> said, Function<Sentences, String> saying) {
    List<String> all = new ArrayList<>();
    for (String language : LANGUAGES) {
      all.add(saying.apply(Sentences.in(Locale.forLanguageTag(language))));
    }
    assertEquals(String.join("\n", said), String.join("\n", all));
  }

  /** The ratings are not most of a score that is mostly something else. */
  @Test
  void mostly_isNotSaidBesideMostOfTheScore() {
    OffsetPart item = new OffsetPart(OffsetPart.Kind.ITEM, "", 2);
    assertSaid(
        List.of(
            "Recommended in part because you liked “A”. Most of its score is the same for"
                + " everybody.",
            "Empfohlen zum Teil, weil Ihnen „A“ gefallen hat. Der größte Teil des Werts ist für alle"
                + " gleich.",
            "Recommandé en partie parce que vous avez aimé «\u00a0A\u00a0». L'essentiel du score est"
                + " le même pour tout le monde.",
            "Recomendado en parte porque le gustó «A». La mayor parte de la puntuación es igual para"
                + " todos.",
            "Consigliato in parte perché le è piaciuto «A». La maggior parte del punteggio è uguale"
                + " per tutti."),
        s -> s.of(recommendation("x"), withTags(explanation(2, 0, rated("A", 5, 0.4)), item)));
    // With what a tag of the user adds it is not everybody's.
    OffsetPart tag = new OffsetPart(OffsetPart.Kind.USER_TAG, "age=25", 1.5);
    Explanation tagged =
        withTags(
            explanation(2, 0, rated("A", 5, 0.4)),
            new OffsetPart(OffsetPart.Kind.ITEM, "", 0.5),
            tag);
    assertEquals(
        "Part of what counts for “Xylophone” is that you liked “A”. “age=25” speaks for it. Most of"
            + " its score does not come from your ratings.",
        english.of(tagged));
    // As much as the ratings is not most of the score.
    assertEquals(
        "Recommended mostly because you liked “A”.",
        recommended(withTags(explanation(0.4, 0, rated("A", 5, 0.4)), item)));
    for (double offset : new double[] {-3, -1, 0, 1, 3}) {
      for (double residual : new double[] {-1, 0, 1}) {
        Explanation explanation = explanation(offset, residual, rated("A", 5, 0.4));
        for (String said : List.of(recommended(explanation), english.of(explanation))) {
          assertFalse(
              said.matches(".*(mostly because|What counts most).*(Most of its|only part).*"), said);
        }
      }
    }
  }

  /** Ratings that together speak against an item are not mostly why it is recommended. */
  @Test
  void mostly_isSaidOfRatingsThatTogetherSpeakForTheItem() {
    Explanation against =
        explanation(-0.13, -0.08, rated("A", 5, 0.3), rated("B", 1, -0.5), rated("C", 1, -0.47));
    assertEquals(-0.67, against.totalImpact(), 1e-12);
    assertSaid(
        List.of(
            "Recommended in part because you liked “A”. “B” and “C” speak against it.",
            "Empfohlen zum Teil, weil Ihnen „A“ gefallen hat. Dagegen sprechen „B“ und „C“.",
            "Recommandé en partie parce que vous avez aimé «\u00a0A\u00a0». «\u00a0B\u00a0» et"
                + " «\u00a0C\u00a0» jouent en sa défaveur.",
            "Recomendado en parte porque le gustó «A». «B» y «C» juegan en contra.",
            "Consigliato in parte perché le è piaciuto «A». «B» e «C» giocano a sfavore."),
        s -> s.of(recommendation("x"), against));
    assertSaid(
        List.of(
            "Part of what counts for “Xylophone” is that you liked “A”. “B” and “C” speak against"
                + " it.",
            "Für „Xylophone“ spricht zum Teil, dass Ihnen „A“ gefallen hat. Dagegen sprechen „B“ und"
                + " „C“.",
            "Ce qui compte en partie pour «\u00a0Xylophone\u00a0», c'est que vous avez aimé"
                + " «\u00a0A\u00a0». «\u00a0B\u00a0» et «\u00a0C\u00a0» jouent en sa défaveur.",
            "Parte de lo que cuenta para «Xylophone» es que le gustó «A». «B» y «C» juegan en"
                + " contra.",
            "Parte di ciò che conta per «Xylophone» è che le è piaciuto «A». «B» e «C» giocano a"
                + " sfavore."),
        s -> s.of(against));
    // Without it the score would be lower, but it has lowered the score itself.
    Contribution negative = new Contribution(Interaction.of("A", 5), "A", 0.1, -0.2, 0.3);
    assertEquals(
        "Recommended in part because you liked “A”.",
        recommended(explanation(0, 0, negative, rated("B", 5, 0.05))));
    Contribution weak = new Contribution(Interaction.of("B", 5), "B", 0.1, 0.6, 0.05);
    assertEquals(
        "Recommended in part because you liked “A”.",
        recommended(explanation(0, 0, negative, weak)));
    // As much for it as against it is not for it.
    assertTrue(
        recommended(explanation(0, 0, rated("A", 5, 0.3), rated("B", 1, -0.3)))
            .startsWith("Recommended in part "));
    assertTrue(
        recommended(explanation(0, 0, rated("A", 5, 0.3), rated("B", 1, -0.29)))
            .startsWith("Recommended mostly "));
  }

  private static Explanation withoutRatings(double offset, double residual, boolean asTrained) {
    Diagnostics none =
        new Diagnostics(
            0,
            0,
            0,
            3,
            1,
            1,
            1,
            0,
            !asTrained,
            null,
            List.of(new Warning.NoRatings(asTrained, false)));
    Explanation e = explanation(offset, residual);
    Provenance p = e.provenance();
    return new Explanation(
        new Provenance("u", p.method(), p.unit(), p.target(), "f", none),
        e.itemId(),
        e.title(),
        e.score(),
        e.probability(),
        e.offset(),
        List.of(new OffsetPart(OffsetPart.Kind.ITEM, "", offset)),
        e.residual(),
        List.of());
  }

  @Test
  void withoutRatings_ofAUserWhomTheModelKnows_whatItLearnedIsInTheScore() {
    assertSaid(
        List.of(
            "Recommended; what the model has learned about you is in its score, but there is no"
                + " rating of yours here to explain it.",
            "Empfohlen; was das Modell über Sie gelernt hat, steckt im Wert, aber hier liegt keine"
                + " Bewertung vor, die es erklären könnte.",
            "Recommandé\u202f; ce que le modèle a appris de vous fait partie du score, mais il n'y a"
                + " ici aucune note de votre part pour l'expliquer.",
            "Recomendado; lo que el modelo ha aprendido de usted forma parte de la puntuación, pero"
                + " aquí no hay ninguna valoración suya que lo explique.",
            "Consigliato; ciò che il modello ha imparato di lei fa parte del punteggio, ma qui non"
                + " c'è alcuna sua valutazione che lo spieghi."),
        s -> s.of(recommendation("x"), withoutRatings(0.2, 0.7, true)));
    assertEquals(
        "What the model has learned about you is in the score of “Xylophone”, but there is no rating"
            + " of yours here to explain it. Most of its score is the same for everybody.",
        english.of(withoutRatings(0.7, 0.2, true)));
    assertEquals(
        "Recommended without a rating of yours to go by.",
        recommended(withoutRatings(0.7, 0, false)));
    assertEquals(
        "Recommended; what the model has learned about you is in its score, but there is no purchase"
            + " of yours here to explain it.",
        Sentences.with(Sentences.purchases(Locale.ENGLISH))
            .of(recommendation("x"), withoutRatings(0.2, 0.7, true)));
  }

  /** As an explainer makes it. */
  @Test
  void withoutRatings_asTrainedAndFoldedIn_differ() {
    RandomWorld world = new RandomWorld(3, PredictorType.BINARY_CLASSIFIER, 12, 3);
    History none = History.of("u1", List.of());
    Explanation trained = world.explainer().forHistory(none).explain("i1");
    assertTrue(
        english.of(trained).startsWith("What the model has learned about you is in the score of “"),
        english.of(trained));
    ExplanationAssert.assertExplains(trained, world.model, world.encoder, none);
    Explanation foldedIn = world.explainer().foldIn(none).explain("i1");
    assertTrue(
        english.of(foldedIn).startsWith("There is no rating of yours to go by for “"),
        english.of(foldedIn));
    ExplanationAssert.assertExplains(foldedIn, world.model, world.encoder, none);
  }

  @Test
  void ownRating_isSaid_andNamedAsTheItemItself() {
    Contribution own = new Contribution(Interaction.of("x", 4.5), "Xylophone", 0.5, 0.5, 0.5);
    assertSaid(
        List.of(
            "You have already rated “Xylophone” (4.5). What counts most for “Xylophone” is that you"
                + " liked “Xylophone” itself and “A”.",
            "Sie haben „Xylophone“ bereits mit 4,5 bewertet. Für „Xylophone“ spricht vor allem, dass"
                + " Ihnen „Xylophone“ selbst und „A“ gefallen haben.",
            "Vous avez déjà noté «\u00a0Xylophone\u00a0» (4,5). Ce qui compte le plus pour"
                + " «\u00a0Xylophone\u00a0», c'est que vous avez aimé «\u00a0Xylophone\u00a0»"
                + " lui-même et «\u00a0A\u00a0».",
            "Usted ya valoró «Xylophone» (4,5). Lo que más cuenta para «Xylophone» es que le"
                + " gustaron «Xylophone» mismo y «A».",
            "Ha già valutato «Xylophone» (4,5). Ciò che conta di più per «Xylophone» è che le sono"
                + " piaciuti «Xylophone» stesso e «A»."),
        s -> s.of(explanation(0, 0, rated("A", 5, 0.4), own)));
    Contribution disliked = new Contribution(Interaction.of("x", 1), "Xylophone", -0.5, -0.5, -0.5);
    assertEquals(
        "You have already rated “Xylophone” (1). What counts most for “Xylophone” is that you liked"
            + " “A”. “Xylophone” itself speaks against it.",
        english.of(explanation(0, 0, rated("A", 5, 0.6), disliked)));
    Sentences purchases = Sentences.with(Sentences.purchases(Locale.ENGLISH));
    assertTrue(
        purchases
            .of(explanation(0, 0, own))
            .startsWith("You have already bought “Xylophone”. What counts most"));
    assertTrue(
        purchases.of(explanation(0, 0, disliked)).startsWith("You did not buy “Xylophone”. "));
  }

  @Test
  void manyEdits_areCounted_notNamed() {
    String[] titles = new String[19];
    for (int j = 0; j < titles.length; j++) {
      titles[j] = "T" + j;
    }
    assertSaid(
        List.of(
            "Without your ratings of “T0”, “T1”, “T2”, “T3” and 15 others, “Yodel” would be"
                + " recommended first instead of “Xylophone”.",
            "Ohne Ihre Bewertungen von „T0“, „T1“, „T2“, „T3“ und 15 weiteren würde „Yodel“ statt"
                + " „Xylophone“ zuerst empfohlen.",
            "Sans vos notes de «\u00a0T0\u00a0», «\u00a0T1\u00a0», «\u00a0T2\u00a0»,"
                + " «\u00a0T3\u00a0» et 15 autres, «\u00a0Yodel\u00a0» serait recommandé en premier"
                + " à la place de «\u00a0Xylophone\u00a0».",
            "Sin sus valoraciones de «T0», «T1», «T2», «T3» y 15 más, «Yodel» se recomendaría en"
                + " primer lugar en vez de «Xylophone».",
            "Senza le sue valutazioni di «T0», «T1», «T2», «T3» e altri 15, «Yodel» sarebbe"
                + " consigliato per primo al posto di «Xylophone»."),
        s -> s.of(edits(Kind.REMOVE, 1, null, titles)));
    assertEquals(
        "Had you rated “T0” 1, “T1” 1, “T2” 1, “T3” 1 and 15 others 1, “Yodel” would be recommended"
            + " first instead of “Xylophone”.",
        english.of(edits(Kind.CHANGE, 1, 1.0, titles)));
    assertEquals(
        "Wenn Sie „T0“ mit 5, „T1“ mit 5, „T2“ mit 5, „T3“ mit 5 und 15 weitere mit 5 bewerteten,"
            + " würde „Xylophone“ zuerst empfohlen, vor „Yodel“.",
        german.of(edits(Kind.ADD, 1, 5.0, titles)));
    assertEquals(
        "Without your ratings of “A”, “B”, “C”, “D” and “E”, “Yodel” would be recommended first"
            + " instead of “Xylophone”.",
        english.of(edits(Kind.REMOVE, 1, null, "A", "B", "C", "D", "E")));
    assertEquals(
        "Without your ratings of “A”, “B”, “C”, “D” and 2 others, “Yodel” would be recommended first"
            + " instead of “Xylophone”.",
        english.of(edits(Kind.REMOVE, 1, null, "A", "B", "C", "D", "E", "F")));
    // The others have no rating in common.
    RatingEdits changes = edits(Kind.CHANGE, 1, 1.0, "A", "B", "C", "D", "E", "F");
    List<Edit> mixed = new ArrayList<>(changes.edits());
    mixed.set(5, new Edit("F", "F", 5.0, 2.0));
    assertTrue(
        english
            .of(
                new RatingEdits(
                    changes.provenance(), Kind.CHANGE, 1, mixed, changes.item(), changes.other()))
            .startsWith("Had you rated “A” 1, “B” 1, “C” 1, “D” 1 and 2 others, “Yodel” "));
  }

  @Test
  void titles_areNeverPatterns() {
    String title = "It's {0} 'q' {bad, \"x\"\n";
    assertEquals(
        "What counts most for “Xylophone” is that you liked “It's {0} 'q' {bad, \"x\"”.",
        english.of(explanation(0, 0, rated(title, 5, 0.4))));
  }

  @Test
  void recommendation_isOfTheExplainedItem() {
    assertEquals(
        "explanation must be of the recommended item 'y', but is of 'x'",
        assertThrows(
                IllegalArgumentException.class,
                () -> english.of(recommendation("y"), explanation(0, 0)))
            .getMessage());
  }

  private static RatingEdits edits(
      Kind kind, int listLength, @Nullable Double newRating, String... titles) {
    List<Edit> edits = new ArrayList<>();
    for (String title : titles) {
      edits.add(new Edit(title, title, kind == Kind.ADD ? null : 5.0, newRating));
    }
    return new RatingEdits(
        provenance(LIKES, List.of()),
        kind,
        listLength,
        edits,
        new Standing("x", "Xylophone", 1, 2, 1, 0.5),
        new Standing("y", "Yodel", 2, 1, 0.9, 0.8));
  }

  @Test
  void removals_areCounterfactuals() {
    assertEquals(
        "Without your rating of “A”, “Yodel” would be recommended first instead of “Xylophone”.",
        english.of(edits(Kind.REMOVE, 1, null, "A")));
    assertEquals(
        "Without your ratings of “A”, “B” and “C”, “Xylophone” would not be among the first 10;"
            + " “Yodel” would come in.",
        english.of(edits(Kind.REMOVE, 10, null, "A", "B", "C")));
    assertEquals(
        "Ohne Ihre Bewertungen von „A“ und „B“ würde „Yodel“ statt „Xylophone“ zuerst empfohlen.",
        german.of(edits(Kind.REMOVE, 1, null, "A", "B")));
    assertEquals(
        "Ohne Ihre Bewertung von „A“ wäre „Xylophone“ nicht unter den ersten 10; „Yodel“ käme"
            + " hinein.",
        german.of(edits(Kind.REMOVE, 10, null, "A")));
  }

  @Test
  void changes_areToldWithTheNewRatings() {
    assertEquals(
        "Had you rated “A” 1 and “B” 1, “Yodel” would be recommended first instead of “Xylophone”.",
        english.of(edits(Kind.CHANGE, 1, 1.0, "A", "B")));
    assertEquals(
        "Had you rated “A” 0.5, “Xylophone” would not be among the first 3; “Yodel” would come in.",
        english.of(edits(Kind.CHANGE, 3, 0.5, "A")));
    assertEquals(
        "Hätten Sie „A“ mit 0,5 bewertet, würde „Yodel“ statt „Xylophone“ zuerst empfohlen.",
        german.of(edits(Kind.CHANGE, 1, 0.5, "A")));
    assertEquals(
        "Hätten Sie „A“ mit 1 bewertet, wäre „Xylophone“ nicht unter den ersten 3; „Yodel“ käme"
            + " hinein.",
        german.of(edits(Kind.CHANGE, 3, 1.0, "A")));
  }

  @Test
  void additions_areToldWithTheirRatings() {
    assertEquals(
        "If you rated “A” 5, “Xylophone” would be recommended first, ahead of “Yodel”.",
        english.of(edits(Kind.ADD, 1, 5.0, "A")));
    assertEquals(
        "If you rated “A” 5 and “B” 5, “Xylophone” would be among the first 10, ahead of “Yodel”.",
        english.of(edits(Kind.ADD, 10, 5.0, "A", "B")));
    assertEquals(
        "Wenn Sie „A“ mit 5 bewerteten, würde „Xylophone“ zuerst empfohlen, vor „Yodel“.",
        german.of(edits(Kind.ADD, 1, 5.0, "A")));
    assertEquals(
        "Wenn Sie „A“ mit 5 bewerteten, wäre „Xylophone“ unter den ersten 10, vor „Yodel“.",
        german.of(edits(Kind.ADD, 10, 5.0, "A")));
  }

  @Test
  void parts_areTextOrTitles() {
    assertEquals(
        List.of(
            new Part("Without your ratings of “", false),
            new Part("\uE0000\uE001", true),
            new Part("” and “", false),
            new Part("B", true),
            new Part("”, “", false),
            new Part("Yodel", true),
            new Part("” would be recommended first instead of “", false),
            new Part("Xylophone", true),
            new Part("”.", false)),
        Sentence.edited(
            Words.in(Locale.ENGLISH, Sentences.class),
            edits(Kind.REMOVE, 1, null, "\uE0000\uE001", "B")));
  }

  @Test
  void otherLanguages_areEnglishWhateverTheDefaultIs() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertEquals(
          "What counts most for “Xylophone” is that you liked “A”.",
          Sentences.in(Locale.JAPANESE).of(explanation(0, 0, rated("A", 5, 0.4))));
      assertEquals(
          "What counts most for “Xylophone” is that you liked “A”.",
          Sentences.english().of(explanation(0, 0, rated("A", 5, 0.4))));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void patterns_canBeReplaced() {
    ResourceBundle base =
        ResourceBundle.getBundle("io.github.fmexplain.report.Sentences", Locale.ROOT);
    ResourceBundle own =
        new ResourceBundle() {
          @Override
          protected Object handleGetObject(String key) {
            return key.equals("scored.mostly") ? "{1} <- {0}" : base.getString(key);
          }

          @Override
          public Enumeration<String> getKeys() {
            return base.getKeys();
          }
        };
    assertEquals(
        "“Xylophone” <- you liked “A”",
        Sentences.with(own).of(explanation(0, 0, rated("A", 5, 0.4))));
    ResourceBundle incomplete =
        new ListResourceBundle() {
          @Override
          protected Object[][] getContents() {
            return new Object[][] {{"title", "{0}"}};
          }
        };
    assertEquals(
        "patterns must have the key 'against', but it is missing; see Sentences.properties",
        assertThrows(IllegalArgumentException.class, () -> Sentences.with(incomplete))
            .getMessage());
  }

  @Test
  void toString_isTheLanguage() {
    assertEquals("Sentences[de-DE]", german.toString());
  }
}
