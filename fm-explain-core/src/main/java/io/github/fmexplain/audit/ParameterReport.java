package io.github.fmexplain.audit;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.OffsetPart;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.internal.Once;
import io.github.fmexplain.internal.Text;
import io.github.fmexplain.model.NoAnswerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The main parameters of a recommender, and how much each of them counts: measured over the scores
 * that a sample of users has of a sample of the items. It names no user.
 *
 * <p>A score is the sum of its blocks, so that their shares {@code cov(block, score) / var(score)}
 * add up to 1. A share is negative where a block works against the others.
 *
 * @param modelFingerprint {@link io.github.fmexplain.model.FmModel#fingerprint()} of the model
 * @param method the method that was asked for
 * @param unit the unit of scores
 * @param users the number of users in the sample
 * @param items the number of items in the sample
 * @param deviation the standard deviation of the scores, in score units
 * @param blocks the share of each block, in the order of {@link Kind}; 0 if all scores are equal
 * @param ratedItems the rated items that move scores most, farthest first, at most 10
 * @param tags the tags of items, users and the situation that move scores most, farthest first, at
 *     most 10
 * @param withoutPersonalData what is recommended without anything of a person: to a user without
 *     ratings, tags and situation
 * @param kept how much of the users' own lists is also recommended without personal data: the mean
 *     share, 0 to 1, rated items left out
 */
public record ParameterReport(
    String modelFingerprint,
    Method method,
    ScoreUnit unit,
    int users,
    int items,
    double deviation,
    List<Block> blocks,
    List<ItemDriver> ratedItems,
    List<TagDriver> tags,
    List<Recommendation> withoutPersonalData,
    double kept) {

  private static final int LIST_LENGTH = 10;
  private static final int MOST_ITEMS = 300;

  public ParameterReport {
    blocks = List.copyOf(blocks);
    ratedItems = List.copyOf(ratedItems);
    tags = List.copyOf(tags);
    withoutPersonalData = List.copyOf(withoutPersonalData);
  }

  /** What a score is made of. */
  public enum Kind {
    /** The item itself, for everybody. */
    ITEM,
    /** The tags of the item, for everybody. */
    ITEM_TAGS,
    /** The user's tags. */
    USER_TAGS,
    /** The situation. */
    CONTEXT,
    /** The user's own ratings: the impacts. */
    RATINGS,
    /** What was learned of the user, but is explained by no rating: the residual. */
    RESIDUAL
  }

  /**
   * A block of scores.
   *
   * @param kind what it is of
   * @param share its share of the scores' variance
   */
  public record Block(Kind kind, double share) {}

  /**
   * A rated item that moves scores.
   *
   * @param itemId the rated item
   * @param title its title
   * @param meanSize the mean size of the impacts of its ratings over all scores, in score units;
   *     who has not rated it counts 0
   */
  public record ItemDriver(String itemId, String title, double meanSize) {}

  /**
   * A tag that moves scores.
   *
   * @param kind of an item, a user or the situation
   * @param tag the tag
   * @param meanSize the mean size of its parts over all scores, in score units; where it does not
   *     apply it counts 0
   */
  public record TagDriver(OffsetPart.Kind kind, String tag, double meanSize) {}

  /**
   * {@return the report of a model over a sample of users, without a situation, with lists of 10}
   *
   * @param explainer explains the model
   * @param sample one history per user, at least one
   * @throws IllegalArgumentException if the sample is empty
   * @throws NoAnswerException if the catalogue is empty
   */
  public static ParameterReport of(FmExplainer explainer, List<History> sample) {
    return of(explainer, sample, Set.of(), LIST_LENGTH);
  }

  /**
   * {@return the report of a model over a sample of users in a situation} Costs an explanation of
   * at most 300 items, spread evenly over the catalogue, for each user.
   *
   * @param explainer explains the model
   * @param sample one history per user, at least one
   * @param context tags of the situation
   * @param listLength the number of items that are recommended, at least 1
   * @throws IllegalArgumentException if the sample is empty or the length less than 1
   * @throws NoAnswerException if the catalogue is empty
   */
  public static ParameterReport of(
      FmExplainer explainer, List<History> sample, Set<String> context, int listLength) {
    Objects.requireNonNull(context, "context");
    Once.atLeast(1, listLength, "list length");
    Catalogue catalogue = explainer.catalogue();
    if (sample.isEmpty()) {
      throw new IllegalArgumentException("sample must hold at least 1 user, but is empty");
    }
    if (catalogue.size() == 0) {
      throw new NoAnswerException(
          NoAnswerException.Kind.NOTHING_LEFT, "catalogue must hold at least 1 item, but is empty");
    }
    List<String> items = spread(catalogue);
    UserExplainer nobody = explainer.forHistory(History.ofNewUser(List.of()));
    ScoreShares shares = new ScoreShares();
    double kept = 0;
    for (History history : sample) {
      UserExplainer user = explainer.forHistory(history).inContext(context);
      user.explainAll(items).forEach(shares::add);
      kept += kept(user, nobody, listLength) / sample.size();
    }
    return new ParameterReport(
        explainer.trained().model().fingerprint(),
        explainer.method(),
        ScoreUnit.of(explainer.trained().model().predictorType()),
        sample.size(),
        items.size(),
        shares.deviation(),
        shares.blocks(),
        shares.ratedItems(),
        shares.tags(),
        nobody.recommend(listLength),
        kept);
  }

  private static List<String> spread(Catalogue catalogue) {
    int count = Math.min(MOST_ITEMS, catalogue.size());
    List<String> items = new ArrayList<>(count);
    for (int j = 0; j < count; j++) {
      items.add(catalogue.items().get((int) ((long) j * catalogue.size() / count)).id());
    }
    return items;
  }

  /** Returns the share of a user's list that is also recommended without personal data. */
  private static double kept(UserExplainer user, UserExplainer nobody, int listLength) {
    Set<String> rated =
        user.history().interactions().stream().map(Interaction::itemId).collect(Collectors.toSet());
    List<String> own = ids(user.recommend(listLength));
    List<String> common =
        ids(nobody.recommend(listLength, (CatalogueItem item) -> !rated.contains(item.id())));
    return own.isEmpty() ? 1 : (double) own.stream().filter(common::contains).count() / own.size();
  }

  private static List<String> ids(List<Recommendation> list) {
    return list.stream().map(Recommendation::itemId).toList();
  }

  /**
   * {@return the share of a block}
   *
   * @param kind what it is of
   */
  public double share(Kind kind) {
    Objects.requireNonNull(kind, "kind");
    return blocks.stream().filter(b -> b.kind() == kind).mapToDouble(Block::share).sum();
  }

  /** {@return the numbers of users and items, and the share of the users' own ratings} */
  @Override
  public String toString() {
    return Text.of(
        "ParameterReport[%s users, %s items, ratings %.3f]", users, items, share(Kind.RATINGS));
  }
}
