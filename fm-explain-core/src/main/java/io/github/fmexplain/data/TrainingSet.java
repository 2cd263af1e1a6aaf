package io.github.fmexplain.data;

import io.github.fmexplain.internal.Once;
import io.github.fmexplain.internal.Text;
import io.github.fmexplain.model.FeatureVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Encoded rows and their targets: a sparse matrix [rows, n] in compressed rows, float32 like
 * SageMaker's records, and one target y per row. Immutable.
 */
public final class TrainingSet {

  private final int numFeatures;
  private final int[] rowStart;
  private final int[] indices;
  private final float[] values;
  private final float[] targets;

  /** c of each row, or null if all are 1. */
  private final float @Nullable [] weights;

  private final @Nullable Origin origin;

  private TrainingSet(
      int numFeatures,
      int[] rowStart,
      int[] indices,
      float[] values,
      float[] targets,
      float @Nullable [] weights,
      @Nullable Origin origin) {
    this.numFeatures = numFeatures;
    this.rowStart = rowStart;
    this.indices = indices;
    this.values = values;
    this.targets = targets;
    this.weights = weights;
    this.origin = origin;
  }

  /**
   * What the rows were made of.
   *
   * @param encoder made the features
   * @param target made y
   * @param users the users that have rows
   */
  public record Origin(FeatureEncoder encoder, RatingTarget target, List<UserRows> users) {

    public Origin {
      users = List.copyOf(users);
    }

    /** {@return the encoder, the target and the number of users} */
    @Override
    public String toString() {
      return "Origin[" + encoder + ", " + target + ", " + Text.count(users.size(), "user") + "]";
    }

    /** {@return what a trained model remembers of the histories} */
    public TrainingHistories histories() {
      int[] start = new int[users.size() + 1];
      for (int u = 0; u < users.size(); u++) {
        start[u + 1] = start[u] + users.get(u).size();
      }
      int[] rows = new int[start[users.size()]];
      for (int u = 0; u < users.size(); u++) {
        System.arraycopy(users.get(u).byItem, 0, rows, start[u], users.get(u).size());
      }
      return TrainingHistories.of(
          users.stream().map(UserRows::userId).toList(),
          users.stream().map(UserRows::hash).toList(),
          start,
          rows,
          users.stream().map(user -> user.sampled).toList());
    }
  }

  /** The rows of one user. Immutable. */
  public static final class UserRows {

    private final String userId;
    private final int column;
    private final HistoryHash hash;

    /** In the order of item ids. */
    private final int[] byItem;

    private final List<String> sampled;

    private UserRows(
        String userId, int column, HistoryHash hash, int[] byItem, List<String> sampled) {
      this.userId = userId;
      this.column = column;
      this.hash = hash;
      this.byItem = byItem;
      this.sampled = sampled;
    }

    private UserRows moved(int[] placeOf) {
      return new UserRows(
          userId, column, hash, Arrays.stream(byItem).map(row -> placeOf[row]).toArray(), sampled);
    }

    private boolean standTogether() {
      int least = Arrays.stream(byItem).min().orElse(0);
      int most = Arrays.stream(byItem).max().orElse(0);
      return most - least == byItem.length - 1;
    }

    /** {@return the user} */
    public String userId() {
      return userId;
    }

    /** {@return the user's own column, or −1 for a user who is a bag of items alone} */
    public int column() {
      return column;
    }

    /** {@return the hash of the user's history} */
    public HistoryHash hash() {
      return hash;
    }

    /** {@return the number of rows, at least 1} */
    public int size() {
      return byItem.length;
    }

    /**
     * {@return a row of the set}
     *
     * @param j which of the user's rows, from 0, in the order of their item ids
     */
    public int row(int j) {
      return byItem[j];
    }

    /** {@return the user and the number of rows} */
    @Override
    public String toString() {
      return "UserRows[user " + Text.quoted(userId) + ", " + Text.count(size(), "row") + "]";
    }
  }

