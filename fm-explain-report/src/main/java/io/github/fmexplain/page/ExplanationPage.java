package io.github.fmexplain.page;

import io.github.fmexplain.Counterfactual;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.Sentences;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
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

  /** More ratings than these are no answer to "which ratings does it hang on?". */
  private static final int LARGEST_COUNTERFACTUAL = 10;

  private final String html;

  private ExplanationPage(PageInput input) {
    this.html = PageFiles.html(PageMaker.make(input));
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
    return of(List.of(user), count, Locale.ENGLISH);
  }

  /**
   * {@return a page that explains a user's first recommendations by several methods} The
   * counterfactual of the first recommendation says what else would be first, those of the others
   * what would come into the list; each is left out if no set of 10 ratings or fewer is found.
   *
   * @param methods explain the same history with the same model, each by another method; at least
   *     one. The first is shown first, and makes recommendations and counterfactuals. Not modified.
   * @param count how many recommendations, at least 1; fewer if the catalogue has no more
   * @param locale the language; see {@link Builder#locale}
   * @throws IllegalArgumentException if there is no explainer, two have the same method or differ
   *     in history or model, the count is less than 1, or the user has rated everything
   */
  public static ExplanationPage of(List<UserExplainer> methods, int count, Locale locale) {
    if (methods.isEmpty()) {
      throw new IllegalArgumentException("methods must hold at least one explainer");
    }
    UserExplainer user = methods.get(0);
    List<Recommendation> recommendations = user.recommend(count);
    List<String> items = recommendations.stream().map(Recommendation::itemId).toList();
    List<Counterfactual> counterfactuals = new ArrayList<>();
    for (String item : items) {
      int listLength = counterfactuals.isEmpty() && item.equals(items.get(0)) ? 1 : items.size();
      user.counterfactual(item, listLength, LARGEST_COUNTERFACTUAL).ifPresent(counterfactuals::add);
    }
    Builder builder =
        builder()
            .history(user.history())
            .recommendations(recommendations)
            .catalogue(user.explainer().catalogue())
            .counterfactuals(counterfactuals)
            .locale(locale);
    methods.forEach(method -> builder.explanations(method.explainAll(items)));
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
   * Writes the page in UTF-8. A file that is there is replaced.
   *
   * @param file where to
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    Files.writeString(file, html, StandardCharsets.UTF_8);
  }

  /** Collects what a page shows. Each setting can be made once. Not thread-safe. */
  public static final class Builder {

    private @Nullable History history;
    private @Nullable List<Recommendation> recommendations;
    private @Nullable Collection<Counterfactual> counterfactuals;
    private @Nullable Catalogue catalogue;
    private @Nullable Sentences sentences;
    private @Nullable Locale locale;
    private final List<List<Explanation>> methods = new ArrayList<>();

    private Builder() {}

    /**
     * Sets the user's ratings.
     *
     * @param value the history that the explanations were made with
     * @return this builder
     * @throws IllegalStateException if it was already set
     */
    public Builder history(History value) {
      requireUnset(history, "history");
      history = value;
      return this;
    }

    /**
     * Sets the recommendations.
     *
     * @param value at least one, in their order, each item once. Not modified.
     * @return this builder
     * @throws IllegalStateException if they were already set
     */
    public Builder recommendations(List<Recommendation> value) {
      requireUnset(recommendations, "list of recommendations");
      recommendations = List.copyOf(value);
      return this;
    }

    /**
     * Adds the explanations of one method. Call it once a method; the first is shown first.
     *
     * @param value one a recommendation, in any order, by the same method. Not modified.
     * @return this builder
     */
    public Builder explanations(Collection<Explanation> value) {
      methods.add(List.copyOf(value));
      return this;
    }

    /**
     * Sets the counterfactuals; none if they are not set.
     *
     * @param value at most one a recommendation. Not modified.
     * @return this builder
     * @throws IllegalStateException if they were already set
     */
    public Builder counterfactuals(Collection<Counterfactual> value) {
      requireUnset(counterfactuals, "list of counterfactuals");
      counterfactuals = List.copyOf(value);
      return this;
    }

    /**
     * Sets where the titles come from of ratings that no method uses; without it they show as ids.
     *
     * @param value the catalogue
     * @return this builder
     * @throws IllegalStateException if it was already set
     */
    public Builder catalogue(Catalogue value) {
      requireUnset(catalogue, "catalogue");
      catalogue = value;
      return this;
    }

    /**
     * Sets the language; English if it is not set. English and German are there; any other language
     * gives English, whatever the default locale is.
     *
     * @param value the language
     * @return this builder
     * @throws IllegalStateException if it was already set
     */
    public Builder locale(Locale value) {
      requireUnset(locale, "locale");
      locale = value;
      return this;
    }

    /**
     * Sets what makes the sentences; {@link Sentences#in} with the page's language if it is not
     * set.
     *
     * @param value sentences, such as those with another threshold of a like
     * @return this builder
     * @throws IllegalStateException if it was already set
     */
    public Builder sentences(Sentences value) {
      requireUnset(sentences, "maker of sentences");
      sentences = value;
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
      if (history == null || recommendations == null || methods.isEmpty()) {
        throw new IllegalStateException("missing settings: " + String.join(", ", missing()));
      }
      Words words = Words.in(locale == null ? Locale.ENGLISH : locale);
      return new ExplanationPage(
          new InputChecks(history, recommendations)
              .checked(
                  methods,
                  counterfactuals == null ? List.of() : counterfactuals,
                  catalogue,
                  words,
                  sentences == null ? Sentences.in(words.locale()) : sentences));
    }

    private List<String> missing() {
      List<String> missing = new ArrayList<>();
      if (history == null) {
        missing.add("history");
      }
      if (recommendations == null) {
        missing.add("recommendations");
      }
      if (methods.isEmpty()) {
        missing.add("explanations");
      }
      return missing;
    }

    private static void requireUnset(@Nullable Object value, String name) {
      if (value != null) {
        throw new IllegalStateException(name + " was already set");
      }
    }
  }
}
