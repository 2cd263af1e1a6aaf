package io.github.fmexplain.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Counterfactual;
import io.github.fmexplain.Counterfactual.Rated;
import io.github.fmexplain.Counterfactual.Standing;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Influence;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.data.Interaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class SentencesTest {

  private static final Diagnostics DIAGNOSTICS =
      new Diagnostics(1, 1, 1, 3, 1, 1, 1, 0, false, null, List.of());

  private final Sentences english = Sentences.english();
  private final Sentences german = Sentences.in(Locale.GERMANY);

  private static Contribution rated(String title, double rating, double removalEffect) {
    return new Contribution(
        Interaction.of(title, rating), title, removalEffect, removalEffect, removalEffect);
  }

  private static Explanation explanation(
      double offset, double residual, Contribution... contributions) {
    double impacts = 0;
    for (Contribution c : contributions) {
      impacts += c.impact();
    }
    return new Explanation(
        "u",
        "x",
        "Xylophone",
        Influence.hessian(),
        ScoreUnit.LOGIT,
        offset + residual + impacts,
        0.5,
        offset,
        residual,
        List.of(contributions),
        DIAGNOSTICS,
        "f");
  }

  private static Recommendation recommendation(String itemId) {
    return new Recommendation(1, itemId, "Xylophone", 1, 0.5);
  }

  private String recommended(Explanation explanation) {
    return english.of(recommendation("x"), explanation);
  }

  @Test
  void mostly_whenTheNamedHaveHalfOfIt() {
    Explanation explanation =
        explanation(0, 0, rated("A", 5, 0.6), rated("B", 4, 0.3), rated("C", 5, -0.2));
    assertEquals(
        "Recommended mostly because you liked “A” and “B”. “C” speaks against it.",
        recommended(explanation));
    assertEquals(
        "For “Xylophone” it counts mostly that you liked “A” and “B”. “C” speaks against it.",
        english.of(explanation));
    assertEquals(
        "Empfohlen vor allem, weil Ihnen „A“ und „B“ gefallen haben. Dagegen spricht „C“.",
        german.of(recommendation("x"), explanation));
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
    assertEquals(
        "For “Xylophone” it counts mostly that you liked “B”.",
        english.likingFrom(3).of(explanation(0, 0, rated("B", 3, 0.3))));
  }

  @Test
  void barely_whenNoRatingCounts() {
    assertEquals(
        "Recommended, though no rating of yours counts for much; the most is that you liked “A”."
            + " The larger part of its score does not come from your ratings.",
        recommended(explanation(2, 0, rated("A", 5, 0.04), rated("B", 5, -0.04))));
  }

  @Test
  void weakProponents_areNotDeniedBesideStrongOpponents() {
    assertEquals(
        "For “Xylophone” it counts mostly that you liked “A”. “B” speaks against it.",
        english.of(explanation(0, 0, rated("A", 5, 0.06), rated("B", 5, -2))));
  }

  @Test
  void none_whenNothingSpeaksForIt() {
    assertEquals(
        "Recommended, though none of your ratings speaks for it. “A” speaks against it.",
        recommended(explanation(0.1, 0, rated("A", 5, -0.4))));
  }

  @Test
  void likesThatTheMethodLeavesOut_areNotDenied() {
    String said = "None of your ratings speaks for “Xylophone”.";
    String residual = " Much of what is personal in its score your ratings do not account for.";
    assertEquals(
        said + " You liked none of the items you rated." + residual,
        english.of(ofPaper(Influence.paper())));
    assertEquals(said + residual, english.of(ofPaper(Influence.paper().withLikeThreshold(5))));
  }

  /** As the paper's method explains a user none of whose two ratings it uses. */
  private static Explanation ofPaper(Influence.Paper method) {
    return new Explanation(
        "u",
        "x",
        "Xylophone",
        method,
        ScoreUnit.LOGIT,
        0.7,
        0.5,
        0,
        0.7,
        List.of(),
        new Diagnostics(2, 0, 0, 3, 1, 0, 0, 0.5, false, null, List.of()),
        "f");
  }

  @Test
  void residual_isToldWhereItDominates() {
    assertEquals(
        "Recommended mostly because you liked “A”. Much of what is personal in its score your"
            + " ratings do not account for.",
        recommended(explanation(0, -0.5, rated("A", 5, 0.4))));
  }

  @Test
  void titles_areNeverPatterns() {
    String title = "It's {0} 'q' {bad, \"x\"\n";
    assertEquals(
        "For “Xylophone” it counts mostly that you liked “It's {0} 'q' {bad, \"x\" ”.",
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
    assertEquals(
        "rating must be finite, but was NaN",
        assertThrows(IllegalArgumentException.class, () -> english.likingFrom(Double.NaN))
            .getMessage());
  }

  private static Counterfactual counterfactual(int listLength, String... titles) {
    List<Rated> removed = new ArrayList<>();
    for (String title : titles) {
      removed.add(new Rated(Interaction.of(title, 5), title));
    }
    return new Counterfactual(
        "u",
        ScoreUnit.LOGIT,
        listLength,
        removed,
        new Standing("x", "Xylophone", 1, 2, 1, 0.5, 0.5),
        new Standing("y", "Yodel", 2, 1, 0.9, 0.8, 0.8),
        DIAGNOSTICS,
        "f");
  }

  @Test
  void counterfactual_isPutIntoWords() {
    assertEquals(
        "Without your rating of “A”, “Yodel” would be recommended first instead of “Xylophone”.",
        english.of(counterfactual(1, "A")));
    assertEquals(
        "Without your ratings of “A”, “B” and “C”, “Xylophone” would not be among the first 10;"
            + " “Yodel” would come in.",
        english.of(counterfactual(10, "A", "B", "C")));
    assertEquals(
        "Ohne Ihre Bewertungen von „A“ und „B“ würde „Yodel“ statt „Xylophone“ zuerst empfohlen.",
        german.of(counterfactual(1, "A", "B")));
  }

  @Test
  void otherLanguages_areEnglishWhateverTheDefaultIs() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertEquals(
          "For “Xylophone” it counts mostly that you liked “A”.",
          Sentences.in(Locale.FRENCH).of(explanation(0, 0, rated("A", 5, 0.4))));
      assertEquals(
          "For “Xylophone” it counts mostly that you liked “A”.",
          Sentences.english().of(explanation(0, 0, rated("A", 5, 0.4))));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void patterns_canBeReplaced() {
    ResourceBundle base =
        ResourceBundle.getBundle("io.github.fmexplain.answer.Sentences", Locale.ROOT);
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
        "patterns must have the key 'against', but have not; see Sentences.properties",
        assertThrows(IllegalArgumentException.class, () -> Sentences.with(incomplete))
            .getMessage());
  }

  @Test
  void translations_haveTheSameKeys() {
    String name = "io.github.fmexplain.answer.Sentences";
    List<String> expected = sortedKeys(ResourceBundle.getBundle(name, Locale.ROOT));
    assertEquals(expected, sortedKeys(ResourceBundle.getBundle(name, Locale.GERMAN)));
  }

  private static List<String> sortedKeys(ResourceBundle bundle) {
    List<String> keys = Collections.list(bundle.getKeys());
    Collections.sort(keys);
    return keys;
  }
}
