package io.github.fmexplain.data;

import io.github.fmexplain.internal.Once;

/**
 * How a user's history is a part of every row: a block of columns, one per item, that hold {@code z
 * = 1/n^exponent} for each of the n items of the history that count, and 0 for all others. See
 * {@link HistoryEncoder}.
 *
 * @param exponent 0 for sums (SLIM, EASE), ½ for SVD++, 1 for a mean, or anything between as in
 *     FISM; finite and not negative
 * @param products whether the columns of the block have products among themselves and with the
 *     user's own column, as every two columns of a factorization machine do; FISM and SVD++ have
 *     only those with the item, and with user tags and situation if there are any
 * @param last the most ratings that count, the latest ones: 1 for the item before (a Markov chain),
 *     {@link Integer#MAX_VALUE} for all; at least 1
 * @param holdsItem whether a row of training has its own item in the block, as Rendle's "other
 *     movies rated" and SVD++ have; FISM leaves it out. Of items that are not rated it says nothing
 */
public record HistoryBlock(double exponent, boolean products, int last, boolean holdsItem) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the exponent is negative or not finite, or last is less
   *     than 1
   */
  public HistoryBlock {
    if (!(exponent >= 0 && Double.isFinite(exponent))) {
      throw new IllegalArgumentException(
          "exponent must be finite and not negative, but was " + exponent);
    }
    Once.atLeast(1, last, "last");
  }

  /**
   * {@return the block "other movies rated" of Rendle (ICDM 2010, figure 1): a mean, in a
   * factorization machine that has every product}
   */
  public static HistoryBlock mean() {
    return new HistoryBlock(1, true, Integer.MAX_VALUE, true);
  }

  /**
   * {@return the block of FISM (Kabbur, Ning and Karypis, KDD 2013)}
   *
   * @param exponent α there, such as ½; 0 for sums, as in linear models like SLIM
   */
  public static HistoryBlock fism(double exponent) {
    return new HistoryBlock(exponent, false, Integer.MAX_VALUE, false);
  }

  /** {@return the block of SVD++ (Koren, KDD 2008), beside the user's own column} */
  public static HistoryBlock svdPlusPlus() {
    return new HistoryBlock(0.5, false, Integer.MAX_VALUE, true);
  }

  /**
   * {@return this block of the latest ratings only} Ratings are in the order of their times if all
   * have one, else in that of the history.
   *
   * @param count the most ratings that count, at least 1
   */
  public HistoryBlock withLast(int count) {
    return new HistoryBlock(exponent, products, count, holdsItem);
  }

  /**
   * {@return z where so many items count}
   *
   * @param count n; 0 gives 0
   */
  public float value(int count) {
    return count == 0 ? 0 : (float) StrictMath.pow(count, -exponent);
  }
}
