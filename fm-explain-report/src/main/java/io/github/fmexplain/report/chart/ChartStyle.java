package io.github.fmexplain.report.chart;

import io.github.fmexplain.internal.Once;
import java.awt.Color;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How charts look: size, colours and language. Immutable and thread-safe.
 *
 * <p>The colours for and against are blue and vermillion of Okabe and Ito's palette, which can be
 * told apart with every kind of colour blindness. Charts do not rely on them: direction and sign
 * say the same.
 */
public final class ChartStyle {

  private static final int DEFAULT_WIDTH = 800;
  private static final int LEAST_WIDTH = 320;
  private static final int LEAST_HEIGHT = 480;
  private static final int MOST_PIXELS = 10_000;

  private final int width;
  private final @Nullable Integer height;
  private final Color positive;
  private final Color negative;
  private final Color neutral;
  private final Color text;
  private final Color background;
  private final Locale locale;

  private ChartStyle(Builder builder) {
    this.width = Objects.requireNonNullElse(builder.width, DEFAULT_WIDTH);
    this.height = builder.height;
    this.positive = Objects.requireNonNullElse(builder.positive, new Color(0x0072b2));
    this.negative = Objects.requireNonNullElse(builder.negative, new Color(0xd55e00));
    this.neutral = Objects.requireNonNullElse(builder.neutral, new Color(0x808080));
    this.text = Objects.requireNonNullElse(builder.text, new Color(0x222222));
    this.background = Objects.requireNonNullElse(builder.background, Color.WHITE);
    this.locale = Objects.requireNonNullElse(builder.locale, Locale.ENGLISH);
  }

  /** {@return 800 pixels wide, as high as its rows, dark on white, in English} */
  public static ChartStyle standard() {
    return builder().build();
  }

  /** {@return a builder; what is not set is as in {@link #standard}} */
  public static Builder builder() {
    return new Builder();
  }

  int width() {
    return width;
  }

  /** Returns the height, or null if it follows from the rows. */
  @Nullable Integer height() {
    return height;
  }

  Color positive() {
    return positive;
  }

  Color negative() {
    return negative;
  }

  Color neutral() {
    return neutral;
  }

  Color text() {
    return text;
  }

  Color background() {
    return background;
  }

  Locale locale() {
    return locale;
  }

  /** {@return the size and the language} */
  @Override
  public String toString() {
    return "ChartStyle["
        + width
        + " x "
        + (height == null ? "as needed" : height)
        + " pixels, "
        + locale.toLanguageTag()
        + "]";
  }

  /** Collects settings, each once. Not thread-safe. */
  public static final class Builder {

    private @Nullable Integer width;
    private @Nullable Integer height;
    private @Nullable Color positive;
    private @Nullable Color negative;
    private @Nullable Color neutral;
    private @Nullable Color text;
    private @Nullable Color background;
    private @Nullable Locale locale;

    private Builder() {}

    /**
     * Sets the width; 800 if it is not set. Letters grow with widths from 800 to 1600.
     *
     * @param pixels from 320 to 10000
     * @throws IllegalArgumentException if it is out of range
     * @throws IllegalStateException if it was already set
     */
    public Builder width(int pixels) {
      Once.requireUnset(width, "width");
      width = inRange("width", pixels, LEAST_WIDTH);
      return this;
    }

    /**
     * Sets the height. If it is not set, a chart is as high as its rows need; if it is, rows that
     * have no room are counted and summed up, as those beyond the number asked for are.
     *
     * @param pixels from 480 to 10000
     * @throws IllegalArgumentException if it is out of range
     * @throws IllegalStateException if it was already set
     */
    public Builder height(int pixels) {
      Once.requireUnset(height, "height");
      height = inRange("height", pixels, LEAST_HEIGHT);
      return this;
    }

    /**
     * Sets the colour of what speaks for an item; blue, #0072b2, if it is not set.
     *
     * @param color not transparent
     * @throws IllegalArgumentException if it is transparent
     * @throws IllegalStateException if it was already set
     */
    public Builder positive(Color color) {
      Once.requireUnset(positive, "positive colour");
      positive = visible("positive colour", color);
      return this;
    }

    /**
     * Sets the colour of what speaks against an item; vermillion, #d55e00, if it is not set.
     *
     * @param color not transparent
     * @throws IllegalArgumentException if it is transparent
     * @throws IllegalStateException if it was already set
     */
    public Builder negative(Color color) {
      Once.requireUnset(negative, "negative colour");
      negative = visible("negative colour", color);
      return this;
    }

    /**
     * Sets the colour of offset, residual and score; grey, #808080, if it is not set.
     *
     * @param color not transparent
     * @throws IllegalArgumentException if it is transparent
     * @throws IllegalStateException if it was already set
     */
    public Builder neutral(Color color) {
      Once.requireUnset(neutral, "neutral colour");
      neutral = visible("neutral colour", color);
      return this;
    }

    /**
     * Sets the colour of letters and lines; #222222 if it is not set.
     *
     * @param color not transparent
     * @throws IllegalArgumentException if it is transparent
     * @throws IllegalStateException if it was already set
     */
    public Builder text(Color color) {
      Once.requireUnset(text, "text colour");
      text = visible("text colour", color);
      return this;
    }

    /**
     * Sets the colour behind everything; white if it is not set.
     *
     * @param color any; one with alpha 0 leaves the background out
     * @throws IllegalStateException if it was already set
     */
    public Builder background(Color color) {
      Objects.requireNonNull(color, "color");
      Once.requireUnset(background, "background");
      background = color;
      return this;
    }

    /**
     * Sets the language of the words and the form of the numbers; English if it is not set. English
     * and German are there; any other language gives English, whatever the default locale is.
     *
     * @param value the language
     * @throws IllegalStateException if it was already set
     */
    public Builder locale(Locale value) {
      Objects.requireNonNull(value, "value");
      Once.requireUnset(locale, "locale");
      locale = value;
      return this;
    }

    /** {@return the style} */
    public ChartStyle build() {
      return new ChartStyle(this);
    }

    private static int inRange(String name, int pixels, int least) {
      if (pixels < least || pixels > MOST_PIXELS) {
        throw new IllegalArgumentException(
            name + " must be from " + least + " to " + MOST_PIXELS + " pixels, but was " + pixels);
      }
      return pixels;
    }

    private static Color visible(String name, Color color) {
      if (color.getAlpha() == 0) {
        throw new IllegalArgumentException(name + " must not be transparent, but its alpha is 0");
      }
      return color;
    }
  }
}
