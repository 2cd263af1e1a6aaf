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
import java.util.List;
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
        TextReport.ofPurchases(explanation("Delta (1999)"), 2));
    assertEquals(
        "rows must not be negative, but was -1",
        assertThrows(
                IllegalArgumentException.class,
                () -> TextReport.ofPurchases(explanation("Delta"), -1))
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
