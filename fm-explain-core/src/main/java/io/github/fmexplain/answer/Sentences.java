package io.github.fmexplain.answer;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Counterfactual;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Influence;
import io.github.fmexplain.Recommendation;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Puts explanations into plain sentences, in English, German, or words of your own. A sentence
 * names ratings by their removal effect and says no more than the numbers do:
 *
 * <ul>
 *   <li>at most 3 ratings for the item and 2 against it are named, and only those with at least 20
 *       % of the strongest removal effect;
 *   <li>"mostly": the named ratings have at least half of all positive removal effects; otherwise
 *       "in part";
 *   <li>"counts for much" is denied where no removal effect reaches 0.05 of the score's unit: 0.05
 *       logits move a probability by at most 1.25 percent points;
 *   <li>the larger part is said not to come from ratings where |offset| &gt; |Σ impact| +
 *       |residual|, and what ratings do not account for where |residual| &gt; |Σ impact|;
 *   <li>"recommended" is said only of a {@link Recommendation}.
 * </ul>
 *
 * <p>Immutable and thread-safe.
 */
public final class Sentences {

  private static final int MOST_FOR = 3;
  private static final int MOST_AGAINST = 2;
  private static final double NAMED = 0.2;
  private static final double MOSTLY = 0.5;
  private static final double BARELY = 0.05;

  private final ResourceBundle patterns;
  private final Locale locale;
  private final double likeFrom;

  private Sentences(ResourceBundle patterns, Locale locale, double likeFrom) {
    this.patterns = patterns;
    this.locale = locale;
    this.likeFrom = likeFrom;
  }

  /** {@return sentences in English, with likes from 4} */
  public static Sentences english() {
    return in(Locale.ENGLISH);
  }

  /**
   * {@return sentences in a language, with likes from 4} English and German are there; any other
   * language gives English, whatever the default locale is.
   *
   * @param locale the language
   */
  public static Sentences in(Locale locale) {
    String name = Sentences.class.getName();
    ResourceBundle bundle = ResourceBundle.getBundle(name, locale);
    if (!bundle.getLocale().getLanguage().equals(locale.getLanguage())) {
      bundle = ResourceBundle.getBundle(name, Locale.ROOT);
    }
    boolean own = !bundle.getLocale().getLanguage().isEmpty();
    return new Sentences(bundle, own ? locale : Locale.ENGLISH, 4);
  }

  /**
   * {@return sentences from patterns of your own, with likes from 4}
   *
   * @param patterns patterns of {@link MessageFormat} under the keys of the English bundle {@code
   *     io/github/fmexplain/answer/Sentences.properties}
   * @throws IllegalArgumentException if a key is missing; the message names the first
   */
  public static Sentences with(ResourceBundle patterns) {
    ResourceBundle english = ResourceBundle.getBundle(Sentences.class.getName(), Locale.ROOT);
    for (String key : english.keySet().stream().sorted().toList()) {
      if (!patterns.containsKey(key)) {
        throw new IllegalArgumentException(
            "patterns must have the key '" + key + "', but have not; see Sentences.properties");
      }
    }
    // A bundle that was made by hand has no locale.
    Locale its = patterns.getLocale();
    return new Sentences(patterns, its == null ? Locale.ROOT : its, 4);
  }

  /**
   * {@return these sentences with another threshold of what was liked}
   *
   * @param rating the lowest rating that is called liked, finite
   * @throws IllegalArgumentException if it is not finite
   */
  public Sentences likingFrom(double rating) {
    if (!Double.isFinite(rating)) {
      throw new IllegalArgumentException("rating must be finite, but was " + rating);
    }
    return new Sentences(patterns, locale, rating);
  }

  /**
   * {@return why an item is recommended}
   *
   * @param recommendation the recommendation
   * @param explanation the explanation of its item
   * @throws IllegalArgumentException if they are of different items
   */
  public String of(Recommendation recommendation, Explanation explanation) {
    if (!recommendation.itemId().equals(explanation.itemId())) {
      throw new IllegalArgumentException(
          "explanation must be of the recommended item '"
              + recommendation.itemId()
              + "', but is of '"
              + explanation.itemId()
              + "'");
    }
    return text("recommended.", explanation);
  }

  /**
   * {@return what speaks for an item and against it, recommended or not}
   *
   * @param explanation any explanation
   */
  public String of(Explanation explanation) {
    return text("scored.", explanation);
  }

