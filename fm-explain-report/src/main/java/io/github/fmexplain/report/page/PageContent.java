package io.github.fmexplain.report.page;

import io.github.fmexplain.report.internal.Sentence.Part;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the template {@code page.html} fills in, under the names that it uses. Texts are unescaped;
 * only charts, numbers and what comes with this class is trusted.
 */
record PageContent(
    String lang,
    String decimal,
    Map<String, String> say,
    @Nullable String user,
    String heading,
    String lead,
    String unit,
    String aboutScore,
    boolean switchable,
    List<MethodText> methods,
    List<Item> items,
    String historyHeading,
    boolean historyOpen,
    List<Rated> ratings,
    String fingerprint,
    String numbers,
    Style style) {

  /** Style sheet and script, with their hashes. */
  record Style(String css, String cssHash, String script, String scriptHash) {}

  /** A method, and what its explanations rest on. */
  record MethodText(
      int index,
      boolean first,
      String label,
      String about,
      boolean warned,
      List<String> warnings,
      List<Fact> facts) {}

  /** A line of a description list, with a sentence on what it means. */
  record Fact(String name, String value, String meaning) {}

  /** A recommendation, with what would change it or why there is no such set of ratings. */
  record Item(
      int rank,
      boolean first,
      String title,
      String score,
      @Nullable Probability probability,
      @Nullable WithoutThese without,
      @Nullable String notFound,
      List<View> views) {}

  /** A probability of a like, and how long its bar is in percent. */
  record Probability(String text, String width) {}

  /**
   * A counterfactual: its sentence, all ratings where the sentence does not name them, and where
   * the two items stand before and after.
   */
  record WithoutThese(List<Part> sentence, @Nullable Edited edited, List<Place> standings) {}

  /** All ratings of a counterfactual. */
  record Edited(String heading, List<Rated> ratings) {}

  /** An item before and after. */
  record Place(String title, String rank, String score) {}

  /** One of the user's ratings. */
  record Rated(String rating, String title) {}

  /** A recommendation as one method explains it. */
  record View(
      int method,
      int item,
      List<Part> sentence,
      List<String> charts,
      String offset,
      List<Piece> offsetParts,
      String impacts,
      String residual,
      String score,
      String rests,
      String caption,
      boolean partial,
      List<Row> rows) {}

  /** A part of the offset: what it is of, the tag if it is of one, and its value. */
  record Piece(String what, @Nullable String tag, String value) {}

  /** A contribution. */
  record Row(String title, String rating, Cell influence, Cell impact, Cell removalEffect) {}

  /** A number, and the class of its sign. */
  record Cell(String text, String sign) {}
}
