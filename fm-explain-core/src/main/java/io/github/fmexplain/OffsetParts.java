package io.github.fmexplain;

import io.github.fmexplain.OffsetPart.Kind;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Splits the offset of an item into named parts. With b the sum of x_f v_f over the features of a
 * part, p what they score alone (linear weights, and products among themselves), q the sum over all
 * features of the item and s that over those of user and situation:
 *
 * <pre>
 *   model                        w0
 *   the item, a tag of it        p + ½ b·(q − b)
 *   a tag of user or situation   p + ½ b·(s − b) + b·q
 * </pre>
 *
 * <p>Costs O(k) for each feature. Immutable.
 */
final class OffsetParts {

  private final FmModel model;
  private final FeatureEncoder encoder;
  private final List<Block> sides = new ArrayList<>();

  /** s, [k]. */
  private final double[] shared;

  /** Features that make one part, with their b [k] and p. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Block(Kind kind, String name, double[] b, double p) {}

  /**
   * Prepares what all items share.
   *
   * @param own the user's column, where it is no part of θ
   */
  OffsetParts(
      FmModel model,
      FeatureEncoder encoder,
      FeatureVector own,
      Set<String> userTags,
      Set<String> context) {
    this.model = model;
    this.encoder = encoder;
    this.shared = new double[model.numFactors()];
    if (!own.isEmpty()) {
      sides.add(block(Kind.USER, "", own, shared));
    }
    addSides(Kind.USER_TAG, userTags, encoder::userSideFeatures);
    addSides(Kind.CONTEXT, context, encoder::contextFeatures);
  }

  /** An encoder makes features of all tags at once; one belongs to the tag that has it alone. */
  private void addSides(Kind kind, Set<String> tags, Function<Set<String>, FeatureVector> columns) {
    FeatureVector all = columns.apply(tags);
    if (all.isEmpty()) {
      return;
    }
    Map<Integer, String> names = new TreeMap<>();
    for (String tag : tags) {
      FeatureVector own = columns.apply(Set.of(tag));
      for (int j = 0; j < own.size(); j++) {
        names.putIfAbsent(own.index(j), tag);
      }
    }
    Map<String, FeatureVector> byName = new TreeMap<>();
    for (int j = 0; j < all.size(); j++) {
      byName.merge(names.getOrDefault(all.index(j), ""), feature(all, j), FeatureVector::and);
    }
    byName.forEach((name, features) -> sides.add(block(kind, name, features, shared)));
  }

  private static FeatureVector first(FeatureVector features, int count) {
    FeatureVector first = count == features.size() ? features : FeatureVector.empty();
    for (int j = first.size(); j < count; j++) {
      first = first.and(feature(features, j));
    }
    return first;
  }

  private static FeatureVector feature(FeatureVector features, int j) {
    return FeatureVector.of(new int[] {features.index(j)}, new float[] {features.value(j)});
  }

  /** Returns the block of some features, which are added to the sums. */
  private Block block(Kind kind, String name, FeatureVector features, double[] sums) {
    double[] b = new double[sums.length];
    double p = model.addTo(b, features);
    for (int c = 0; c < b.length; c++) {
      sums[c] += b[c];
    }
    return new Block(kind, name, b, p);
  }

  /** {@return the parts, in their order; a list of the caller's own} */
  List<OffsetPart> of(String itemId, FeatureVector features) {
    List<String> tags = encoder.tagsOf(itemId);
    int own = features.size() - tags.size();
    if (sides.isEmpty() && features.size() == 1 && own == 1) {
      return alone(features);
    }
    double[] q = new double[shared.length];
    List<Block> blocks = new ArrayList<>();
    blocks.add(block(Kind.ITEM, "", first(features, own), q));
    for (int j = own; j < features.size(); j++) {
      blocks.add(block(Kind.ITEM_TAG, tags.get(j - own), feature(features, j), q));
    }
    List<OffsetPart> parts = new ArrayList<>();
    parts.add(new OffsetPart(Kind.MODEL, "", model.bias()));
    for (Block block : blocks) {
      parts.add(part(block, 0.5 * besides(block, q)));
    }
    for (Block side : sides) {
      parts.add(part(side, 0.5 * besides(side, shared) + Kernels.dot(side.b, q)));
    }
    return parts;
  }

  /** One feature has no product with another. */
  private List<OffsetPart> alone(FeatureVector item) {
    List<OffsetPart> parts = new ArrayList<>(3);
    parts.add(new OffsetPart(Kind.MODEL, "", model.bias()));
    double weight = item.value(0) * (double) model.linearWeight(item.index(0));
    parts.add(new OffsetPart(Kind.ITEM, "", weight));
    return parts;
  }

  private static OffsetPart part(Block block, double products) {
    return new OffsetPart(block.kind, block.name, block.p + products);
  }

  /** Returns b·(sums − b). */
  private static double besides(Block block, double[] sums) {
    double product = 0;
    for (int c = 0; c < sums.length; c++) {
      product += block.b[c] * (sums[c] - block.b[c]);
    }
    return product;
  }
}
