package io.github.fmexplain.examples;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.report.chart.Chart;
import io.github.fmexplain.report.chart.ChartStyle;
import io.github.fmexplain.report.chart.ExplanationCharts;
import io.github.fmexplain.report.page.ExplanationPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is written: text or JSON, a page, charts. */
final class OutputOptions {

  private static final int CHART_ROWS = 10;

  /** A sentence names at most 3 ratings for an item and 2 against it. */
  private static final int NAMED = 5;

  enum Format {
    TEXT,
    JSON
  }

  enum ChartKind {
    BARS,
    WATERFALL
  }

  enum Language {
    EN(Locale.ENGLISH),
    DE(Locale.GERMAN),
    FR(Locale.FRENCH),
    ES(Locale.forLanguageTag("es")),
    IT(Locale.ITALIAN);

    private final Locale locale;

    Language(Locale locale) {
      this.locale = locale;
    }
  }

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Contributions shown as text; 0, or at least the 5 that a sentence may name. Default:"
              + " ${DEFAULT-VALUE}.")
  private int top;

  @Option(
      names = "--format",
      defaultValue = "text",
      description =
          "text or json; json holds every contribution, and the notes. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.TEXT;

  @Option(names = "--out", paramLabel = "FILE", description = "Write to a file, in UTF-8.")
  private @Nullable Path out;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write a page that explains every recommendation of the list, to open in a browser. Its"
              + " reader switches between the methods of --method.")
  private @Nullable Path html;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Write a chart of the first item explained, as SVG.")
  private @Nullable Path svg;

  @Option(names = "--png", paramLabel = "FILE", description = "Write the same chart as PNG.")
  private @Nullable Path png;

  @Option(
      names = "--chart",
      defaultValue = "bars",
      description =
          "bars: what the score would lose without each of the strongest ratings. waterfall: how"
              + " the score adds up. Default: ${DEFAULT-VALUE}.")
  private ChartKind chart = ChartKind.BARS;

  @Option(
      names = "--width",
      paramLabel = "PIXELS",
      description = "The width of the chart, from 320. Default: 800.")
  private @Nullable Integer width;

  @Option(
      names = "--language",
      defaultValue = "en",
      description =
          "en, de, fr, es or it: the language of sentences, tables, page and chart. Default: ${DEFAULT-VALUE}.")
  private Language language = Language.EN;

  /** Says what is wrong with the options. */
  void check(boolean isOneUser) throws IOException {
    ExampleCommand.requireAtLeast("--top", 0, top);
    if (html != null && !isOneUser) {
      throw new IllegalArgumentException("--html shows one user; give --user, and no --requests");
    }
    OutputFiles.check(out, html, svg, png);
    style();
  }

  /** {@return the files that will be written} */
  List<Path> files() {
    return Stream.of(out, html, svg, png).flatMap(Stream::ofNullable).toList();
  }

  /** {@return whether a page is wanted, which needs a list of recommendations} */
  boolean hasPage() {
    return html != null;
  }

  /** {@return how many contributions are shown as text: all that a sentence names, or none} */
  int top() {
    return top == 0 ? 0 : Math.max(top, NAMED);
  }

  Locale locale() {
    return language.locale;
  }

  Sentences sentences(boolean purchases) {
    return purchases
        ? Sentences.with(Sentences.purchases(language.locale))
        : Sentences.in(language.locale);
  }

  void writeDocument(Supplier<String> json, Supplier<String> text, Console console)
      throws IOException {
    OutputFiles.write(
        format == Format.JSON ? json.get() : text.get(), out, console.out(), format == Format.JSON);
  }

  /**
   * Writes the page if one is wanted.
   *
   * @param methods explain the user, each by another method
   * @param purchases whether it speaks of purchases instead of ratings
   */
  void writePage(List<UserExplainer> methods, int listLength, boolean purchases, Console console)
      throws IOException {
    if (html != null) {
      Locale locale = language.locale;
      ExplanationPage page =
          purchases
              ? ExplanationPage.of(methods, listLength, locale, Sentences.purchases(locale))
              : ExplanationPage.of(methods, listLength, locale);
      page.write(html);
      console.err().println("wrote " + html);
    }
  }

  /** Writes the charts that are wanted. */
  void writeCharts(Explanation first, Console console) throws IOException {
    if (svg == null && png == null) {
      return;
    }
    Chart drawn =
        chart == ChartKind.BARS
            ? ExplanationCharts.bars(first, Quantity.REMOVAL_EFFECT, CHART_ROWS, style())
            : ExplanationCharts.waterfall(first, CHART_ROWS, style());
    if (svg != null) {
      drawn.writeSvg(svg);
      console.err().println("wrote " + svg);
    }
    if (png != null) {
      drawn.writePng(png);
      console.err().println("wrote " + png);
    }
  }

  private ChartStyle style() {
    ChartStyle.Builder style = ChartStyle.builder().locale(language.locale);
    try {
      return width == null ? style.build() : style.width(width).build();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--" + e.getMessage(), e);
    }
  }
}
