package io.github.fmexplain.report.page;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.Method;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.answer.StrongestGroup;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import io.github.fmexplain.internal.Once;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.report.internal.NewFile;
import io.github.fmexplain.report.internal.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * One HTML file that shows a user's recommendations and why they were made: the ratings, the list,
 * and for each item its sentence, charts, all contributions with their three quantities, how they
 * add up to the score, what the numbers rest on, and the counterfactual if there is one. With
 * several methods its reader switches between them.
 *
 * <p>The file is complete in itself: it makes no request, and its Content-Security-Policy allows
 * none, nor any script but its own. Titles and ids are escaped, cleaned of control characters and
 * isolated from the direction of the text around them. The same input gives the same bytes.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * ExplanationPage.of(explainer.forHistory(history), 10).write(Path.of("why.html"));
 * }</pre>
 */
public final class ExplanationPage {

  /** More ratings than these are no answer to "which ratings does it depend on?". */
  private static final int LARGEST_COUNTERFACTUAL = 10;

  private final String html;
  private final int recommendations;
  private final int methods;

  private ExplanationPage(PageInput input) {
    this.html = PageFiles.html(PageMaker.make(input));
    this.recommendations = input.recommendations().size();
    this.methods = input.methods().size();
  }

  /**
   * {@return a page in English that explains a user's first recommendations by one method} As
   * {@link #of(List, int, Locale)}.
   *
   * @param user explains the user
   * @param count how many recommendations, at least 1; fewer if the catalogue has no more
   * @throws IllegalArgumentException if the count is less than 1, or the user has rated everything
   */
  public static ExplanationPage of(UserExplainer user, int count) {
    Objects.requireNonNull(user, "user");
    return of(List.of(user), count, Locale.ENGLISH);
  }

  /**
   * {@return a page that explains a user's first recommendations by several methods} The
   * counterfactual of the first recommendation says what else would be first, those of the others
   * what would come into the list; where no set of 10 ratings or fewer is found, that is said.
   * Where no single rating counts for much, the group of ratings that does is named.
   *
   * @param explainers explain the same history with the same model; at least one. The first is
   *     shown first, and makes recommendations and counterfactuals. One whose method that ran is
   *     that of an earlier one shows the same, and is left out. Not modified.
   * @param count how many recommendations, at least 1; fewer if the catalogue has no more
   * @param locale the language; see {@link Builder#locale}
   * @throws IllegalArgumentException if there is no explainer, two have one method with other
   *     settings or differ in history or model, the count is less than 1, or the user has rated
   *     everything
   */
  public static ExplanationPage of(List<UserExplainer> explainers, int count, Locale locale) {
    Objects.requireNonNull(locale, "locale");
    return of(explainers, count, builder().locale(locale));
  }

  /**
   * {@return what {@link #of(List, int, Locale)} gives, with sentences of other patterns, such as
   * {@link Sentences#purchases}}
   *
   * @param explainers as there. Not modified.
   * @param count as there
   * @param locale the language of all but the sentences; see {@link Builder#locale}
   * @param sentences patterns as {@link Sentences#with} takes them
   * @throws IllegalArgumentException as there, and if a key is missing in the patterns
   */
  public static ExplanationPage of(
      List<UserExplainer> explainers, int count, Locale locale, ResourceBundle sentences) {
    Objects.requireNonNull(locale, "locale");
    Objects.requireNonNull(sentences, "sentences");
    return of(explainers, count, builder().locale(locale).sentences(sentences));
  }

  private static ExplanationPage of(List<UserExplainer> explainers, int count, Builder builder) {
    if (explainers.isEmpty()) {
      throw new IllegalArgumentException("explainers must be at least one, but there are none");
    }
    UserExplainer user = explainers.get(0);
    List<Recommendation> recommendations = user.recommend(count);
    List<String> items = recommendations.stream().map(Recommendation::itemId).toList();
    Answers answers = Answers.of(user);
    List<RatingEdits> counterfactuals = new ArrayList<>();
    List<StrongestGroup> groups = new ArrayList<>();
    for (String item : items) {
      int listLength = item.equals(items.get(0)) ? 1 : items.size();
      answers
          .fewestRemovals(item, listLength, LARGEST_COUNTERFACTUAL)
          .ifPresent(counterfactuals::add);
      answers.strongestGroup(item).ifPresent(groups::add);
    }
    builder
        .history(user.history())
        .recommendations(recommendations)
        .catalogue(user.explainer().catalogue())
        .counterfactuals(counterfactuals)
        .largestSet(LARGEST_COUNTERFACTUAL)
        .groups(groups);
    Map<Method, UserExplainer> byMethod = new LinkedHashMap<>();
    explainers.forEach(other -> byMethod.putIfAbsent(other.provenance().method(), other));
    byMethod.values().forEach(other -> builder.explanations(other.explainAll(items)));
    return builder.build();
  }

  /** {@return a builder; history, recommendations and the explanations of a method must be set} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the whole file} */
  public String toHtml() {
    return html;
  }

