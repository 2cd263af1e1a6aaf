package io.github.fmexplain.audit;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.OffsetPart;
import io.github.fmexplain.audit.ParameterReport.Block;
import io.github.fmexplain.audit.ParameterReport.ItemDriver;
import io.github.fmexplain.audit.ParameterReport.Kind;
import io.github.fmexplain.audit.ParameterReport.TagDriver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Adds up what scores are made of. */
final class ScoreShares {

  private static final int MOST_DRIVERS = 10;

  private final List<Row> rows = new ArrayList<>();

  /** A score and its blocks. */
  private record Row(Map<Kind, Double> blocks, double score) {
    double of(Kind kind) {
      return blocks.getOrDefault(kind, 0.0);
    }
  }

  private final Map<String, Double> sizes = new TreeMap<>();
  private final Map<String, String> titles = new TreeMap<>();
  private final Map<OffsetPart.Kind, Map<String, Double>> tagSizes = new TreeMap<>();

  void add(Explanation explanation) {
    Map<Kind, Double> blocks = new EnumMap<>(Kind.class);
    for (OffsetPart part : explanation.offsetParts()) {
      blocks.merge(kindOf(part.kind()), part.value(), Double::sum);
      if (!part.name().isEmpty()) {
        tagSizes
            .computeIfAbsent(part.kind(), any -> new TreeMap<>())
            .merge(part.name(), Math.abs(part.value()), Double::sum);
      }
    }
    for (Contribution c : explanation.contributions()) {
      String itemId = c.interaction().itemId();
      sizes.merge(itemId, Math.abs(c.impact()), Double::sum);
      titles.put(itemId, c.title());
    }
    blocks.merge(Kind.RATINGS, explanation.totalImpact(), Double::sum);
    blocks.put(Kind.RESIDUAL, explanation.residual());
    rows.add(new Row(blocks, explanation.score()));
  }

  private static Kind kindOf(OffsetPart.Kind kind) {
    return switch (kind) {
      case MODEL, ITEM -> Kind.ITEM;
      case ITEM_TAG -> Kind.ITEM_TAGS;
      case USER, USER_TAG -> Kind.USER_TAGS;
      // The share of the user's own rows, as that of the ratings is.
      case SAMPLED -> Kind.RATINGS;
      case CONTEXT -> Kind.CONTEXT;
    };
  }

  /** Returns the covariance of something with the score. */
  private double covariance(ToDoubleFunction<Row> what) {
    double mean = rows.stream().mapToDouble(what).average().orElse(0);
    double meanScore = rows.stream().mapToDouble(Row::score).average().orElse(0);
    return rows.stream()
        .mapToDouble(row -> (what.applyAsDouble(row) - mean) * (row.score - meanScore))
        .average()
        .orElse(0);
  }

  double deviation() {
    return Math.sqrt(covariance(Row::score));
  }

  List<Block> blocks() {
    double variance = covariance(Row::score);
    List<Block> blocks = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      double share = variance == 0 ? 0 : covariance(row -> row.of(kind)) / variance;
      blocks.add(new Block(kind, share));
    }
    return blocks;
  }

  List<ItemDriver> ratedItems() {
    return sizes.entrySet().stream()
        .map(
            e ->
                new ItemDriver(
                    e.getKey(),
                    titles.getOrDefault(e.getKey(), e.getKey()),
                    e.getValue() / rows.size()))
        .sorted(Comparator.comparingDouble(driver -> -driver.meanSize()))
        .limit(MOST_DRIVERS)
        .toList();
  }

  List<TagDriver> tags() {
    List<TagDriver> tags = new ArrayList<>();
    tagSizes.forEach(
        (kind, byTag) ->
            byTag.forEach((tag, size) -> tags.add(new TagDriver(kind, tag, size / rows.size()))));
    tags.sort(Comparator.comparingDouble(driver -> -driver.meanSize()));
    return List.copyOf(tags.subList(0, Math.min(MOST_DRIVERS, tags.size())));
  }
}
