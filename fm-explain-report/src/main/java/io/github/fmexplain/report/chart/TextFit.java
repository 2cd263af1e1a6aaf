package io.github.fmexplain.report.chart;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How much room text takes, and what of it has room. */
final class TextFit {

  /** Measures without a device, so that PNG and SVG are laid out alike. */
  static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

  /**
   * An SVG is read with other fonts than it was laid out with; the usual sans-serif fonts differ by
   * up to a seventh in width.
   */
  private static final double OTHER_FONTS = 1.15;

  private static final String ELLIPSIS = "…";

  private TextFit() {}

  /**
   * Throws what helps if Java cannot measure text, as where there is no font; it throws errors of
   * its own then, which differ from runtime to runtime.
   */
  static void requireFont(Runnable measure) {
    try {
      measure.run();
    } catch (OutOfMemoryError | StackOverflowError e) {
      throw e;
    } catch (Error | RuntimeException e) {
      throw new IllegalStateException(
          "charts need a font, but Java finds none; install one, such as Debian's packages"
              + " fontconfig and fonts-dejavu-core",
          e);
    }
  }

  /** Returns the room in pixels that a line takes with any usual font. */
  static double width(String text, Font font) {
    if (text.isEmpty()) {
      return 0;
    }
    // This machine may lack a font for the script that the reader's machine has; letters of most
    // scripts, and emoji, are then no wider than high.
    long missing = text.codePoints().filter(c -> !font.canDisplay(c)).count();
    return OTHER_FONTS * font.getStringBounds(text, CONTEXT).getWidth()
        + missing * font.getSize2D();
  }

  /** Returns the height of a line in pixels. */
  static double lineHeight(Font font) {
    return Math.ceil(font.getLineMetrics("Äg", CONTEXT).getHeight());
  }

  /** Returns text in lines that have room, the last one cut with … if not all has. */
  static List<String> lines(String text, Font font, double room, int atMost) {
    List<String> lines = new ArrayList<>();
    String rest = text.strip();
    while (width(rest, font) > room) {
      if (lines.size() == atMost - 1) {
        lines.add(cut(rest, font, room));
        return lines;
      }
      int end = fitting(rest, BreakIterator.getLineInstance(Locale.ROOT), font, room, "");
      if (end == 0) {
        end = fitting(rest, BreakIterator.getCharacterInstance(Locale.ROOT), font, room, "");
      }
      if (end == 0) {
        lines.add(ELLIPSIS);
        return lines;
      }
      lines.add(rest.substring(0, end).strip());
      rest = rest.substring(end).strip();
    }
    lines.add(rest);
    return lines;
  }

  private static String cut(String text, Font font, double room) {
    int end = fitting(text, BreakIterator.getCharacterInstance(Locale.ROOT), font, room, ELLIPSIS);
    return text.substring(0, end).strip() + ELLIPSIS;
  }

  /** Returns the last break up to which the text has room with a suffix, 0 if there is none. */
  private static int fitting(
      String text, BreakIterator breaks, Font font, double room, String suffix) {
    breaks.setText(text);
    int fitting = 0;
    for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
      if (width(text.substring(0, end).strip() + suffix, font) > room) {
        break;
      }
      fitting = end;
    }
    return fitting;
  }
}
