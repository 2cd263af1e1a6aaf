package io.github.fmexplain.examples;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.Influence;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.chart.Chart;
import io.github.fmexplain.chart.ChartStyle;
import io.github.fmexplain.chart.ExplanationCharts;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.page.ExplanationPage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for a page and for charts, and what they write. */
final class Pictures {

  private static final int ROWS = 10;

  enum ChartKind {
    BARS,
    WATERFALL
  }

  enum Language {
    EN(Locale.ENGLISH),
    DE(Locale.GERMAN);

    private final Locale locale;

    Language(Locale locale) {
      this.locale = locale;
    }
  }

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write a page that explains every recommendation of the list, to open in a browser. Its"
              + " reader switches between the methods of --influence; without that option it has"
              + " the default, and hessian-refit for binary.")
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
      description = "en or de: the language of page and chart. Default: ${DEFAULT-VALUE}.")
  private Language language = Language.EN;

  /** Says what is wrong with the options. */
  void check() throws IOException {
    OutputFiles.check(html, svg, png);
    style();
  }

  /** Returns whether a page is wanted, which needs a list of recommendations. */
  boolean hasPage() {
    return html != null;
  }

  /**
   * Writes what was asked for.
   *
   * @param methods explain the user, each by another method, at least one
   * @param listLength how many recommendations a page has
   * @param first what a chart shows
   * @param log is told of each file
   */
  void write(List<UserExplainer> methods, int listLength, Explanation first, PrintStream log)
      throws IOException {
    if (html != null) {
      ExplanationPage.of(methods, listLength, language.locale).write(html);
      log.println("wrote " + html);
    }
    if (svg == null && png == null) {
      return;
    }
    Chart drawn =
        chart == ChartKind.BARS
            ? ExplanationCharts.bars(first, Quantity.REMOVAL_EFFECT, ROWS, style())
            : ExplanationCharts.waterfall(first, ROWS, style());
    if (svg != null) {
      drawn.writeSvg(svg);
      log.println("wrote " + svg);
    }
    if (png != null) {
      drawn.writePng(png);
      log.println("wrote " + png);
    }
  }

  private ChartStyle style() {
    ChartStyle.Builder style = ChartStyle.builder().locale(language.locale);
    return width == null ? style.build() : style.width(width).build();
  }

  /** Returns what a page shows beside the default method if nobody chose. */
  static List<Influence> besideDefault(PredictorType type) {
    return type == PredictorType.BINARY_CLASSIFIER
        ? List.of(Influence.hessian().refit())
        : List.of();
  }
}
