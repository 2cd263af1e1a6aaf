package io.github.fmexplain.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Method;
import io.github.fmexplain.OffsetPart;
import io.github.fmexplain.OffsetPart.Kind;
import io.github.fmexplain.Provenance;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.Replayed;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.Warning;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.train.TrainingPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextReportTest {

  private static Explanation explanation(String title) {
    return explanation(title, Method.hessian(), null);
  }

  @Test
  void parts_ofTheOffset_haveALineEach() {
    Explanation e = explanation("Wood");
    String text =
        TextReport.of(
            new Explanation(
                e.provenance(),
                e.itemId(),
                e.title(),
                e.score(),
                e.probability(),
                0.25,
                List.of(
                    new OffsetPart(Kind.MODEL, "", -1),
                    new OffsetPart(Kind.ITEM, "", 0.5),
                    new OffsetPart(Kind.ITEM_TAG, "Drama", 0.25),
                    new OffsetPart(Kind.USER_TAG, "age=\n25", 0.75),
                    new OffsetPart(Kind.CONTEXT, "evening", -0.25)),
                e.residual(),
                e.contributions()));
    assertEquals(
        List.of(
            "offset: bias of the model -1.0000",
            "offset: the item itself 0.5000",
            "offset: item tag Drama 0.2500",
            "offset: user tag age= 25 0.7500",
            "offset: situation evening -0.2500"),
        text.lines()
            .filter(line -> line.startsWith("offset"))
            .map(line -> line.replaceAll(" +", " "))
            .toList());
  }

  private static Explanation explanation(String title, Method method, @Nullable Replayed replay) {
    return new Explanation(
        new Provenance(
            "846",
            method,
            ScoreUnit.LOGIT,
            RatingTarget.likeFrom(4),
            "ab",
            new Diagnostics(
                3,
                3,
                3,
                65,
                12.5,
                0.9057,
                90.57,
                0.4,
                false,
                replay,
                List.of(new Warning.LowRank(3, 65, 3)))),
        "60",
        title,
        1.5,
        0.8175744761936437,
        0.25,
        List.of(),
        0.75,
        List.of(
            new Contribution(Interaction.of("1", 5), "Amber", 0.125, 1.0, 0.0625),
            new Contribution(Interaction.of("2", 2.5), "Birch", 0.5, -0.625, -0.25),
            new Contribution(Interaction.of("3", 4), "Cedar", 0.25, 0.125, 0.03125)));
  }

  @Test
  void of_showsTheStrongestAndSumsUpTheRest() {
    assertEquals(
        """
        Why Delta (1999) (item 60) for user 846
        score 1.5000 logits, probability of a like 81.8 %; method hessian

        your rating of                                  rating   influence      impact  removal effect
        -- speaks for it
        Amber                                                5      0.1250      1.0000          0.0625
        -- speaks against it
        Birch                                              2.5      0.5000     -0.6250         -0.2500
        1 more rating                                                           0.1250
        offset: what the item has without the user                              0.2500
        residual: what the ratings do not explain                               0.7500
        score                                                                   1.5000

        3 of 3 ratings used; rank 3 of 65; condition number 13; ridge 0.9057 on factors, 90.57 on the linear weight
        note: Your ratings (3) settle 3 of 65 directions of taste. In the others the numbers rely on what the model assumes about everybody.
        """,
        TextReport.of(explanation("Delta (1999)"), 2));
  }

  private static String text(Explanation explanation, String language) {
    return TextReport.of(explanation, 2, Locale.forLanguageTag(language));
  }

  @Test
  void of_isInTheLanguage_withItsNumbersAndNotes() {
    assertEquals(
        """
        Warum Delta (1999) (Titel 60) für Nutzer 846
        Wert 1,5000 Logits, Chance, dass es gefällt: 81,8 %; Verfahren hessian

        Ihre Bewertung von                             Bewertung    Einfluss      Anteil         Wirkung
        -- spricht dafür
        Amber                                                  5      0,1250      1,0000          0,0625
        -- spricht dagegen
        Birch                                                2,5      0,5000     -0,6250         -0,2500
        1 weitere Bewertung                                                       0,1250
        Sockel: was der Titel ohne den Nutzer hat                                 0,2500
        Rest: was keine Bewertung erklärt                                         0,7500
        Wert                                                                      1,5000

        3 von 3 Bewertungen zählen; Rang 3 von 65; Konditionszahl 13; Ridge 0,9057 auf Faktoren, 90,57 auf dem linearen Gewicht
        Hinweis: Ihre Bewertungen (3) legen 3 von 65 Richtungen des Geschmacks fest. In den anderen stützen sich die Zahlen auf das, was das Modell von allen annimmt.
        """,
        text(explanation("Delta (1999)"), "de"));
    assertEquals(
        List.of(
            "Pourquoi Delta (titre 60) pour l'utilisateur 846",
            "Por qué Delta (título 60) para el usuario 846",
            "Perché Delta (titolo 60) per l'utente 846",
            "Why Delta (item 60) for user 846"),
        List.of("fr", "es", "it", "ja").stream()
            .map(language -> text(explanation("Delta"), language).lines().findFirst().orElseThrow())
            .toList());
    assertEquals(
        "   1  " + "Delta" + " ".repeat(41) + "    1,5000   81,8 %\n",
        TextReport.of(
            List.of(new Recommendation(1, "60", "Delta", 1.5, 0.8175744761936437)), Locale.GERMAN));
  }

  @Test
  void namesOfLines_areNotCut() {
    Explanation e = explanation("Delta");
    List<OffsetPart> parts =
        Arrays.stream(Kind.values()).map(k -> new OffsetPart(k, "", 1)).toList();
    Explanation withParts =
        new Explanation(
            e.provenance(),
            e.itemId(),
            e.title(),
            e.score(),
            e.probability(),
            e.offset(),
            parts,
            e.residual(),
            e.contributions());
    for (String language : List.of("en", "de", "fr", "es", "it")) {
      String text = text(withParts, language) + text(e, language);
      assertFalse(text.contains("…"), text);
    }
  }

  @Test
  void ownRating_isMarkedAndSaid() {
    Explanation e = explanation("Amber");
    Explanation own =
        new Explanation(
            e.provenance(),
            "1",
            e.title(),
            e.score(),
            e.probability(),
            e.offset(),
            e.offsetParts(),
            e.residual(),
            e.contributions());
    List<String> lines = TextReport.of(own).lines().toList();
    assertEquals("the user has already rated this item: 5", lines.get(2));
    assertTrue(lines.get(6).startsWith("this item: Amber  "), lines.get(6));
    List<String> marks = new ArrayList<>();
    for (String language : List.of("de", "fr", "es", "it")) {
      List<String> other = text(own, language).lines().toList();
      marks.add(other.get(2));
      marks.add(other.get(6).substring(0, 20).strip());
    }
    assertEquals(
        List.of(
            "der Nutzer hat diesen Titel bereits bewertet: 5",
            "dieser Titel: Amber",
            "l'utilisateur a déjà noté ce titre\u202f: 5",
            "ce titre\u202f: Amber",
            "el usuario ya ha valorado este título: 5",
            "este título: Amber",
            "l'utente ha già valutato questo titolo: 5",
            "questo titolo: Amber"),
        marks);
  }

  @Test
  void zeros_haveNoSign() {
    Explanation e = explanation("Delta");
    String text =
        TextReport.of(
            new Explanation(
                e.provenance(),
                e.itemId(),
                e.title(),
                -0.0,
                0.5,
                -0.00004,
                List.of(),
                -1e-12,
                List.of(new Contribution(Interaction.of("1", 5), "Amber", -1e-9, -0.0, -0.00001))));
    assertFalse(text.contains("-0.0000"), text);
    assertTrue(text.contains("\nscore" + " ".repeat(67) + "0.0000\n"), text);
    assertEquals(
        "   1  Delta" + " ".repeat(45) + "0.0000\n",
        TextReport.of(List.of(new Recommendation(1, "60", "Delta", -1e-7, null))));
  }

  @Test
  void ofPurchases_speaksOfPurchases() {
    assertEquals(
        """
        Why Delta (1999) (item 60) for user 846
        score 1.5000 logits, probability of a purchase 81.8 %; method hessian

        your purchase of                                         influence      impact  removal effect
        -- speaks for it
        Amber                                                       0.1250      1.0000          0.0625
        -- speaks against it
        Birch                                                       0.5000     -0.6250         -0.2500
        1 more purchase                                                         0.1250
        offset: what the item has without the user                              0.2500
        residual: what the purchases do not explain                             0.7500
        score                                                                   1.5000

        3 of 3 purchases used; rank 3 of 65; condition number 13; ridge 0.9057 on factors, 90.57 on the linear weight
        note: Your ratings (3) settle 3 of 65 directions of taste. In the others the numbers rely on what the model assumes about everybody.
        """,
        TextReport.ofPurchases(explanation("Delta (1999)"), 2, Locale.ENGLISH));
    assertEquals(
        "rows must not be negative, but was -1",
        assertThrows(
                IllegalArgumentException.class,
                () -> TextReport.ofPurchases(explanation("Delta"), -1, Locale.ENGLISH))
            .getMessage());
  }

  @Test
  void of_showsAllIfThereAreFew() {
    String text = TextReport.of(explanation("Delta"));
    assertFalse(text.contains("more rating"));
    for (String title : List.of("Amber", "Birch", "Cedar")) {
      assertTrue(text.contains(title), title);
    }
  }

  @Test
  void of_fillsUpWithTheOtherSide() {
    // Two speak for the item and one against it: three rows show all, one row the strongest
    // proponent.
    assertFalse(TextReport.of(explanation("Delta"), 3).contains("more rating"));
    assertTrue(TextReport.of(explanation("Delta"), 1).contains("Amber"));
    assertTrue(TextReport.of(explanation("Delta"), 0).contains("3 more ratings"));
  }

  @Test
  void of_cutsLongTitlesAndControlCharacters() {
    String text = TextReport.of(explanation("\u001b[31mred\u202e\nline"));
    assertTrue(text.startsWith("Why [31mred line (item 60)"), text);
    String list = TextReport.of(List.of(new Recommendation(1, "7", "x".repeat(60), 4.25, null)));
    assertEquals("   1  " + "x".repeat(45) + "…    4.2500\n", list);
  }

  @Test
  void of_listsRecommendations() {
    assertEquals(
        "   1  " + "Delta" + " ".repeat(41) + "    1.5000   81.8 %\n",
        TextReport.of(List.of(new Recommendation(1, "60", "Delta", 1.5, 0.8175744761936437))));
  }

  @Test
  void of_namesTheMethodThatRanWithItsPath() {
    String text =
        TextReport.of(
            explanation(
                "Delta", Method.replay(), new Replayed(TrainingPath.Kind.RETRACED, 5, 0.02)));
    assertEquals(
        "score 1.5000 logits, probability of a like 81.8 %; method replay, path retraced",
        text.lines().skip(1).findFirst().orElseThrow());
  }

  @Test
  void titlesOfNothing_areTheIds() {
    assertTrue(TextReport.of(explanation("\u202e")).startsWith("Why 60 (item 60)"));
    assertTrue(
        TextReport.of(List.of(new Recommendation(1, "7", "", 4.25, null))).startsWith("   1  7 "));
  }

  @Test
  void negativeRows_areRefused() {
    assertEquals(
        "rows must not be negative, but was -1",
        assertThrows(IllegalArgumentException.class, () -> TextReport.of(explanation("Delta"), -1))
            .getMessage());
  }
}
