package io.github.fmexplain.internal.items;

import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The items that a model knows as a matrix, to find a user's best items in one pass over it.
 *
 * <p>An item's score is {@code base + n_j + t_j·x}, with t_j = Σ_f x_f v_f over the item's
 * features, n_j the rest of it that does not depend on the user, and x = v_u + Σ_g x_g v_g over the
 * features that all rows of the user share. The pass is done in float, factor by factor over blocks
 * of items, so that it runs as fast as the memory gives the matrix; what may be among the best by
 * its error bound is left to be scored in double. Immutable. A direction is x, [k], a change is one
 * of x, [k]; neither is modified. A count is at least 1; isLeftOut tells by its place that an item
 * does not count.
 */
public final class ItemMatrix {

  private static final int BLOCK = 1024;

  /** Magnitudes beyond this could overflow a float; then every item is a candidate. */
  private static final double LARGEST = 1e30;

  private final int items;

  /** t, by blocks of items, then by factor, then by item; and n, by blocks. */
  private final float[][][] factors;

  private final float[][] constants;

  /** max_j |t_jc|, [k], and max_j |n_j|. */
  private final double[] largestFactors;

  private final double largestConstant;

  /**
   * Lays out the items.
   *
   * @param features the features of the item at a place, from 0
   */
  public ItemMatrix(FmModel model, int count, IntFunction<FeatureVector> features) {
    items = count;
    int k = model.numFactors();
    int blocks = (items + BLOCK - 1) / BLOCK;
    factors = new float[blocks][k][];
    constants = new float[blocks][];
    largestFactors = new double[k];
    double largest = 0;
    for (int b = 0; b < blocks; b++) {
      int size = Math.min(BLOCK, items - b * BLOCK);
      constants[b] = new float[size];
      for (int c = 0; c < k; c++) {
        factors[b][c] = new float[size];
      }
      for (int j = 0; j < size; j++) {
        double[] sums = new double[k];
        double constant = model.addTo(sums, features.apply(b * BLOCK + j));
        constants[b][j] = (float) constant;
        largest = Math.max(largest, Math.abs(constant));
        for (int c = 0; c < k; c++) {
          factors[b][c][j] = (float) sums[c];
          largestFactors[c] = Math.max(largestFactors[c], Math.abs(sums[c]));
        }
      }
    }
    largestConstant = largest;
  }

  /**
   * {@return the places of items of which the best are certainly some, ascending} Few more than the
   * best, if there are no ties.
   *
   * @param base what the scores of all items share, in magnitude: it has a part in their rounding
   * @param count how many of the best are wanted, at least 1
   * @param isLeftOut whether an item is not to be recommended, by its place; asked of few
   */
  public int[] candidates(double[] direction, double base, int count, IntPredicate isLeftOut) {
    double magnitude = magnitude(direction);
    if (!(magnitude < LARGEST)) {
      int[] all = new int[items];
      Arrays.setAll(all, j -> j);
      return Arrays.stream(all).filter(j -> !isLeftOut.test(j)).toArray();
    }
    Best best = new Best(Math.min(count, items), margin(direction, magnitude, base));
    scan(
        direction,
        1,
        (first, scores, size) -> {
          for (int j = 0; j < size; j++) {
            if (scores[j] >= best.threshold && !isLeftOut.test(first + j)) {
              best.add(first + j, scores[j]);
            }
          }
        });
    return best.candidates();
  }

  /**
   * {@return how many items have a higher score than an item, as far as that is certain; those for
   * which it is not are told one by one}
   *
   * @param base what the scores of all items share, in magnitude: it has a part in their rounding
   * @param isLeftOut whether an item does not count, by its place, or null if all do
   * @param near takes the place of each other item whose score is the same to rounding
   */
  public int countAbove(
      double[] direction,
      double base,
      int place,
      @Nullable IntPredicate isLeftOut,
      IntConsumer near) {
    double magnitude = magnitude(direction);
    if (!(magnitude < LARGEST)) {
      IntStream.range(0, items)
          .filter(j -> j != place && (isLeftOut == null || !isLeftOut.test(j)))
          .forEach(near);
      return 0;
    }
    float own = scoreOf(direction, place);
    double margin = margin(direction, magnitude, base);
    int[] above = new int[1];
    scan(
        direction,
        1,
        (first, scores, size) -> {
          int count = 0;
          for (int j = 0; j < size; j++) {
            if (scores[j] < own - margin
                || first + j == place
                || (isLeftOut != null && isLeftOut.test(first + j))) {
              continue;
            }
            if (scores[j] > own + margin) {
              count++;
            } else {
              near.accept(first + j);
            }
          }
          above[0] += count;
        });
    return above[0];
  }

  /**
   * {@return the places of items of which those whose scores move farthest, up or down, certainly
   * are some}
   *
   * @param shift by what the scores of all items move besides
   */
  public int[] farthest(double[] change, double shift, int count, IntPredicate isLeftOut) {
    double magnitude = magnitude(change) + Math.abs(shift);
    if (!(magnitude < LARGEST)) {
      return IntStream.range(0, items).filter(j -> !isLeftOut.test(j)).toArray();
    }
    Best best = new Best(Math.min(count, items), margin(change, magnitude, 0));
    scan(
        change,
        0,
        (first, scores, size) -> {
          for (int j = 0; j < size; j++) {
            float moved = (float) Math.abs(scores[j] + shift);
            if (moved >= best.threshold && !isLeftOut.test(first + j)) {
              best.add(first + j, moved);
            }
          }
        });
    return best.candidates();
  }

