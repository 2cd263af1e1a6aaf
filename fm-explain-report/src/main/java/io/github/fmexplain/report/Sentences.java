package io.github.fmexplain.report;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.answer.StrongestGroup;
import io.github.fmexplain.report.internal.Sentence;
import io.github.fmexplain.report.internal.Words;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/**
 * Puts explanations into plain sentences, in English, French, German, Italian, Spanish, or words of
 * your own. A sentence names ratings by their removal effect and says no more than the numbers do:
 *
 * <ul>
 *   <li>what was liked is asked of the model's target; where it has no likes, as that of a
 *       regressor, the ratings themselves are told;
 *   <li>at most 3 ratings for the item and 2 against it are named, and only those with at least 20
 *       % of the strongest removal effect;
 *   <li>"mostly": the named ratings have at least half of all positive removal effects, their
 *       impacts and those of all ratings add up to more than 0, and neither of the two notes on the
 *       whole score below applies; otherwise "in part";
 *   <li>"counts for much" is denied where no removal effect reaches 0.05 of the score's unit: 0.05
 *       logits move a probability by at most 1.25 percent points;
 *   <li>a {@link StrongestGroup} that is given is named in place of single ratings;
 *   <li>tags of the user and the situation are named, at most 3 for the item and 2 against it,
 *       where their part of the offset reaches 0.05 and 20 % of the strongest removal effect;
 *   <li>without any rating that is said, and nothing of ratings; where the user is scored as
 *       trained, that the score has what the model has learned;
 *   <li>an item that the user has rated is said to be one, and is named as itself among the
 *       ratings;
 *   <li>most of the score is said not to come from ratings where |offset| &gt; |Σ impact| +
 *       |residual|, or to be the same for everybody, where the offset is so without what belongs to
 *       the user and the situation; ratings are said to explain only part where |residual| &gt; |Σ
 *       impact|;
 *   <li>of more than 5 edits 4 are named, and how many more there are;
 *   <li>"recommended" is said only of a {@link Recommendation}.
 * </ul>
 *
 * <p>Titles are cleaned of control and formatting characters. Immutable and thread-safe.
 */
public final class Sentences {

  private final Words words;

  private Sentences(Words words) {
    this.words = words;
  }

  /** {@return sentences in English} */
  public static Sentences english() {
    return in(Locale.ENGLISH);
  }

  /**
   * {@return sentences in a language} English, French, German, Italian and Spanish are there; any
   * other language gives English, whatever the default locale is.
   *
   * @param locale the language
   */
  public static Sentences in(Locale locale) {
    Objects.requireNonNull(locale, "locale");
    return new Sentences(Words.in(locale, Sentences.class));
  }

  /**
   * {@return patterns that speak of purchases where the others speak of ratings and likes, for
   * {@link #with} and for a page} They are there in the same languages as these.
   *
   * @param locale the language; English where there are no words in it
   */
  public static ResourceBundle purchases(Locale locale) {
    Objects.requireNonNull(locale, "locale");
    return Words.bundle(locale, Sentences.class.getPackageName() + ".Purchases");
  }

  /**
   * {@return sentences from patterns of your own}
   *
   * @param patterns patterns of {@link MessageFormat} under the keys of the English bundle {@code
   *     io/github/fmexplain/report/Sentences.properties}
   * @throws IllegalArgumentException if a key is missing; the message names the first
   */
  public static Sentences with(ResourceBundle patterns) {
    return new Sentences(Words.of(patterns, Sentences.class));
  }

  /**
   * {@return why an item is recommended}
   *
   * @param recommendation the recommendation
   * @param explanation the explanation of its item
   * @throws IllegalArgumentException if they are of different items
   */
  public String of(Recommendation recommendation, Explanation explanation) {
    return text(Sentence.recommended(words, checked(recommendation, explanation), null));
  }

  /**
   * {@return why an item is recommended for which no single rating counts for much: the group of
   * ratings that does is named}
   *
   * @param recommendation the recommendation
   * @param explanation the explanation of its item
   * @param group the ratings that count most together
   * @throws IllegalArgumentException if they are of different items
   */
  public String of(Recommendation recommendation, Explanation explanation, StrongestGroup group) {
    return text(
        Sentence.recommended(
            words, checked(recommendation, explanation), checked(explanation, group)));
  }

  private static Explanation checked(Recommendation recommendation, Explanation explanation) {
    if (!recommendation.itemId().equals(explanation.itemId())) {
      throw new IllegalArgumentException(
          "explanation must be of the recommended item '"
              + recommendation.itemId()
              + "', but is of '"
              + explanation.itemId()
              + "'");
    }
    return explanation;
  }

  private static StrongestGroup checked(Explanation explanation, StrongestGroup group) {
    if (!group.itemId().equals(explanation.itemId())) {
      throw new IllegalArgumentException(
          "group must be of the explained item '"
              + explanation.itemId()
              + "', but is of '"
              + group.itemId()
              + "'");
    }
    return group;
  }

  /**
   * {@return what speaks for an item and against it, recommended or not}
   *
   * @param explanation any explanation
   */
  public String of(Explanation explanation) {
    return text(Sentence.scored(words, explanation, null));
  }

  /**
   * {@return what speaks for an item and against it, recommended or not, where no single rating
   * counts for much: the group of ratings that does is named}
   *
   * @param explanation any explanation
   * @param group the ratings that count most together
   * @throws IllegalArgumentException if they are of different items
   */
  public String of(Explanation explanation, StrongestGroup group) {
    return text(Sentence.scored(words, explanation, checked(explanation, group)));
  }

  /**
   * {@return what would be recommended without some ratings, with others, or with more}
   *
   * @param edits edits of any kind
   */
  public String of(RatingEdits edits) {
    return text(Sentence.edited(words, edits));
  }

  private static String text(List<Sentence.Part> parts) {
    return parts.stream().map(Sentence.Part::text).collect(Collectors.joining());
  }

  /** {@return the language} */
  @Override
  public String toString() {
    return "Sentences[" + words.locale().toLanguageTag() + "]";
  }
}
