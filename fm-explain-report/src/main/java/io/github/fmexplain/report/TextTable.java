package io.github.fmexplain.report;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.OffsetPart;
import io.github.fmexplain.OffsetPart.Kind;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.Replayed;
import io.github.fmexplain.report.internal.Strongest;
import io.github.fmexplain.report.internal.Titles;
import io.github.fmexplain.report.internal.Words;
import java.util.List;
import java.util.Locale;

/** One explanation as a table of lines. */
final class TextTable {

  private static final int TITLE_WIDTH = 46;
  private static final int DECIMALS = 4;

  /** The columns of numbers, at least; a head that is longer has its length. */
  private static final List<Integer> WIDTHS = List.of(7, 11, 11, 15);

  private static final List<String> HEADS =
      List.of("rating", "influence", "impact", "removal-effect");

  private final Explanation explanation;
  private final Words words;
  private final boolean purchases;
  private final StringBuilder text = new StringBuilder();

  /**
   * A table.
   *
   * @param purchases whether it speaks of purchases and shows no ratings
   */
  TextTable(Explanation explanation, Words words, boolean purchases) {
    this.explanation = explanation;
    this.words = words;
    this.purchases = purchases;
  }

  /** {@return what is said of ratings, or of purchases} */
  private String ofRows(String key, Object... arguments) {
    return words.say(purchases ? "purchases." + key : key, arguments);
  }

  private String rating(Contribution c) {
    return purchases ? "" : words.rating(c.interaction().rating());
  }

  String text(int rows) {
    Strongest strongest = Strongest.of(explanation, Quantity.REMOVAL_EFFECT, rows);
    head();
    String[] heads = HEADS.stream().map(words::say).toArray(String[]::new);
    heads[0] = purchases ? "" : heads[0];
    line(ofRows("your-rating"), heads);
    double shown = section("for", strongest.inFavour()) + section("against", strongest.against());
    int hidden =
        explanation.contributions().size()
            - strongest.inFavour().size()
            - strongest.against().size();
    if (hidden > 0) {
      sum(ofRows("more", hidden), explanation.totalImpact() - shown);
    }
    offset();
    sum(ofRows("residual"), explanation.residual());
    sum(words.say("score"), explanation.score());
    diagnostics(explanation.diagnostics());
    return text.toString();
  }

  private void head() {
    String title = Titles.clean(explanation.title(), explanation.itemId());
    String itemId = Titles.clean(explanation.itemId());
    String userId = explanation.userId();
    text.append(
            userId == null
                ? words.say("why.new-user", title, itemId)
                : words.say("why", title, itemId, Titles.clean(userId)))
        .append('\n');
    String score = words.say("score." + explanation.unit(), number(explanation.score()));
    Double probability = explanation.probability();
    if (probability != null) {
      score = ofRows("probability", score, words.fixed(1, 100 * probability));
    }
    text.append(words.say("method", score, explanation.method().name()));
    Replayed replay = explanation.diagnostics().replay();
    if (replay != null) {
      text.append(words.say("path." + replay.path()));
    }
    text.append('\n');
    explanation
        .ownRating()
        .ifPresent(own -> text.append(ofRows("already", rating(own))).append('\n'));
    text.append('\n');
  }

  /** One line, or one for each part where there is more than the item. */
  private void offset() {
    List<OffsetPart> parts = explanation.offsetParts();
    boolean onlyTheItem =
        parts.stream().allMatch(p -> p.kind() == Kind.MODEL || p.kind() == Kind.ITEM);
    if (onlyTheItem) {
      sum(words.say("offset"), explanation.offset());
      return;
    }
    for (OffsetPart part : parts) {
      sum(words.say("offset." + part.kind(), Titles.clean(part.name())).strip(), part.value());
    }
  }

  /** Returns the sum of the impacts. */
  private double section(String name, List<Contribution> shown) {
    double total = 0;
    if (!shown.isEmpty()) {
      line("-- " + words.say(name), "", "", "", "");
    }
    for (Contribution c : shown) {
      line(
          title(c),
          rating(c),
          number(c.influence()),
          number(c.impact()),
          number(c.removalEffect()));
      total += c.impact();
    }
    return total;
  }

  private String title(Contribution c) {
    String itemId = c.interaction().itemId();
    String title = Titles.clean(c.title(), itemId);
    return itemId.equals(explanation.itemId()) ? words.say("itself", title) : title;
  }

  private void diagnostics(Diagnostics diagnostics) {
    text.append('\n').append(ofRows("used", diagnostics.rowsUsed(), diagnostics.ratings()));
    // Without a dimension nothing is solved.
    if (diagnostics.dimension() > 0) {
      text.append(
          words.say(
              "solved",
              diagnostics.rank(),
              diagnostics.dimension(),
              digits(2, diagnostics.conditionNumber()),
              digits(4, diagnostics.factorRidge()),
              digits(4, diagnostics.linearRidge())));
    }
    text.append('\n');
    for (String warning : WarningTexts.in(words.locale()).of(explanation.provenance())) {
      text.append(words.say("note", warning)).append('\n');
    }
  }

  static String line(Recommendation recommendation, Words words) {
    Double probability = recommendation.probability();
    return String.format(Locale.ROOT, "%4d  ", recommendation.rank())
        + padded(Titles.clean(recommendation.title(), recommendation.itemId()))
        + String.format(Locale.ROOT, "%10s", words.fixed(DECIMALS, recommendation.score()))
        + (probability == null
            ? ""
            : String.format(Locale.ROOT, "  %5s %%", words.fixed(1, 100 * probability)))
        + "\n";
  }

  private void sum(String name, double impact) {
    line(name, "", "", number(impact), "");
  }

  private void line(String title, String... columns) {
    StringBuilder line = new StringBuilder(padded(title));
    for (int j = 0; j < columns.length; j++) {
      int width = Math.max(WIDTHS.get(j), words.say(HEADS.get(j)).length());
      line.append(String.format(Locale.ROOT, " %" + width + "s", columns[j]));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private String number(double value) {
    return words.fixed(DECIMALS, value);
  }

  private String digits(int digits, double value) {
    return String.format(Locale.ROOT, "%." + digits + "g", value)
        .replace('.', words.symbols().getDecimalSeparator());
  }

  /** Cuts or fills a clean title to the width of its column, by code points. */
  private static String padded(String title) {
    int length = title.codePointCount(0, title.length());
    if (length > TITLE_WIDTH) {
      return title.substring(0, title.offsetByCodePoints(0, TITLE_WIDTH - 1)) + "…";
    }
    return title + " ".repeat(TITLE_WIDTH - length);
  }
}
