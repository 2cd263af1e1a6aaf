package io.github.fmexplain.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TitlesTest {

  @Test
  void clean_leavesWhatIsPrintable() {
    assertEquals("evil", Titles.clean("\u202eevil\u0000", "1"));
    assertEquals("a b", Titles.clean(" a\r\n\u2028\t b ", "1"));
    assertEquals("lone x", Titles.clean("lone \ud800x", "1"));
    assertEquals("😀 千と", Titles.clean("😀 千と", "1"));
    assertEquals("👨\u200d👩", Titles.clean("👨\u200d👩", "1"));
    assertEquals("o\u0301\u0302\u0303!", Titles.clean("o\u0301\u0302\u0303\u0304\u0305!", "1"));
  }

  @Test
  void clean_ofNothingPrintable_isTheId() {
    assertEquals("17", Titles.clean("\u200f \u0007", "17"));
    assertEquals("?", Titles.clean("", "\u0000"));
  }

  @Test
  void clean_cutsBetweenLetters() {
    assertEquals(300, Titles.clean("x".repeat(1_000_000), "1").length());
    assertEquals("😀".repeat(300), Titles.clean("😀".repeat(5_000), "1"));
  }

  @Test
  void lines_breakBetweenWords_elseBetweenLetters() {
    Page page = new Page(ChartStyle.standard());
    double room = TextFit.width("wwww wwww", page.font);
    assertEquals(List.of("wwww wwww"), TextFit.lines("wwww wwww", page.font, room, 2));
    assertEquals(List.of("wwww wwww", "ww"), TextFit.lines("wwww wwww ww", page.font, room, 2));
    double lessRoom = TextFit.width("wwww…", page.font);
    assertEquals(List.of("wwww…"), TextFit.lines("wwwwwwww", page.font, lessRoom, 1));
    assertEquals(List.of("wwww", "www…"), TextFit.lines("wwww www wwww", page.font, lessRoom, 2));
    String cut = TextFit.lines("w".repeat(40), page.font, room, 2).get(1);
    assertEquals("…", cut.substring(cut.length() - 1));
    assertEquals(List.of("…"), TextFit.lines("wide", page.font, 1, 3));
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
