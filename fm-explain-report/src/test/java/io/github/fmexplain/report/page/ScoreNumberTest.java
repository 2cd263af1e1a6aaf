package io.github.fmexplain.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.report.internal.Words;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ScoreNumberTest {

  @Test
  void numbers_areWrittenAsTheLanguageDoes() {
    Words german = Words.in(Locale.GERMAN, ExplanationPage.class);
    assertEquals("−0,1235", ScoreNumber.of(-0.12345678).signedIn(german));
    assertEquals("+12,0000", ScoreNumber.of(12).signedIn(german));
    assertEquals("0,0000", ScoreNumber.of(-0.0).signedIn(german));
    assertEquals("−1,2346E20", ScoreNumber.of(-1.23456e20).in(german));
  }
}