  /**
   * {@return one row per rating and sampled item, in the order of the histories and of their {@link
   * History#rows}}
   *
   * @param encoder makes the features; knows every user, item and tag
   * @param histories histories with user ids
   * @param target makes y of a rating; that of a sampled item is 0
   * @throws UnknownIdException if the encoder does not know a user, an item or a tag
   * @throws IllegalArgumentException if there is no rating, a history has no user id, or a user has
   *     two histories
   */
  public static TrainingSet of(
      FeatureEncoder encoder, Collection<History> histories, RatingTarget target) {
    Objects.requireNonNull(target, "target");
    Builder builder = builder(encoder.numFeatures());
    List<UserRows> users = new ArrayList<>(histories.size());
    Set<String> seen = new HashSet<>();
    for (History history : histories) {
      String userId = history.userId();
      if (userId == null) {
        throw new IllegalArgumentException(
            "a training history must have a user id, but one has none");
      }
      if (!seen.add(userId)) {
        throw new IllegalArgumentException(
            "user '" + userId + "' must have one training history, but has two; join them");
      }
      int from = builder.rows;
      for (Interaction row : history.rows()) {
        boolean sampled = builder.rows - from >= history.size();
        builder.add(
            encoder.encode(history, row),
            sampled ? 0 : (float) target.of(row.rating()),
            (float) target.weight(row.rating()));
      }
      if (builder.rows > from) {
        int column = encoder.userFeature(userId).orElse(-1);
        int[] rows = TrainingHistories.byItem(history);
        Arrays.setAll(rows, j -> from + rows[j]);
        users.add(new UserRows(userId, column, HistoryHash.of(history), rows, history.sampled()));
      }
    }
    return builder.build(new Origin(encoder, target, users));
  }

  /**
   * {@return a builder for rows that were encoded elsewhere}
   *
   * @param numFeatures n, at least 1
   * @throws IllegalArgumentException if n is less than 1
   */
  public static Builder builder(int numFeatures) {
    return new Builder(numFeatures);
  }

  /**
   * {@return these rows in another order, after Fisher and Yates} A trainer that does not shuffle,
   * such as SageMaker's, takes them in the order of the set.
   *
   * @param seed decides the order
   */
  public TrainingSet shuffled(long seed) {
    int[] order = new int[numRows()];
    Arrays.setAll(order, row -> row);
    Random random = new Random(seed);
    for (int j = order.length - 1; j > 0; j--) {
      int other = random.nextInt(j + 1);
      int row = order[j];
      order[j] = order[other];
      order[other] = row;
    }
    return inOrder(order);
  }

  /**
   * {@return these rows in another order, such as that of the file that a model was trained with}
   *
   * @param order each row of this set once, [rows]: the row that comes first, the second, … Not
   *     modified.
   * @throws IllegalArgumentException if it does not hold each row once
   */
  public TrainingSet inOrder(int[] order) {
    requireEachRowOnce(order);
    int[] starts = new int[rowStart.length];
    int[] newIndices = new int[indices.length];
    float[] newValues = new float[values.length];
    float[] newTargets = new float[targets.length];
    float[] newWeights = weights == null ? null : new float[weights.length];
    int[] placeOf = new int[order.length];
    for (int place = 0; place < order.length; place++) {
      int row = order[place];
      int size = rowSize(row);
      placeOf[row] = place;
      System.arraycopy(indices, rowStart[row], newIndices, starts[place], size);
      System.arraycopy(values, rowStart[row], newValues, starts[place], size);
      newTargets[place] = targets[row];
      if (newWeights != null) {
        newWeights[place] = weight(row);
      }
      starts[place + 1] = starts[place] + size;
    }
    Origin moved =
        origin == null
            ? null
            : new Origin(
                origin.encoder,
                origin.target,
                origin.users.stream().map(user -> user.moved(placeOf)).toList());
    return new TrainingSet(
        numFeatures, starts, newIndices, newValues, newTargets, newWeights, moved);
  }

  private void requireEachRowOnce(int[] order) {
    if (order.length != numRows()) {
      throw new IllegalArgumentException(
          "order must have each of the " + numRows() + " rows once, but has " + order.length);
    }
    boolean[] seen = new boolean[order.length];
    for (int row : order) {
      if (row < 0 || row >= seen.length || seen[row]) {
        throw new IllegalArgumentException(
            Text.of(
                "order must have each row from 0 to %s once, but has %s%s",
                seen.length - 1, row, row >= 0 && row < seen.length ? " twice" : ""));
      }
      seen[row] = true;
    }
  }

  /**
   * {@return whether the rows of each user stand together, for most users} A training in the order
   * of such a set moves each user in one or two batches per epoch only.
   */
  public boolean isSortedByUser() {
    if (origin == null) {
      return false;
    }
    long together =
        origin.users.stream().filter(user -> user.size() > 1 && user.standTogether()).count();
    long several = origin.users.stream().filter(user -> user.size() > 1).count();
    return several > 1 && 2 * together > several;
  }

  /** {@return what the rows were made of, or empty for rows that were encoded elsewhere} */
  public Optional<Origin> origin() {
    return Optional.ofNullable(origin);
  }

  /** {@return n, the number of columns} */
  public int numFeatures() {
    return numFeatures;
  }

