package io.github.fmexplain.report.internal;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.OffsetPart;
import io.github.fmexplain.Warning;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.answer.Standing;
import io.github.fmexplain.answer.StrongestGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Explanations as sentences whose titles are parts of their own, so that a page can isolate each
 * from the direction of the text around it.
 *
 * <p>Numbered marks go through the patterns in place of titles, so that no title can be taken for a
 * part of a pattern or of the sentence.
 */
public final class Sentence {

  private static final int MOST_FOR = 3;
  private static final int MOST_AGAINST = 2;
  private static final double NAMED = 0.2;
  private static final double MOSTLY = 0.5;
  private static final double BARELY = 0.05;

  /** More edits than these are not all named, but the first of them and how many more there are. */
  private static final int MOST_EDITS = 5;

  private static final char START = '\uE000';
  private static final char END = '\uE001';
  private static final Pattern MARK = Pattern.compile(START + "(\\d+)" + END);

  /**
   * A piece of a sentence.
   *
   * @param text what it says
   * @param title whether it is a title, cleaned
   */
  public record Part(String text, boolean title) {}

  private final Words words;
  private final List<String> titles = new ArrayList<>();

  /** The item that is explained. */
  private String explained = "";

  private Sentence(Words words) {
    this.words = words;
  }

  /**
   * {@return why an item is recommended}
   *
   * @param words patterns of sentences
   * @param explanation of a recommended item
   * @param group the ratings that count together, or null where single ratings do
   */
  public static List<Part> recommended(
      Words words, Explanation explanation, @Nullable StrongestGroup group) {
    return new Sentence(words).explaining("recommended.", explanation, group);
  }

  /**
   * {@return what speaks for an item and against it}
   *
   * @param words patterns of sentences
   * @param explanation any explanation
   * @param group the ratings that count together, or null where single ratings do
   */
  public static List<Part> scored(
      Words words, Explanation explanation, @Nullable StrongestGroup group) {
    return new Sentence(words).explaining("scored.", explanation, group);
  }

  /**
   * {@return what another set of ratings would change} Of more than five edits the first four are
   * named.
   *
   * @param words patterns of sentences
   * @param edits any edits
   */
  public static List<Part> edited(Words words, RatingEdits edits) {
    return new Sentence(words).telling(edits);
  }

  /**
   * {@return whether the sentence of some edits names all of them}
   *
   * @param edits any edits
   */
  public static boolean namesAll(RatingEdits edits) {
    return edits.size() <= MOST_EDITS;
  }

  private List<Part> explaining(
      String kind, Explanation explanation, @Nullable StrongestGroup group) {
    List<String> sentences = new ArrayList<>();
    OptionalDouble likeFrom = explanation.provenance().target().likeThreshold();
    explained = explanation.itemId();
    if (explanation.diagnostics().ratings() == 0) {
      addWithoutRatings(sentences, kind, explanation);
      return parts(String.join(" ", sentences));
    }
    explanation.ownRating().ifPresent(own -> sentences.add(already(own, likeFrom)));
    if (group == null) {
      addRatings(sentences, kind, explanation, likeFrom);
    } else {
      sentences.add(
          words.say(
              kind + (group.group().jointRemovalEffect() < 0 ? "group.against" : "group.for"),
              ratings(group),
              title(explanation.title(), explanation.itemId())));
    }
    addTags(sentences, explanation);
    addNotes(sentences, explanation, likeFrom);
    return parts(String.join(" ", sentences));
  }

  private void addWithoutRatings(List<String> sentences, String kind, Explanation explanation) {
    boolean asTrained =
        explanation
            .diagnostics()
            .warning(Warning.NoRatings.class)
            .filter(Warning.NoRatings::asTrained)
            .isPresent();
    sentences.add(
        words.say(
            kind + (asTrained ? "no-ratings.trained" : "no-ratings"),
            "",
            title(explanation.title(), explanation.itemId())));
    addTags(sentences, explanation);
    if (asTrained && offsetOutweighs(explanation)) {
      sentences.add(ofOffset(explanation));
    }
  }

  /** That the item is one that the user has rated. */
  private String already(Contribution own, OptionalDouble likeFrom) {
    String how =
        likeFrom.isEmpty() ? "rated" : isLiked(own, likeFrom.getAsDouble()) ? "liked" : "disliked";
    return words.say(
        "already." + how,
        title(own.title(), own.interaction().itemId()),
        words.rating(own.interaction().rating()));
  }

