package io.github.fmexplain.sagemaker;

import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.internal.Once;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.sagemaker.recordio.RecordIoWriter;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A model as vectors for a nearest-neighbour search by inner product, such as SageMaker's k-NN
 * algorithm does it: recommending becomes a look-up (Amazon's blog of 2019-04-05 on recommendation
 * with factorization machines and k-NN). Immutable and thread-safe.
 *
 * <p>The vector of an item is {@code [V_i, w_i]} and that of a user {@code [V_u, 1]}, so that their
 * inner product is {@code <V_u, V_i> + w_i}: the score without what is the same for all items of a
 * user. Where a user or an item has several features, V is the sum over them and w the item's own
 * part of the score, and that still holds. Features of a situation are not part of it.
 *
 * <p>Vectors are float32, as the search stores them.
 */
public final class KnnExport {

  /**
   * An item and the inner product that found it.
   *
   * @param itemId the item
   * @param innerProduct its vector times the user's
   */
  public record Neighbour(String itemId, double innerProduct) {}

  private final FmModel model;
  private final FeatureEncoder encoder;
  private final List<String> itemIds;
  private final float[][] items;

  private KnnExport(TrainedModel trained) {
    this.model = trained.model();
    this.encoder = trained.encoder();
    this.itemIds = encoder.items().ids();
    this.items = new float[itemIds.size()][];
    for (int item = 0; item < items.length; item++) {
      items[item] = vector(encoder.itemFeatures(itemIds.get(item)), false);
    }
  }

  /**
   * {@return the vectors of a model}
   *
   * @param trained the model, with the encoder of its ids
   */
  public static KnnExport of(TrainedModel trained) {
    return new KnnExport(trained);
  }

  /** The last entry is 1 for a user, and the item's own part of the score for an item. */
  private float[] vector(FeatureVector features, boolean user) {
    int k = model.numFactors();
    double[] sums = new double[k];
    double own = model.addTo(sums, features);
    float[] vector = new float[k + 1];
    for (int c = 0; c < k; c++) {
      vector[c] = (float) sums[c];
    }
    vector[k] = user ? 1 : (float) own;
    return vector;
  }

  /** {@return the number of entries of a vector, k + 1} */
  public int width() {
    return model.numFactors() + 1;
  }

  /** {@return the items; the label of an item is its place in this list, from 0} */
  public List<String> itemIds() {
    return itemIds;
  }

  /**
   * {@return the item with a label}
   *
   * @param label a label that the search has found
   * @throws IllegalArgumentException if it is no whole number from 0 to the number of items − 1
   */
  public String itemId(double label) {
    if (!(label >= 0 && label < itemIds.size()) || label != Math.rint(label)) {
      throw new IllegalArgumentException(
          "label must be a whole number from 0 to " + (itemIds.size() - 1) + ", but was " + label);
    }
    return itemIds.get((int) label);
  }

  /**
   * {@return the vector of an item, a new array of {@link #width()} entries}
   *
   * @param itemId a known item
   * @throws UnknownIdException if the item is unknown
   */
  public float[] itemVector(String itemId) {
    return vector(encoder.itemFeatures(itemId), false);
  }

  /**
   * {@return the vector of a user, a new array of {@link #width()} entries}
   *
   * @param history the history of a known user; its ratings do not matter
   * @throws UnknownIdException if the user or a tag is unknown
   * @throws IllegalArgumentException if the history has no user id
   */
  public float[] userVector(History history) {
    String userId = history.userId();
    if (userId == null) {
      throw new IllegalArgumentException("history must have a user id, but has none");
    }
    int own =
        encoder
            .userFeature(userId)
            .orElseThrow(
                () -> new UnknownIdException("user", userId, "encoder", encoder.numUsers()));
    return vector(FeatureVector.ones(own).and(encoder.userSideFeatures(history.userTags())), true);
  }

  /**
   * Writes the item matrix [items, k + 1] as dense RecordIO-protobuf with labels: the training data
   * of the search.
   *
   * @param out where the records go; flushed, but not closed
   * @throws IOException if the bytes cannot be written
   */
  public void writeItems(OutputStream out) throws IOException {
    RecordIoWriter writer = RecordIoWriter.to(out);
    for (int item = 0; item < items.length; item++) {
      writer.writeDense(items[item], item);
    }
    writer.flush();
  }

  /**
   * Writes the user matrix [users, k + 1] as dense RecordIO-protobuf without labels: the questions
   * to the search.
   *
   * @param histories histories of known users, in the order of the rows
   * @param out where the records go; flushed, but not closed
   * @throws UnknownIdException if a user or a tag is unknown
   * @throws IllegalArgumentException if a history has no user id
   * @throws IOException if the bytes cannot be written
   */
  public void writeUsers(List<History> histories, OutputStream out) throws IOException {
    RecordIoWriter writer = RecordIoWriter.to(out);
    for (History history : histories) {
      writer.writeDense(userVector(history));
    }
    writer.flush();
  }

  /**
   * {@return the hyperparameters of a k-NN training job on the item matrix}
   *
   * @param neighbours how many items a question finds, at least 1
   * @throws IllegalArgumentException if it is less than 1
   */
  public Map<String, String> hyperparameters(int neighbours) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("feature_dim", Integer.toString(width()));
    map.put("k", Integer.toString(Once.atLeast(1, neighbours, "neighbours")));
    map.put("index_metric", "INNER_PRODUCT");
    map.put("predictor_type", "classifier");
    map.put("sample_size", Integer.toString(itemIds.size()));
    return map;
  }

  /**
   * {@return the items whose vectors have the largest inner product with the user's, largest first}
   * What the search finds, computed here over all items. Of equal ones the first in {@link
   * #itemIds()} comes first.
   *
   * @param history the history of a known user; rated items are found too
   * @param count how many, at least 1
   * @throws UnknownIdException if the user or a tag is unknown
   * @throws IllegalArgumentException if the history has no user id, or the count is less than 1
   */
  public List<Neighbour> top(History history, int count) {
    Once.atLeast(1, count, "count");
    float[] user = userVector(history);
    return IntStream.range(0, items.length)
        .mapToObj(item -> new Neighbour(itemIds.get(item), product(user, items[item])))
        .sorted(Comparator.comparingDouble(Neighbour::innerProduct).reversed())
        .limit(count)
        .toList();
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += (double) a[c] * b[c];
    }
    return sum;
  }
}
