package io.github.fmexplain.internal.method;

/**
 * How a training took its steps, as far as one user's parameters feel them, and how many of its
 * epochs a replay takes.
 *
 * @param epochs E, the epochs that were trained
 * @param passes how many of them are replayed, at most E: each stands for E / passes
 * @param trainingRows N
 * @param batchSize b; the last batch of an epoch may have fewer rows
 * @param padded whether the mean of the last batch divides by b all the same
 * @param dense whether a parameter moves in batches without a row of the user, too
 * @param shuffled whether each epoch had an order of its own; rows then are in random batches
 * @param factors how the factors are trained
 * @param linear how the linear weight is trained
 * @param gradientScale what the gradient of the mean loss is multiplied with
 * @param eps what is added to the root of the second moment
 * @param clip the bound of a gradient's entries, or infinity
 */
public record ReplayPlan(
    int epochs,
    int passes,
    int trainingRows,
    int batchSize,
    boolean padded,
    boolean dense,
    boolean shuffled,
    Group factors,
    Group linear,
    double gradientScale,
    double eps,
    double clip) {

  /**
   * How a group of parameters is trained.
   *
   * @param rate the learning rate
   * @param decay the weight decay
   */
  public record Group(double rate, double decay) {}

  /** {@return the number of batches of an epoch} */
  int batches() {
    return (trainingRows - 1) / batchSize + 1;
  }

  /** {@return F, the epochs that a pass stands for} */
  public double thinning() {
    return (double) epochs / passes;
  }

  /** {@return what a row's loss counts in a batch} */
  double weight(int batch) {
    boolean whole = padded || batch < batches() - 1;
    return gradientScale / (whole ? batchSize : trainingRows - batch * batchSize);
  }

  /** {@return the batch of a row in a pass, given its place in the training set} */
  int batch(int pass, int place) {
    if (!shuffled) {
      return place / batchSize;
    }
    long z = place * 0x9e3779b97f4a7c15L + pass * 0xd1b54a32d192ed03L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return (int) Long.remainderUnsigned(z ^ (z >>> 31), trainingRows) / batchSize;
  }
}