  private String ratings(StrongestGroup group) {
    int count = group.group().ratings().size();
    return switch (group.kind()) {
      case TAG -> words.say("group.tag", count, title(group.group().name(), group.itemId()));
      case LIKED -> words.say("group.liked", count);
      case NOT_LIKED -> words.say("group.not-liked", count);
    };
  }

  private void addRatings(
      List<String> sentences, String kind, Explanation explanation, OptionalDouble likeFrom) {
    List<Contribution> proponents = explanation.proponents(Integer.MAX_VALUE);
    List<Contribution> opponents = explanation.opponents(MOST_AGAINST);
    double strongestFor = proponents.isEmpty() ? 0 : proponents.get(0).removalEffect();
    double strongest =
        Math.max(strongestFor, opponents.isEmpty() ? 0 : -opponents.get(0).removalEffect());
    List<Contribution> inFavour = named(proponents, MOST_FOR, strongestFor);
    List<Contribution> against = named(opponents, MOST_AGAINST, strongest);
    sentences.add(
        words.say(
            kind + strength(inFavour, proponents, explanation),
            likeFrom.isEmpty() ? ratings(inFavour) : likes(inFavour, likeFrom.getAsDouble()),
            title(explanation.title(), explanation.itemId())));
    if (!against.isEmpty() && strongest >= BARELY) {
      sentences.add(words.say("against", titles(against), against.size()));
    }
  }

  /** Names what counts of the user's tags and the situation. */
  private void addTags(List<String> sentences, Explanation explanation) {
    double strongest =
        explanation.contributions().stream()
            .mapToDouble(c -> Math.abs(c.removalEffect()))
            .max()
            .orElse(0);
    double least = Math.max(BARELY, NAMED * strongest);
    addTags(sentences, explanation, "in-favour", MOST_FOR, part -> part.value() >= least);
    addTags(sentences, explanation, "against", MOST_AGAINST, part -> -part.value() >= least);
  }

  private void addTags(
      List<String> sentences,
      Explanation explanation,
      String key,
      int most,
      Predicate<OffsetPart> counts) {
    List<String> named =
        explanation.offsetParts().stream()
            .filter(part -> part.isPersonal() && !part.name().isEmpty() && counts.test(part))
            .sorted(Comparator.comparingDouble(part -> -Math.abs(part.value())))
            .limit(most)
            .map(part -> title(part.name(), part.name()))
            .toList();
    if (!named.isEmpty()) {
      sentences.add(words.say(key, joined(named), named.size()));
    }
  }

  private List<Part> telling(RatingEdits edits) {
    List<String> edited = new ArrayList<>();
    int named = namesAll(edits) ? edits.size() : MOST_EDITS - 1;
    int wanted = isUnwanted(edits) ? 0 : 1;
    for (RatingEdits.Edit edit : edits.edits().subList(0, named)) {
      edited.add(rated(title(edit.title(), edit.itemId()), edit.newRating(), wanted));
    }
    if (named < edits.size()) {
      edited.add(others(edits, edits.edits().subList(named, edits.size()), wanted));
    }
    return parts(
        words.say(
            "edits." + edits.kind() + (edits.listLength() == 1 ? ".first" : ".list"),
            joined(edited),
            title(edits.item()),
            title(edits.other()),
            edits.listLength(),
            edits.size(),
            wanted));
  }

  /** Whether every new rating is what somebody gives who did not like or buy the item. */
  private static boolean isUnwanted(RatingEdits edits) {
    double likeFrom = edits.provenance().target().likeThreshold().orElse(Double.MIN_VALUE);
    return edits.edits().stream()
        .map(RatingEdits.Edit::newRating)
        .allMatch(rating -> rating != null && rating < likeFrom);
  }

  /** How many they are, and their new rating where they all have the same. */
  private String others(RatingEdits edits, List<RatingEdits.Edit> others, int wanted) {
    Double rating = others.get(0).newRating();
    boolean alike = others.stream().allMatch(edit -> Objects.equals(edit.newRating(), rating));
    return rated(words.say("others." + edits.kind(), others.size()), alike ? rating : null, wanted);
  }

  private static List<Contribution> named(List<Contribution> ordered, int most, double strongest) {
    return ordered.stream()
        .filter(c -> Math.abs(c.removalEffect()) >= NAMED * strongest)
        .limit(most)
        .toList();
  }

