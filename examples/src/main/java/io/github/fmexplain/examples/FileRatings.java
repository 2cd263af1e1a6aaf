package io.github.fmexplain.examples;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.NegativeSampling;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingRow;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TagEncoder;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.io.ExplanationDocument;
import io.github.fmexplain.model.PredictorType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The ratings of a file. */
final class FileRatings implements RatingsData {

  private static final double LEAST_STAR = 1;
  private static final double LIKED_STARS = 4;
  private static final double MOST_STARS = 5;

  /**
   * What is known of likes.
   *
   * @param from the lowest rating that is one, or null
   * @param purchases whether the file has purchases and no ratings
   * @param everything whether every rating in the file is a like, as purchases are
   */
  record Likes(@Nullable Double from, boolean purchases, boolean everything) {}

  private final String name;
  private final Likes likes;
  private final List<RatingRow> rows;
  private final DoubleSummaryStatistics scale;
  private final boolean sampled;
  private final Map<String, History> histories = new LinkedHashMap<>();
  private final Catalogue catalogue;
  private final FeatureEncoder encoder;

  /**
   * Makes the data.
   *
   * @param rows as in the file
   * @param own made of them, with user ids
   * @param sampling draws what users did not choose, or null
   */
  FileRatings(
      String name,
      Likes likes,
      List<RatingRow> rows,
      List<History> own,
      @Nullable NegativeSampling sampling,
      Catalogue catalogue) {
    this.name = name;
    this.likes = likes;
    this.rows = rows;
    this.catalogue = catalogue;
    this.sampled = sampling != null;
    this.scale =
        own.stream()
            .flatMap(history -> history.interactions().stream())
            .mapToDouble(Interaction::rating)
            .summaryStatistics();
    for (History history : sampling == null ? own : sampling.addTo(own)) {
      histories.put(Objects.requireNonNull(history.userId()), history);
    }
    boolean tags = catalogue.items().stream().anyMatch(item -> !item.tags().isEmpty());
    this.encoder =
        tags
            ? TagEncoder.of(histories.keySet(), catalogue, Set.of(), Set.of())
            : OneHotEncoder.of(
                histories.keySet(), catalogue.items().stream().map(item -> item.id()).toList());
  }

  @Override
  public ExplanationDocument.Dataset dataset() {
    long ratings = histories.values().stream().mapToLong(History::size).sum();
    return new ExplanationDocument.Dataset(
        name, false, histories.size(), catalogue.size(), ratings, 0);
  }

  @Override
  public boolean isPurchases() {
    return likes.purchases();
  }

  @Override
  public List<History> training() {
    return List.copyOf(histories.values());
  }

  @Override
  public List<History> test() {
    return List.of();
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public FeatureEncoder encoder() {
    return encoder;
  }

  @Override
  public History historyOf(String userId) {
    History history = histories.get(userId);
    if (history == null) {
      throw new UnknownIdException("user", userId, "data set", histories.size());
    }
    return history;
  }

  @Override
  public RatingTarget target(PredictorType type) {
    if (type == PredictorType.REGRESSOR) {
      if (likes.from() != null) {
        throw new IllegalArgumentException(
            "--like-from is for --task binary; a regression predicts the rating itself");
      }
      return RatingTarget.stars();
    }
    double from = likeFrom();
    long liked =
        histories.values().stream()
            .flatMap(history -> history.interactions().stream())
            .filter(rating -> rating.rating() >= from)
            .count();
    long all = dataset().trainingRatings();
    if (liked == all && !sampled) {
      throw new IllegalArgumentException(
          "likes need dislikes, but "
              + (all == 1 ? "the only rating is a like (" : "all " + all + " ratings are likes (")
              + scale()
              + ", a like from "
              + number(from)
              + "); sample what users did not choose with --negatives 4, or set --like-from"
              + " higher");
    }
    if (liked == 0) {
      throw new IllegalArgumentException(
          "no rating is a like: they are "
              + scale()
              + ", and a like is from "
              + number(from)
              + "; set --like-from lower");
    }
    return RatingTarget.likeFrom(from);
  }

  @Override
  public void requireTarget(RatingTarget target) {
    if (likes.from() != null && !target.equals(RatingTarget.likeFrom(likes.from()))) {
      throw new IllegalArgumentException(
          "--like-from must be as the model was trained, which predicts "
              + target
              + ", but is "
              + number(likes.from()));
    }
  }

  private double likeFrom() {
    if (likes.from() != null) {
      return likes.from();
    }
    if (likes.everything() || scale.getMin() == scale.getMax()) {
      return scale.getMin();
    }
    if (scale.getMin() >= LEAST_STAR && scale.getMax() <= MOST_STARS) {
      return LIKED_STARS;
    }
    throw new IllegalArgumentException(
        "--like-from is missing: ratings are "
            + scale()
            + ", and what a like is can be told without it only of ratings from 1 to 5");
  }

  private String scale() {
    return scale.getMin() == scale.getMax()
        ? "all " + number(scale.getMin())
        : "from " + number(scale.getMin()) + " to " + number(scale.getMax());
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** Sampled items come last, user by user. */
  @Override
  public TrainingSet inFileOrder(FeatureEncoder encoder, List<History> given, RatingTarget target) {
    TrainingSet set = TrainingSet.of(encoder, given, target);
    Map<String, Map<String, Integer>> lines = new HashMap<>();
    for (int line = 0; line < rows.size(); line++) {
      RatingRow row = rows.get(line);
      lines.computeIfAbsent(row.userId(), id -> new HashMap<>()).putIfAbsent(row.itemId(), line);
    }
    List<Integer> lineOf = new ArrayList<>();
    for (History history : given) {
      Map<String, Integer> own = Objects.requireNonNull(lines.get(history.userId()));
      history.rows().forEach(row -> lineOf.add(own.getOrDefault(row.itemId(), rows.size())));
    }
    return set.inOrder(
        IntStream.range(0, lineOf.size())
            .boxed()
            .sorted(Comparator.comparing(lineOf::get))
            .mapToInt(Integer::intValue)
            .toArray());
  }

  @Override
  public String toString() {
    ExplanationDocument.Dataset size = dataset();
    long tags = catalogue.items().stream().flatMap(item -> item.tags().stream()).distinct().count();
    return name
        + ": "
        + ExampleCommand.count(size.users(), "user")
        + ", "
        + ExampleCommand.count(size.items(), "item")
        + (tags == 0 ? "" : " with " + ExampleCommand.count(tags, "tag"))
        + ", "
        + ExampleCommand.count(size.trainingRatings(), likes.purchases() ? "purchase" : "rating")
        + (sampled
            ? ", "
                + histories.values().stream().mapToLong(history -> history.sampled().size()).sum()
                + " items sampled as not chosen"
            : "");
  }
}
