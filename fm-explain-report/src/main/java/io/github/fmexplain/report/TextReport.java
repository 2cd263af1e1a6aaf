package io.github.fmexplain.report;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.OffsetPart;
import io.github.fmexplain.OffsetPart.Kind;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.Replayed;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.Warning;
import io.github.fmexplain.report.internal.Strongest;
import io.github.fmexplain.report.internal.Titles;
import io.github.fmexplain.report.internal.Words;
import java.util.List;
import java.util.Locale;

/** Explanations and recommendations as plain text tables, for a terminal or a log. */
public final class TextReport {

  private static final int DEFAULT_ROWS = 20;
  private static final int TITLE_WIDTH = 46;
  private static final WarningTexts WARNINGS = WarningTexts.in(Locale.ENGLISH);
  private static final Words NUMBERS = Words.in(Locale.ENGLISH, WarningTexts.class);

  /**
   * What the rows of a history are called.
   *
   * @param one one of them
   * @param hasNumber whether each has a number that is worth showing
   */
  private record Rows(String one, String like, boolean hasNumber) {

    static final Rows RATINGS = new Rows("rating", "like", true);
    static final Rows PURCHASES = new Rows("purchase", "purchase", false);

    String of(long count) {
      return count == 1 ? one : one + "s";
    }
  }

  private TextReport() {}

  /**
   * {@return the explanation with its 20 strongest contributions}
   *
   * @param explanation any explanation
   */
  public static String of(Explanation explanation) {
    return of(explanation, DEFAULT_ROWS);
  }

  /**
   * {@return the explanation with its strongest contributions, by removal effect: those that speak
   * for the item, then those that speak against it} Lines end in {@code \n}. What is not shown is
   * counted and summed up, so that the column of impacts still adds up to the score.
   *
   * @param explanation any explanation
   * @param rows at most this many contributions, half of them for and half against if there are
   *     enough of both; at least 0
   * @throws IllegalArgumentException if rows is negative
   */
  public static String of(Explanation explanation, int rows) {
    return of(explanation, rows, Rows.RATINGS);
  }

  /**
   * {@return what {@link #of(Explanation, int)} gives, for data of purchases: it speaks of
   * purchases where the other speaks of ratings and likes, and shows no ratings} What the notes say
   * is the same.
   *
   * @param explanation any explanation
   * @param rows at most this many contributions, half of them for and half against if there are
   *     enough of both; at least 0
   * @throws IllegalArgumentException if rows is negative
   */
  public static String ofPurchases(Explanation explanation, int rows) {
    return of(explanation, rows, Rows.PURCHASES);
  }

  private static String of(Explanation explanation, int rows, Rows words) {
    if (rows < 0) {
      throw new IllegalArgumentException("rows must not be negative, but was " + rows);
    }
    Strongest strongest = Strongest.of(explanation, Quantity.REMOVAL_EFFECT, rows);
    StringBuilder text = new StringBuilder();
    head(text, explanation, words);
    line(
        text,
        "your " + words.one + " of",
        words.hasNumber ? words.one : "",
        "influence",
        "impact",
        "removal effect");
    double shown =
        section(text, "speaks for it", strongest.inFavour(), words)
            + section(text, "speaks against it", strongest.against(), words);
    int hidden =
        explanation.contributions().size()
            - strongest.inFavour().size()
            - strongest.against().size();
    if (hidden > 0) {
      String name = hidden + " more " + words.of(hidden);
      line(text, name, "", "", number(explanation.totalImpact() - shown), "");
    }
    offset(text, explanation);
    line(
        text,
        "residual: what the " + words.of(2) + " do not explain",
        "",
        "",
        number(explanation.residual()),
        "");
    line(text, "score", "", "", number(explanation.score()), "");
    diagnostics(text, explanation.diagnostics(), words);
    return text.toString();
  }