  /**
   * What is mostly made by something else is not mostly made by the ratings that are named, and
   * what lowers a score has not made it.
   */
  private static String strength(
      List<Contribution> named, List<Contribution> all, Explanation explanation) {
    if (named.isEmpty()) {
      return "none";
    }
    if (named.get(0).removalEffect() < BARELY) {
      return "barely";
    }
    double share = named.stream().mapToDouble(Contribution::removalEffect).sum();
    double total = all.stream().mapToDouble(Contribution::removalEffect).sum();
    double impact = named.stream().mapToDouble(Contribution::impact).sum();
    return share >= MOSTLY * total
            && impact > 0
            && explanation.totalImpact() > 0
            && !offsetOutweighs(explanation)
            && !residualOutweighs(explanation)
        ? "mostly"
        : "partly";
  }

  private static boolean offsetOutweighs(Explanation explanation) {
    return Math.abs(explanation.offset())
        > Math.abs(explanation.totalImpact()) + Math.abs(explanation.residual());
  }

  private static boolean residualOutweighs(Explanation explanation) {
    return Math.abs(explanation.residual()) > Math.abs(explanation.totalImpact());
  }

  /** What most of the score is where that is the offset. */
  private String ofOffset(Explanation explanation) {
    double common =
        explanation.offsetParts().stream()
            .filter(part -> !part.isPersonal())
            .mapToDouble(OffsetPart::value)
            .sum();
    double rest =
        Math.abs(explanation.offset() - common)
            + Math.abs(explanation.totalImpact())
            + Math.abs(explanation.residual());
    return words.say(Math.abs(common) > rest ? "note.everybody" : "note.offset");
  }

  /** What the named ratings are where the target has no likes. */
  private String ratings(List<Contribution> named) {
    return words.say(
        "reason.rated",
        joined(named.stream().map(c -> rated(title(c), c.interaction().rating(), 1)).toList()));
  }

  private String likes(List<Contribution> named, double likeFrom) {
    List<Contribution> liked = named.stream().filter(c -> isLiked(c, likeFrom)).toList();
    List<Contribution> disliked = named.stream().filter(c -> !isLiked(c, likeFrom)).toList();
    if (disliked.isEmpty()) {
      return words.say("reason.liked", titles(liked), liked.size());
    }
    if (liked.isEmpty()) {
      return words.say("reason.disliked", titles(disliked), disliked.size());
    }
    return words.say("reason.both", titles(liked), titles(disliked), liked.size());
  }

  private static boolean isLiked(Contribution contribution, double likeFrom) {
    return contribution.interaction().rating() >= likeFrom;
  }

  private void addNotes(List<String> sentences, Explanation explanation, OptionalDouble likeFrom) {
    // The paper's method leaves out what is no like; what the model does not know may be one.
    if (likeFrom.isPresent()
        && explanation.diagnostics().warning(Warning.RatingsLeftOut.class).isEmpty()
        && explanation.contributions().stream()
            .noneMatch(c -> isLiked(c, likeFrom.getAsDouble()))) {
      sentences.add(words.say("note.nothing-liked"));
    }
    if (offsetOutweighs(explanation)) {
      sentences.add(ofOffset(explanation));
    }
    if (residualOutweighs(explanation)) {
      sentences.add(words.say("note.residual"));
    }
  }

  private String titles(List<Contribution> contributions) {
    return joined(contributions.stream().map(this::title).toList());
  }

  private String title(Contribution contribution) {
    String itemId = contribution.interaction().itemId();
    String title = title(contribution.title(), itemId);
    return itemId.equals(explained) ? words.say("itself", title) : title;
  }

  private String title(Standing standing) {
    return title(standing.title(), standing.itemId());
  }

  /** Returns a mark in the quotes of the language. */
  private String title(String title, String itemId) {
    titles.add(Titles.clean(title, itemId));
    return words.say("title", START + String.valueOf(titles.size() - 1) + END);
  }

  private String rated(String title, @Nullable Double rating, int wanted) {
    return rating == null ? title : words.say("rated", title, words.rating(rating), wanted);
  }

  private String joined(List<String> names) {
    String joined = names.isEmpty() ? "" : names.get(0);
    for (int j = 1; j < names.size(); j++) {
      joined = words.say(j == names.size() - 1 ? "list.two" : "list.more", joined, names.get(j));
    }
    return joined;
  }

  /** Puts the titles back in the place of their marks. */
  private List<Part> parts(String sentence) {
    List<Part> parts = new ArrayList<>();
    Matcher mark = MARK.matcher(sentence);
    int from = 0;
    while (mark.find()) {
      parts.add(new Part(sentence.substring(from, mark.start()), false));
      parts.add(new Part(titles.get(Integer.parseInt(mark.group(1))), true));
      from = mark.end();
    }
    parts.add(new Part(sentence.substring(from), false));
    return parts;
  }
}
