package io.github.fmexplain.report.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TitlesTest {

  @Test
  void clean_leavesWhatIsPrintable() {
    assertEquals("evil", Titles.clean("\u202eevil\u0000", "1"));
    assertEquals("a b", Titles.clean("a\u0000\u202Eb", "1"));
    assertEquals("a b", Titles.clean(" a\r\n\u2028\t b ", "1"));
    assertEquals("lone x", Titles.clean("lone \ud800x", "1"));
    assertEquals("😀 千と", Titles.clean("😀 千と", "1"));
    assertEquals("👨\u200d👩 \u05D0", Titles.clean("👨\u200d👩 \u05D0\u200F", "1"));
    assertEquals("Donaudampf", Titles.clean("Donau\u00addampf", "1"));
    assertEquals("o\u0301\u0302\u0303!", Titles.clean("o\u0301\u0302\u0303\u0304\u0305!", "1"));
    assertEquals("a\u0301\u0301\u0301", Titles.clean("a" + "\u0301".repeat(40), "1"));
  }

  @Test
  void clean_ofNothingPrintable_isTheId() {
    assertEquals("17", Titles.clean("\u200f \u0007", "17"));
    assertEquals("?", Titles.clean(" ", "\u0000"));
    assertEquals("", Titles.clean("\u202E"));
  }

  @Test
  void clean_cutsBetweenLetters() {
    assertEquals("y".repeat(300), Titles.clean("y".repeat(300)));
    assertEquals("x".repeat(299) + "…", Titles.clean("x".repeat(1_000_000)));
    assertEquals("😀".repeat(299) + "…", Titles.clean("😀".repeat(5_000)));
  }

  @Test
  void isolated_isBetweenMarks() {
    assertEquals("\u2068A\u2069", Titles.isolated("A"));
  }
}