  /** {@return what no item's score moves beyond when x changes, without what all items share} */
  public double largestMove(double[] change) {
    return magnitude(change) - largestConstant;
  }

  /** Takes the scores of a block of items. */
  private interface Block {
    void accept(int first, float[] scores, int size);
  }

  /** Makes the scores t·x + weight·n, block by block. */
  private void scan(double[] direction, int weight, Block block) {
    float[] x = floats(direction);
    float[] scores = new float[BLOCK];
    for (int b = 0; b < factors.length; b++) {
      int size = constants[b].length;
      if (weight == 1) {
        System.arraycopy(constants[b], 0, scores, 0, size);
      } else {
        Arrays.fill(scores, 0);
      }
      addFactors(factors[b], x, scores);
      block.accept(b * BLOCK, scores, size);
    }
  }

  /** Returns the score of one item, to rounding. */
  private float scoreOf(double[] direction, int place) {
    float[][] block = factors[place / BLOCK];
    int j = place % BLOCK;
    float score = constants[place / BLOCK][j];
    for (int c = 0; c < direction.length; c++) {
      score += (float) direction[c] * block[c][j];
    }
    return score;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int c = 0; c < floats.length; c++) {
      floats[c] = (float) values[c];
    }
    return floats;
  }

  /** Twice the error bound of a score: what two scores may differ by and be equal. */
  private double margin(double[] direction, double magnitude, double base) {
    double underflow = 1;
    for (int c = 0; c < direction.length; c++) {
      underflow += 1 + largestFactors[c] + Math.abs(direction[c]);
    }
    double ofFloats = magnitude * relativeError(direction.length) + underflow * Float.MIN_VALUE;
    return 2 * (ofFloats + (direction.length + 64) * 0x1p-53 * base);
  }

  /** Returns what no score's terms add up beyond in magnitude, without what all items share. */
  private double magnitude(double[] direction) {
    double magnitude = largestConstant;
    for (int c = 0; c < direction.length; c++) {
      double size = Math.abs(direction[c]);
      if (!(size < LARGEST && largestFactors[c] < LARGEST)) {
        return Double.POSITIVE_INFINITY;
      }
      magnitude += largestFactors[c] * size;
    }
    return magnitude;
  }

  /** Two roundings of the inputs, one of each product, k + 1 of the sum, and some to spare. */
  private static double relativeError(int k) {
    return (k + 8) * 0x1p-24;
  }

  private static void addFactors(float[][] block, float[] x, float[] scores) {
    int c = 0;
    for (; c + 4 <= x.length; c += 4) {
      addFour(
          block[c],
          block[c + 1],
          block[c + 2],
          block[c + 3],
          x[c],
          x[c + 1],
          x[c + 2],
          x[c + 3],
          scores);
    }
    for (; c < x.length; c++) {
      float[] factor = block[c];
      for (int j = 0; j < factor.length; j++) {
        scores[j] += x[c] * factor[j];
      }
    }
  }

  private static void addFour(
      float[] f0,
      float[] f1,
      float[] f2,
      float[] f3,
      float x0,
      float x1,
      float x2,
      float x3,
      float[] scores) {
    for (int j = 0; j < f0.length; j++) {
      scores[j] += x0 * f0[j] + x1 * f1[j] + x2 * f2[j] + x3 * f3[j];
    }
  }

  /** The best scores so far, a heap with the least on top, and who may be among the best. */
  private static final class Best {

    private final float[] heap;
    private final double margin;
    private int size;
    private int[] places = new int[64];
    private float[] scores = new float[64];
    private int found;

    /** What an item's score must be at least to be of interest. */
    private double threshold = Double.NEGATIVE_INFINITY;

    Best(int count, double margin) {
      heap = new float[count];
      this.margin = margin;
    }

    void add(int place, float score) {
      if (found == places.length) {
        drop();
      }
      places[found] = place;
      scores[found] = score;
      found++;
      if (size < heap.length) {
        heap[size++] = score;
        if (size == heap.length) {
          Arrays.sort(heap);
          threshold = heap[0] - margin;
        }
      } else if (score > heap[0]) {
        replaceLeast(score);
        threshold = heap[0] - margin;
      }
    }

    private void replaceLeast(float score) {
      int hole = 0;
      int child = 1;
      while (child < heap.length) {
        if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
          child++;
        }
        if (heap[child] >= score) {
          break;
        }
        heap[hole] = heap[child];
        hole = child;
        child = 2 * hole + 1;
      }
      heap[hole] = score;
    }

    /** Forgets who cannot be among the best any more; makes room if all still can. */
    private void drop() {
      int kept = 0;
      for (int j = 0; j < found; j++) {
        if (scores[j] >= threshold) {
          places[kept] = places[j];
          scores[kept] = scores[j];
          kept++;
        }
      }
      found = kept;
      if (2 * found > places.length) {
        places = Arrays.copyOf(places, 2 * places.length);
        scores = Arrays.copyOf(scores, 2 * scores.length);
      }
    }

    int[] candidates() {
      drop();
      return Arrays.copyOf(places, found);
    }
  }
}