  /** {@return the number of rows, at least 1} */
  public int numRows() {
    return targets.length;
  }

  /**
   * {@return y of a row}
   *
   * @param row from 0
   */
  public float target(int row) {
    return targets[row];
  }

  /**
   * {@return c of a row, how much it counts in the loss: 1 unless the target is {@link
   * RatingTarget.Implicit}}
   *
   * @param row from 0
   */
  public float weight(int row) {
    return weights == null ? 1 : weights[row];
  }

  /**
   * {@return the features of a row}
   *
   * @param row from 0
   */
  public FeatureVector features(int row) {
    int from = rowStart[row];
    int to = rowStart[row + 1];
    return FeatureVector.of(
        Arrays.copyOfRange(indices, from, to), Arrays.copyOfRange(values, from, to));
  }

  /**
   * {@return the number of features listed in a row}
   *
   * @param row from 0
   */
  public int rowSize(int row) {
    return rowStart[row + 1] - rowStart[row];
  }

  /**
   * {@return the index of a feature listed in a row, without making a vector}
   *
   * @param row from 0
   * @param position from 0, ascending in the index
   */
  public int index(int row, int position) {
    return indices[rowStart[row] + position];
  }

  /**
   * {@return the value of a feature listed in a row, without making a vector}
   *
   * @param row from 0
   * @param position from 0, ascending in the index
   */
  public float value(int row, int position) {
    return values[rowStart[row] + position];
  }

  @Override
  public String toString() {
    return Text.of(
        "TrainingSet[%s, %s]", Text.count(numRows(), "row"), Text.count(numFeatures, "feature"));
  }

  /** Collects rows. Not thread-safe. */
  public static final class Builder {

    private final int numFeatures;
    private int[] rowStart = new int[16];
    private int[] indices = new int[32];
    private float[] values = new float[32];
    private float[] targets = new float[16];
    private float[] weights = new float[16];
    private boolean weighted;
    private int rows;
    private int size;

    private Builder(int numFeatures) {
      this.numFeatures = Once.atLeast(1, numFeatures, "numFeatures");
    }

    /**
     * Adds a row.
     *
     * @param features at least one, at most n
     * @param target y, finite
     * @throws IllegalArgumentException if there is no feature, a feature is not below n, or y is
     *     not finite; the message has the row's number, from 1
     */
    public Builder add(FeatureVector features, float target) {
      return add(features, target, 1);
    }

    private Builder add(FeatureVector features, float target, float weight) {
      if (features.isEmpty()) {
        throw new IllegalArgumentException("row " + (rows + 1) + " has no features");
      }
      if (features.width() > numFeatures) {
        throw new IllegalArgumentException(
            Text.of(
                "row %d has feature %d, but the set has %d features",
                rows + 1, features.width() - 1, numFeatures));
      }
      if (!Float.isFinite(target)) {
        throw new IllegalArgumentException(
            "target of row " + (rows + 1) + " must be finite, but was " + target);
      }
      if (rows + 1 >= rowStart.length) {
        rowStart = Arrays.copyOf(rowStart, grown(rowStart.length));
        targets = Arrays.copyOf(targets, rowStart.length);
        weights = Arrays.copyOf(weights, rowStart.length);
      }
      while (size + features.size() > indices.length) {
        indices = Arrays.copyOf(indices, grown(indices.length));
        values = Arrays.copyOf(values, indices.length);
      }
      for (int j = 0; j < features.size(); j++) {
        indices[size] = features.index(j);
        values[size] = features.value(j);
        size++;
      }
      targets[rows] = target;
      weights[rows] = weight;
      weighted |= weight != 1;
      rows++;
      rowStart[rows] = size;
      return this;
    }

    private static int grown(int length) {
      return Math.addExact(length, length / 2 + 1);
    }

    /**
     * {@return the set of the rows added so far}
     *
     * @throws IllegalArgumentException if there are none
     */
    public TrainingSet build() {
      return build(null);
    }

    private TrainingSet build(@Nullable Origin origin) {
      if (rows == 0) {
        throw new IllegalArgumentException("a training set must have at least 1 row, but has 0");
      }
      return new TrainingSet(
          numFeatures,
          Arrays.copyOf(rowStart, rows + 1),
          Arrays.copyOf(indices, size),
          Arrays.copyOf(values, size),
          Arrays.copyOf(targets, rows),
          weighted ? Arrays.copyOf(weights, rows) : null,
          origin);
    }

    @Override
    public String toString() {
      return Text.of(
          "TrainingSet.Builder[%s, %s]",
          Text.count(rows, "row"), Text.count(numFeatures, "feature"));
    }
  }
}