  /**
   * {@return without which ratings another item would be recommended}
   *
   * @param counterfactual any counterfactual
   */
  public String of(Counterfactual counterfactual) {
    List<String> removed =
        counterfactual.removed().stream().map(rated -> quoted(rated.title())).toList();
    return format(
        counterfactual.listLength() == 1 ? "counterfactual.first" : "counterfactual.list",
        joined(removed),
        quoted(counterfactual.item().title()),
        quoted(counterfactual.replacement().title()),
        counterfactual.listLength(),
        removed.size());
  }

  private String text(String kind, Explanation explanation) {
    List<Contribution> proponents = explanation.proponents(Integer.MAX_VALUE);
    List<Contribution> opponents = explanation.opponents(MOST_AGAINST);
    double strongestFor = proponents.isEmpty() ? 0 : proponents.get(0).removalEffect();
    double strongest =
        Math.max(strongestFor, opponents.isEmpty() ? 0 : -opponents.get(0).removalEffect());
    List<Contribution> inFavour = named(proponents, MOST_FOR, strongestFor);
    List<Contribution> against = named(opponents, MOST_AGAINST, strongest);
    List<String> sentences = new ArrayList<>();
    sentences.add(
        format(
            kind + strength(inFavour, proponents), reasons(inFavour), quoted(explanation.title())));
    if (!against.isEmpty() && strongest >= BARELY) {
      sentences.add(format("against", joined(titles(against)), against.size()));
    }
    addNotes(sentences, explanation);
    return String.join(" ", sentences);
  }

  private static List<Contribution> named(List<Contribution> ordered, int most, double strongest) {
    return ordered.stream()
        .filter(c -> Math.abs(c.removalEffect()) >= NAMED * strongest)
        .limit(most)
        .toList();
  }

  private static String strength(List<Contribution> named, List<Contribution> all) {
    if (named.isEmpty()) {
      return "none";
    }
    if (named.get(0).removalEffect() < BARELY) {
      return "barely";
    }
    double share = named.stream().mapToDouble(Contribution::removalEffect).sum();
    double total = all.stream().mapToDouble(Contribution::removalEffect).sum();
    return share >= MOSTLY * total ? "mostly" : "partly";
  }

  private String reasons(List<Contribution> inFavour) {
    List<String> liked = titles(inFavour.stream().filter(this::isLiked).toList());
    List<String> disliked = titles(inFavour.stream().filter(c -> !isLiked(c)).toList());
    if (disliked.isEmpty()) {
      return format("reason.liked", joined(liked), liked.size());
    }
    if (liked.isEmpty()) {
      return format("reason.disliked", joined(disliked), disliked.size());
    }
    return format("reason.both", joined(liked), joined(disliked), liked.size());
  }

  private void addNotes(List<String> sentences, Explanation explanation) {
    double personal = Math.abs(explanation.totalImpact());
    if (showsEveryLike(explanation)
        && explanation.contributions().stream().noneMatch(this::isLiked)) {
      sentences.add(format("note.nothing-liked"));
    }
    if (Math.abs(explanation.offset()) > personal + Math.abs(explanation.residual())) {
      sentences.add(format("note.offset"));
    }
    if (Math.abs(explanation.residual()) > personal) {
      sentences.add(format("note.residual"));
    }
  }

  /** The paper's method leaves ratings out; what it leaves out may have been liked. */
  private boolean showsEveryLike(Explanation explanation) {
    return explanation.diagnostics().rowsUsed() == explanation.diagnostics().ratings()
        || (explanation.method() instanceof Influence.Paper paper
            && paper.likeThreshold() <= likeFrom);
  }

  private boolean isLiked(Contribution contribution) {
    return contribution.interaction().rating() >= likeFrom;
  }

  private List<String> titles(List<Contribution> contributions) {
    return contributions.stream().map(c -> quoted(c.title())).toList();
  }

  /** Titles are data: control and formatting characters would reach the reader's terminal. */
  private String quoted(String title) {
    return format("title", title.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " "));
  }

  private String joined(List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String joined = names.get(0);
    for (int j = 1; j < names.size(); j++) {
      joined = format(j == names.size() - 1 ? "list.two" : "list.more", joined, names.get(j));
    }
    return joined;
  }

  private String format(String key, Object... arguments) {
    return new MessageFormat(patterns.getString(key), locale).format(arguments);
  }
}
