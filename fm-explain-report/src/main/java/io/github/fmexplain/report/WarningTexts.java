package io.github.fmexplain.report;

import io.github.fmexplain.Provenance;
import io.github.fmexplain.Warning;
import io.github.fmexplain.report.internal.Titles;
import io.github.fmexplain.report.internal.Words;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts warnings into words, in English, French, German, Italian or Spanish, with numbers as the
 * language writes them. Immutable and thread-safe.
 *
 * <pre>{@code
 * why.diagnostics().warnings().stream().map(WarningTexts.in(locale)::of)
 * }</pre>
 */
public final class WarningTexts {

  /** More ids of items than these are no help. */
  private static final int MOST_IDS = 5;

  private final Words words;

  private WarningTexts(Words words) {
    this.words = words;
  }

  /** {@return warnings in English} */
  public static WarningTexts english() {
    return in(Locale.ENGLISH);
  }

  /**
   * {@return warnings in a language} English, French, German, Italian and Spanish are there; any
   * other language gives English, whatever the default locale is.
   *
   * @param locale the language
   */
  public static WarningTexts in(Locale locale) {
    Objects.requireNonNull(locale, "locale");
    return new WarningTexts(Words.in(locale, WarningTexts.class));
  }

  /**
   * {@return what to know before relying on the numbers, one text per warning}
   *
   * @param provenance where the numbers come from
   */
  public List<String> of(Provenance provenance) {
    return provenance.diagnostics().warnings().stream().map(this::of).toList();
  }

  /**
   * {@return a warning in one or two sentences}
   *
   * @param warning any warning
   */
  public String of(Warning warning) {
    Objects.requireNonNull(warning, "warning");
    if (warning instanceof Warning.FoldedIn w) {
      String who = w.userId() == null ? "new" : w.known() ? "known" : "unknown";
      return words.say("folded-in." + who, w.ratings(), id(w.userId()));
    }
    if (warning instanceof Warning.NoRatings w) {
      return words.say("no-ratings." + (w.asTrained() ? "trained" : w.tagged() ? "tags" : "new"));
    }
    if (warning instanceof Warning.DoesNotCompare w) {
      return words.say("does-not-compare", words.rough(w.typicalGap()));
    }
    if (warning instanceof Warning.HistoryDiffers w) {
      return words.say(
          w.trained() ? "history-differs.trained" : "history-differs.untrained", id(w.userId()));
    }
    if (warning instanceof Warning.TagsDiffer w) {
      return words.say(w.userId() == null ? "tags-differ.new" : "tags-differ.user", id(w.userId()));
    }
    if (warning instanceof Warning.RatingsLeftOut w) {
      return words.say("ratings-left-out", w.itemIds().size(), ids(w.itemIds()));
    }
    if (warning instanceof Warning.PoorFit w) {
      return words.say("poor-fit", words.rough(w.loss()), words.rough(w.constantLoss()));
    }
    if (warning instanceof Warning.LowRank w) {
      return words.say("low-rank", w.rank(), w.dimension(), w.ratings());
    }
    if (warning instanceof Warning.NotStationary w) {
      String how = w.gap() > Warning.NotStationary.FAR ? "far" : "near";
      String said = words.say("not-stationary." + how, words.rough(w.gap()));
      return w.instead() == null
          ? said
          : said + " " + words.say("not-stationary.instead", w.instead());
    }
    if (warning instanceof Warning.LikesAsRatings) {
      return words.say("likes-as-ratings");
    }
    if (warning instanceof Warning.LabelsAsLogits) {
      return words.say("labels-as-logits");
    }
    if (warning instanceof Warning.ReplayDiffers w) {
      return words.say("replay-differs", words.rough(w.distance()));
    }
    if (warning instanceof Warning.OtherMethod w) {
      return words.say("other-method", w.asked(), w.ran());
    }
    if (warning instanceof Warning.NothingLiked w) {
      return words.say("nothing-liked", w.ratings(), words.rating(w.likeThreshold()));
    }
    if (warning instanceof Warning.NotLiked w) {
      return words.say("not-liked", w.count(), w.ratings(), words.rating(w.likeThreshold()));
    }
    if (warning instanceof Warning.Singular w) {
      return words.say("singular", w.rank(), w.dimension());
    }
    if (warning instanceof Warning.IllConditioned w) {
      return words.say("ill-conditioned", words.rough(w.conditionNumber()));
    }
    throw new IllegalStateException("there are no words for " + warning);
  }

  private static String id(@Nullable String id) {
    return id == null ? "" : Titles.clean(id, id);
  }

  private static String ids(List<String> ids) {
    return ids.stream().limit(MOST_IDS).map(WarningTexts::id).collect(Collectors.joining(", "))
        + (ids.size() > MOST_IDS ? ", …" : "");
  }

  /** {@return the language} */
  @Override
  public String toString() {
    return "WarningTexts[" + words.locale().toLanguageTag() + "]";
  }
}
