package io.github.fmexplain.spark;

import io.github.fmexplain.Method;
import java.util.Objects;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * {@link SparkExplainer#recommend} as a stage of a pipeline: ratings or histories in, explained
 * recommendations out. It is saved and loaded with its pipeline; the model stays in its file.
 */
public final class ExplainTransformer extends Transformer implements DefaultParamsWritable {

  private static final long serialVersionUID = 1;

  private final String uid;
  private final Param<String> modelPath;
  private final Param<String> itemsPath;
  private final Param<String> method;
  private final IntParam count;
  private final IntParam strongest;
  private final IntParam maxRatings;
  private final IntParam partitions;
  private final BooleanParam leavesOutUnknownItems;

  /** Makes a stage; the path of the model must be set. */
  public ExplainTransformer() {
    this(Identifiable$.MODULE$.randomUID("explain"));
  }

  /**
   * Makes a stage, as Spark does when it loads or copies one.
   *
   * @param uid its name among stages
   */
  public ExplainTransformer(String uid) {
    Objects.requireNonNull(uid, "uid");
    this.uid = uid;
    modelPath = new Param<>(uid, "modelPath", "path of the trained model's file");
    itemsPath = new Param<>(uid, "itemsPath", "path of a Parquet table with item and title");
    method = new Param<>(uid, "method", "name of the method");
    count = new IntParam(uid, "count", "number of recommendations per user");
    strongest = new IntParam(uid, "strongest", "number of ratings shown per explanation");
    maxRatings = new IntParam(uid, "maxRatings", "number of ratings explained with at most");
    partitions = new IntParam(uid, "partitions", "number of partitions of users");
    leavesOutUnknownItems =
        new BooleanParam(uid, "leavesOutUnknownItems", "whether unknown items are left out");
  }

  @Override
  public String uid() {
    return uid;
  }

  /**
   * {@return the path of the trained model's file, as {@link SparkExplainer.Builder#model(String)}}
   */
  public Param<String> modelPath() {
    return modelPath;
  }

  /** {@return the path of a Parquet table, as {@link SparkExplainer.Builder#items}} */
  public Param<String> itemsPath() {
    return itemsPath;
  }

  /** {@return the name of the method, as {@link Method#named}} */
  public Param<String> method() {
    return method;
  }

  /** {@return the number of recommendations, as {@link SparkExplainer.Builder#count}} */
  public IntParam count() {
    return count;
  }

  /** {@return the number of ratings shown, as {@link SparkExplainer.Builder#strongest}} */
  public IntParam strongest() {
    return strongest;
  }

  /** {@return the most ratings of a user, as {@link SparkExplainer.Builder#maxRatings}} */
  public IntParam maxRatings() {
    return maxRatings;
  }

  /** {@return the number of partitions, as {@link SparkExplainer.Builder#partitions}} */
  public IntParam partitions() {
    return partitions;
  }

  /** {@return as {@link SparkExplainer.Builder#leavingOutUnknownItems}} */
  public BooleanParam leavesOutUnknownItems() {
    return leavesOutUnknownItems;
  }

  /**
   * {@return this stage with a parameter set}
   *
   * @param param one of this stage's
   * @param value its value
   * @param <T> its type
   */
  public <T> ExplainTransformer with(Param<T> param, T value) {
    Objects.requireNonNull(param, "param");
    Objects.requireNonNull(value, "value");
    set(param, value);
    return this;
  }

  /**
   * {@return the explained recommendations}
   *
   * @param dataset ratings or histories, as {@link SparkExplainer} takes them
   * @throws IllegalArgumentException if the path of the model is not set, or as {@link
   *     SparkExplainer.Builder#build} and {@link SparkExplainer#recommend} do
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    Objects.requireNonNull(dataset, "dataset");
    if (!isDefined(modelPath)) {
      throw new IllegalArgumentException("modelPath must be set to explain, but is not");
    }
    SparkExplainer.Builder builder = SparkExplainer.builder().model($(modelPath));
    if (isDefined(itemsPath)) {
      builder.items(dataset.sparkSession().read().parquet($(itemsPath)));
    }
    if (isDefined(method)) {
      builder.method(Method.named($(method)));
    }
    if (isDefined(count)) {
      builder.count(number(count));
    }
    if (isDefined(strongest)) {
      builder.strongest(number(strongest));
    }
    if (isDefined(maxRatings)) {
      builder.maxRatings(number(maxRatings));
    }
    if (isDefined(partitions)) {
      builder.partitions(number(partitions));
    }
    if (isDefined(leavesOutUnknownItems) && (Boolean) getOrDefault(leavesOutUnknownItems)) {
      builder.leavingOutUnknownItems();
    }
    return builder.build().recommend(dataset.toDF());
  }

  private int number(IntParam param) {
    return ((Number) getOrDefault(param)).intValue();
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Input.require(schema);
    return Task.RECOMMEND.schema();
  }

  @Override
  public ExplainTransformer copy(ParamMap extra) {
    return (ExplainTransformer) defaultCopy(extra);
  }

  /** {@return a reader of saved stages, which Spark asks for by name} */
  public static MLReader<ExplainTransformer> read() {
    return new Reader().read();
  }

  /**
   * {@return a saved stage}
   *
   * @param path where it was saved
   */
  public static ExplainTransformer load(String path) {
    return read().load(path);
  }

  private static final class Reader implements DefaultParamsReadable<ExplainTransformer> {
    private static final long serialVersionUID = 1;
  }

  /** {@return the name among stages} */
  @Override
  public String toString() {
    return uid;
  }
}
