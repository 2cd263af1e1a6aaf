package io.github.fmexplain.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextFitTest {

  @Test
  void lines_breakBetweenWords_elseBetweenLetters() {
    Sheet sheet = new Sheet(ChartStyle.standard());
    double room = TextFit.width("wwww wwww", sheet.font);
    assertEquals(List.of("wwww wwww"), TextFit.lines("wwww wwww", sheet.font, room, 2));
    assertEquals(List.of("wwww wwww", "ww"), TextFit.lines("wwww wwww ww", sheet.font, room, 2));
    double lessRoom = TextFit.width("wwww…", sheet.font);
    assertEquals(List.of("wwww…"), TextFit.lines("wwwwwwww", sheet.font, lessRoom, 1));
    assertEquals(List.of("wwww", "www…"), TextFit.lines("wwww www wwww", sheet.font, lessRoom, 2));
    String cut = TextFit.lines("w".repeat(40), sheet.font, room, 2).get(1);
    assertEquals("…", cut.substring(cut.length() - 1));
    assertEquals(List.of("…"), TextFit.lines("wide", sheet.font, 1, 3));
  }

  @Test
  void withoutAFont_itIsSaidWhatHelps() {
    Error cause = new Error("Probable fatal error: No physical fonts found.");
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                TextFit.requireFont(
                    () -> {
                      throw cause;
                    }));
    assertEquals(
        "charts need a font, but Java finds none; install one, such as Debian's packages"
            + " fontconfig and fonts-dejavu-core",
        thrown.getMessage());
    assertSame(cause, thrown.getCause());
  }
}
