package io.github.fmexplain.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Items to draw at random without putting them back, each with a weight. Immutable.
 *
 * <p>Each draw takes an item that is still in the urn with the probability w / (sum of the weights
 * in the urn). As long as at least a quarter of all weight is in the urn, an item is drawn from all
 * items, by a search in the cumulative weights, and again until it is one in the urn: at most four
 * times on average. With less than that, every item in the urn gets a key, -ln(u) / w with u
 * uniform in (0, 1]; the items in the order of their keys have the same distribution as items drawn
 * one after the other [1]. What is drawn depends on what was drawn before only by what is left, so
 * the change from one to the other changes no probability.
 *
 * <p>[1] P. Efraimidis, P. Spirakis: Weighted random sampling with a reservoir. Information
 * Processing Letters 97 (2006), algorithm A; their keys are u^(1/w), largest first.
 */
final class ItemUrn {

  private static final double ENOUGH = 0.25;

  private final IdIndex items;
  private final double[] weights;
  private final double[] cumulative;

  /** Makes the urn; the weights are positive. */
  ItemUrn(Map<String, Double> weights) {
    this.items = IdIndex.of("item", "urn", weights.keySet());
    this.weights = weights.values().stream().mapToDouble(Double::doubleValue).toArray();
    this.cumulative = this.weights.clone();
    for (int i = 1; i < cumulative.length; i++) {
      cumulative[i] += cumulative[i - 1];
    }
  }

  /**
   * {@return items in the order in which they were drawn, or all that can be if there are fewer}
   */
  List<String> draw(Collection<String> without, long count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BitSet gone = new BitSet(weights.length);
    double total = weights.length == 0 ? 0 : cumulative[weights.length - 1];
    double left = total;
    for (String item : without) {
      int i = items.find(item).orElse(-1);
      if (i >= 0) {
        gone.set(i);
        left -= weights[i];
      }
    }
    int wanted = (int) Math.min(count, weights.length - gone.cardinality());
    List<String> drawn = new ArrayList<>(wanted);
    while (drawn.size() < wanted && left >= ENOUGH * total) {
      int i = anyItem(random, total);
      if (!gone.get(i)) {
        gone.set(i);
        left -= weights[i];
        drawn.add(items.ids().get(i));
      }
    }
    if (drawn.size() < wanted) {
      for (Key key : keys(gone, random).subList(0, wanted - drawn.size())) {
        drawn.add(items.ids().get(key.item));
      }
    }
    return drawn;
  }

  private int anyItem(SplittableRandom random, double total) {
    int found = Arrays.binarySearch(cumulative, random.nextDouble() * total);
    // The item whose weight spans the number: the first with a larger cumulative weight.
    return Math.min(found < 0 ? -found - 1 : found + 1, weights.length - 1);
  }

  private record Key(double value, int item) {}

  /** {@return a key per item that is in the urn, smallest first} */
  private List<Key> keys(BitSet gone, SplittableRandom random) {
    List<Key> keys = new ArrayList<>(weights.length - gone.cardinality());
    for (int i = gone.nextClearBit(0); i < weights.length; i = gone.nextClearBit(i + 1)) {
      keys.add(new Key(-Math.log(1 - random.nextDouble()) / weights[i], i));
    }
    keys.sort(Comparator.comparingDouble(Key::value).thenComparingInt(Key::item));
    return keys;
  }
}