  /**
   * Writes the page in UTF-8. A file that is there is replaced when all is written.
   *
   * @param file where to
   * @throws IOException if it cannot be written; an older file is as it was
   */
  public void write(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    NewFile.write(file, html.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return how much is on it} */
  @Override
  public String toString() {
    return "ExplanationPage["
        + recommendations
        + " recommendations, "
        + methods
        + " methods, "
        + html.length()
        + " characters]";
  }

  /** Collects what a page shows. Each setting can be made once. Not thread-safe. */
  public static final class Builder {

    private @Nullable History history;
    private @Nullable List<Recommendation> recommendations;
    private @Nullable Collection<RatingEdits> counterfactuals;
    private @Nullable Integer largestSet;
    private @Nullable Collection<StrongestGroup> groups;
    private @Nullable Catalogue catalogue;
    private @Nullable Words sentences;
    private @Nullable Locale locale;
    private final List<List<Explanation>> methods = new ArrayList<>();

    private Builder() {}

    /**
     * Sets the user's ratings.
     *
     * @param value the history that the explanations were made with
     * @throws IllegalStateException if it was already set
     */
    public Builder history(History value) {
      Objects.requireNonNull(value, "value");
      Once.requireUnset(history, "history");
      history = value;
      return this;
    }

    /**
     * Sets the recommendations.
     *
     * @param value at least one, in their order, each item once. Not modified.
     * @throws IllegalStateException if they were already set
     */
    public Builder recommendations(List<Recommendation> value) {
      Objects.requireNonNull(value, "value");
      Once.requireUnset(recommendations, "list of recommendations");
      recommendations = List.copyOf(value);
      return this;
    }

    /**
     * Adds the explanations of one method. Call it once per method; the first is shown first.
     *
     * @param value one per recommendation, in any order, by the same method. Not modified.
     */
    public Builder explanations(Collection<Explanation> value) {
      Objects.requireNonNull(value, "value");
      methods.add(List.copyOf(value));
      return this;
    }

    /**
     * Sets the counterfactuals; none if they are not set.
     *
     * @param value removals, changes or additions of ratings, at most one per recommendation. Not
     *     modified.
     * @throws IllegalStateException if they were already set
     */
    public Builder counterfactuals(Collection<RatingEdits> value) {
      Objects.requireNonNull(value, "value");
      Once.requireUnset(counterfactuals, "list of counterfactuals");
      counterfactuals = List.copyOf(value);
      return this;
    }

    /**
     * Sets how large the sets of ratings were that counterfactuals were looked for among. A
     * recommendation without one then says that no set was found: without which it would not be
     * first, or, of the others, not be in the list. It says nothing if this is not set.
     *
     * @param value the most ratings of a set, at least 1
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it was already set
     */
    public Builder largestSet(int value) {
      Once.requireUnset(largestSet, "largest set");
      largestSet = Once.atLeast(1, value, "largest set");
      return this;
    }

    /**
     * Sets the groups of ratings that the sentences of the first method name where no single rating
     * counts for much; none if they are not set.
     *
     * @param value at most one per recommendation. Not modified.
     * @throws IllegalStateException if they were already set
     */
    public Builder groups(Collection<StrongestGroup> value) {
      Objects.requireNonNull(value, "value");
      Once.requireUnset(groups, "list of groups");
      groups = List.copyOf(value);
      return this;
    }

    /**
     * Sets where the titles come from of ratings that no method uses; without it they show as ids.
     *
     * @param value the catalogue
     * @throws IllegalStateException if it was already set
     */
    public Builder catalogue(Catalogue value) {
      Objects.requireNonNull(value, "value");
      Once.requireUnset(catalogue, "catalogue");
      catalogue = value;
      return this;
    }

    /**
     * Sets the language; English if it is not set. English, French, German, Italian and Spanish are
     * there; any other language gives English, whatever the default locale is.
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

    /**
     * Sets the patterns of the sentences; those of the page's language if they are not set.
     *
     * @param patterns as {@link Sentences#with} takes them
     * @throws IllegalArgumentException if a key is missing; the message names the first
     * @throws IllegalStateException if they were already set
     */
    public Builder sentences(ResourceBundle patterns) {
      Once.requireUnset(sentences, "bundle of sentences");
      sentences = Words.of(patterns, Sentences.class);
      return this;
    }

    /**
     * {@return the page}
     *
     * @throws IllegalStateException if history, recommendations or explanations are not set
     * @throws IllegalArgumentException if there is no recommendation or an item twice; if a method
     *     comes twice, or its explanations do not cover the recommendations, one each; or if
     *     anything is of another user, model or history than the rest
     */
    public ExplanationPage build() {
      Once.requireSet(
          "history",
          history,
          "recommendations",
          recommendations,
          "explanations",
          methods.isEmpty() ? null : methods);
      InputChecks checks =
          new InputChecks(Objects.requireNonNull(history), Objects.requireNonNull(recommendations));
      Words words = Words.in(locale == null ? Locale.ENGLISH : locale, ExplanationPage.class);
      return new ExplanationPage(
          new PageInput(
              history,
              recommendations,
              checks.methods(methods),
              checks.counterfactuals(counterfactuals == null ? List.of() : counterfactuals),
              largestSet,
              checks.groups(groups == null ? List.of() : groups),
              catalogue,
              words,
              sentences == null ? Words.in(words.locale(), Sentences.class) : sentences));
    }
  }
}