  /** One line, or one for each part where there is more than the item. */
  private static void offset(StringBuilder text, Explanation explanation) {
    List<OffsetPart> parts = explanation.offsetParts();
    boolean onlyTheItem =
        parts.stream().allMatch(p -> p.kind() == Kind.MODEL || p.kind() == Kind.ITEM);
    if (onlyTheItem) {
      String name = "offset: what the item has without the user";
      line(text, name, "", "", number(explanation.offset()), "");
      return;
    }
    for (OffsetPart part : parts) {
      String name =
          switch (part.kind()) {
            case MODEL -> "offset: bias of the model";
            case ITEM -> "offset: the item itself";
            case USER -> "offset: the user's own parameters";
            case ITEM_TAG -> "offset: item tag " + Titles.clean(part.name());
            case USER_TAG -> "offset: user tag " + Titles.clean(part.name());
            case CONTEXT -> "offset: situation " + Titles.clean(part.name());
            case SAMPLED -> "offset: items that were not chosen";
          };
      line(text, name, "", "", number(part.value()), "");
    }
  }

  /** Returns the sum of the impacts. */
  private static double section(
      StringBuilder text, String name, List<Contribution> shown, Rows words) {
    double total = 0;
    if (!shown.isEmpty()) {
      line(text, "-- " + name, "", "", "", "");
    }
    for (Contribution c : shown) {
      line(
          text,
          Titles.clean(c.title(), c.interaction().itemId()),
          words.hasNumber ? NUMBERS.rating(c.interaction().rating()) : "",
          number(c.influence()),
          number(c.impact()),
          number(c.removalEffect()));
      total += c.impact();
    }
    return total;
  }

  private static void head(StringBuilder text, Explanation explanation, Rows words) {
    text.append("Why ")
        .append(Titles.clean(explanation.title(), explanation.itemId()))
        .append(" (item ")
        .append(Titles.clean(explanation.itemId()))
        .append(") for ")
        .append(
            explanation.userId() == null
                ? "a new user"
                : "user " + Titles.clean(explanation.userId()))
        .append('\n');
    text.append(
        String.format(
            Locale.ROOT,
            "score %.4f %s",
            explanation.score(),
            explanation.unit() == ScoreUnit.LOGIT ? "logits" : "rating points"));
    if (explanation.probability() != null) {
      text.append(
          String.format(
              Locale.ROOT,
              ", probability of a %s %.1f %%",
              words.like,
              100 * explanation.probability()));
    }
    text.append("; method ").append(explanation.method().name());
    Replayed replay = explanation.diagnostics().replay();
    if (replay != null) {
      text.append(", path ").append(replay.path().name().toLowerCase(Locale.ROOT));
    }
    text.append("\n\n");
  }

  private static void diagnostics(StringBuilder text, Diagnostics diagnostics, Rows words) {
    text.append(
        String.format(
            Locale.ROOT,
            "\n%d of %d %s used",
            diagnostics.rowsUsed(),
            diagnostics.ratings(),
            words.of(diagnostics.ratings())));
    // Without a dimension nothing is solved.
    if (diagnostics.dimension() > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "; rank %d of %d; condition number %.2g; ridge %.4g on factors, %.4g on the linear"
                  + " weight",
              diagnostics.rank(),
              diagnostics.dimension(),
              diagnostics.conditionNumber(),
              diagnostics.factorRidge(),
              diagnostics.linearRidge()));
    }
    text.append('\n');
    for (Warning warning : diagnostics.warnings()) {
      text.append("note: ").append(WARNINGS.of(warning)).append('\n');
    }
  }

  /**
   * {@return recommendations, one per line}
   *
   * @param recommendations any list
   */
  public static String of(List<Recommendation> recommendations) {
    StringBuilder text = new StringBuilder();
    for (Recommendation recommendation : recommendations) {
      text.append(String.format(Locale.ROOT, "%4d  ", recommendation.rank()))
          .append(padded(Titles.clean(recommendation.title(), recommendation.itemId())))
          .append(String.format(Locale.ROOT, "%10.4f", recommendation.score()));
      if (recommendation.probability() != null) {
        text.append(String.format(Locale.ROOT, "  %5.1f %%", 100 * recommendation.probability()));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static void line(
      StringBuilder text,
      String title,
      String rating,
      String influence,
      String impact,
      String removalEffect) {
    String line =
        padded(title)
            + String.format(
                Locale.ROOT, " %7s %11s %11s %15s", rating, influence, impact, removalEffect);
    text.append(line.stripTrailing()).append('\n');
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
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
