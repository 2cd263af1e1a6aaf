package io.github.fmexplain.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ChartStyleTest {

  private static final Color CLEAR = new Color(255, 255, 255, 0);

  private static String message(Runnable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  @Test
  void badValues_failInTheSetter() {
    assertEquals(
        "width must be from 320 to 10000 pixels, but was 319",
        message(() -> ChartStyle.builder().width(319)));
    assertEquals(
        "height must be from 480 to 10000 pixels, but was 10001",
        message(() -> ChartStyle.builder().height(10_001)));
    assertEquals(
        "positive colour must not be transparent, but its alpha is 0",
        message(() -> ChartStyle.builder().positive(CLEAR)));
    assertEquals(
        "negative colour must not be transparent, but its alpha is 0",
        message(() -> ChartStyle.builder().negative(CLEAR)));
    assertEquals(
        "neutral colour must not be transparent, but its alpha is 0",
        message(() -> ChartStyle.builder().neutral(CLEAR)));
    assertEquals(
        "text colour must not be transparent, but its alpha is 0",
        message(() -> ChartStyle.builder().text(CLEAR)));
  }

  @Test
  void settings_areSetOnce() {
    assertOnce("width", b -> b.width(400));
    assertOnce("height", b -> b.height(500));
    assertOnce("positive colour", b -> b.positive(Color.RED));
    assertOnce("negative colour", b -> b.negative(Color.RED));
    assertOnce("neutral colour", b -> b.neutral(Color.RED));
    assertOnce("text colour", b -> b.text(Color.RED));
    assertOnce("background", b -> b.background(CLEAR));
    assertOnce("locale", b -> b.locale(Locale.GERMAN));
  }

  private static void assertOnce(String name, UnaryOperator<ChartStyle.Builder> setter) {
    ChartStyle.Builder once = setter.apply(ChartStyle.builder());
    assertEquals(
        name + " was already set",
        assertThrows(IllegalStateException.class, () -> setter.apply(once)).getMessage());
  }

  @Test
  void standard_isWhatIsNotSet() {
    ChartStyle style = ChartStyle.standard();
    assertEquals(800, style.width());
    assertNull(style.height());
    assertEquals(
        List.of(new Color(0x0072b2), new Color(0xd55e00), new Color(0x808080)),
        List.of(style.positive(), style.negative(), style.neutral()));
    assertEquals(Color.WHITE, style.background());
    assertEquals(Locale.ENGLISH, style.locale());
  }
}
