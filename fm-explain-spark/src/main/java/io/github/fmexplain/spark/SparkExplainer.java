package io.github.fmexplain.spark;

import io.github.fmexplain.Method;
import io.github.fmexplain.internal.Once;
import io.github.fmexplain.internal.Text;
import io.github.fmexplain.io.rows.HistoryRows;
import io.github.fmexplain.train.TrainedModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Recommends and explains for every user of a data set. A user that fails is a row with an error,
 * and the job goes on. Immutable and thread-safe; lazy, as everything of Spark.
 *
 * <pre>{@code
 * SparkExplainer explainer = SparkExplainer.builder().model(trained).items(titles).build();
 * explainer.recommend(ratings).write().parquet("explanations");
 * }</pre>
 *
 * <p>What is given is either <i>ratings</i>, one row each: {@code user, item, rating}, and as far
 * as there are any {@code time} (a timestamp, a date, or whole seconds since 1970), {@code context}
 * (array of strings), {@code userTags} (array of strings) and {@code theta} (array of floats or
 * doubles), the last two the same in each row of a user. Or <i>histories</i>, one row per user:
 * {@code user}, {@code ratings} (array of structs of {@code item, rating} and maybe {@code time,
 * context}), and maybe {@code userTags} and {@code theta}. Users and items are strings or whole
 * numbers. Ratings are shuffled by user and taken in the order of their item ids, so that results
 * have the same bits with any partitions; histories are taken as they are.
 *
 * <p>{@code theta} are a user's trained parameters: k factors, and the linear weight behind them if
 * the model has linear weights. Where it is missing they are those of the model, and a user whom
 * the model does not know is folded in.
 *
 * <p>Explanations have the columns {@code user, rank, item, title, score, probability, offset,
 * residual, ratings, contributions, restImpact, warnings, method, path, modelFingerprint, error};
 * {@link io.github.fmexplain.io.rows.ExplanationRow} says what each is.
 */
public final class SparkExplainer {

  private static final List<String> UNIQUE_NUMBERS =
      List.of(
          "score",
          "probability",
          "offset",
          "residual",
          "contributions.list.element.influence",
          "contributions.list.element.impact",
          "contributions.list.element.removalEffect",
          "restImpact",
          "scoreAfter",
          "otherScore");

  private final Settings settings;
  private final HistoryRows form;
  private final @Nullable TrainedModel trained;
  private final @Nullable String path;
  private final @Nullable Dataset<Row> users;
  private final @Nullable ItemTable items;
  private final int partitions;
  private final String key = UUID.randomUUID().toString();

  private @Nullable SparkContext sentTo;
  private Source.@Nullable Sent sent;

  private SparkExplainer(Builder builder) {
    this.settings =
        new Settings(
            builder.method == null ? null : builder.method.name(),
            builder.leavesOutUnknown != null);
    this.form = builder.form.build();
    SplitModel split = builder.model instanceof SplitModel model ? model : null;
    this.users = split == null ? null : split.users();
    this.trained =
        split != null
            ? split.trained()
            : builder.model instanceof TrainedModel whole ? whole : null;
    this.path = builder.model instanceof String file ? file : null;
    this.items = builder.items == null ? null : ItemTable.of(builder.items);
    this.partitions = builder.partitions == null ? 0 : builder.partitions;
    // Made here, so that what is wrong with it is said before a job starts.
    Source.Loaded.get(
        key,
        () ->
            trained != null
                ? settings.explainer(trained, items)
                : new Source.AtPath(key, Objects.requireNonNull(path), items).make(settings));
  }

  /** {@return a builder; the model must be set} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@return the first recommendations of each user, explained; one row with an error for a user
   * that fails}
   *
   * @param data ratings or histories
   * @throws IllegalArgumentException if a column is missing or has the wrong type
   */
  public Dataset<Row> recommend(Dataset<Row> data) {
    Objects.requireNonNull(data, "data");
    return run(Task.RECOMMEND, data, null);
  }

  /**
   * {@return why each user has the score of each item that is asked for, one row each; {@code rank}
   * is null} A pair that is there twice is explained once.
   *
   * @param data ratings or histories
   * @param wanted {@code user, item}: what is to be explained
   * @throws IllegalArgumentException if a column is missing or has the wrong type
   */
  public Dataset<Row> explain(Dataset<Row> data, Dataset<Row> wanted) {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(wanted, "wanted");
    return run(Task.EXPLAIN, data, wanted);
  }

  /**
   * {@return the fewest ratings of each user without which another item would be recommended first}
   * The columns are {@code user, item, title, score, removals, scoreAfter, otherItem, otherTitle,
   * otherScore, ratings, warnings, method, path, modelFingerprint, error}; {@link
   * io.github.fmexplain.io.rows.CounterfactualRow} says what each is.
   *
   * @param data ratings or histories
   * @throws IllegalArgumentException if a column is missing or has the wrong type
   */
  public Dataset<Row> counterfactuals(Dataset<Row> data) {
    Objects.requireNonNull(data, "data");
    return run(Task.COUNTERFACTUALS, data, null);
  }

  /**
   * {@return options with which {@code write().options(…).parquet(…)} takes less time for what this
   * class gives} They turn off the dictionaries of numbers that hardly ever repeat, which Parquet
   * otherwise fills until it gives them up, in every file anew.
   */
  public static Map<String, String> parquetOptions() {
    Map<String, String> options = new HashMap<>();
    for (String column : UNIQUE_NUMBERS) {
      options.put("parquet.enable.dictionary#" + column, "false");
    }
    return Map.copyOf(options);
  }

  private Dataset<Row> run(Task task, Dataset<Row> data, @Nullable Dataset<Row> wanted) {
    Dataset<Row> arranged = Input.of(data).arranged(users, wanted, partitions);
    Input.Layout layout = Input.Layout.of(arranged.schema());
    Work work = new Work(source(data.sparkSession()), settings, form, layout, task);
    return arranged.mapPartitions(work, Encoders.row(task.schema()));
  }

  private Source source(SparkSession session) {
    if (trained == null) {
      return new Source.AtPath(key, Objects.requireNonNull(path), items);
    }
    SparkContext context;
    try {
      context = session.sparkContext();
    } catch (UnsupportedOperationException e) {
      throw new IllegalStateException(
          "a session of Spark Connect sends no models to its executors; write the model with"
              + " TrainedModelFile where they can read it, and give its path",
          e);
    }
    return sent(context, trained);
  }

  private synchronized Source.Sent sent(SparkContext context, TrainedModel model) {
    Source.Sent known = sent;
    if (known == null || sentTo != context) {
      Source.Envelope envelope = new Source.Envelope(model, items);
      known = new Source.Sent(key, JavaSparkContext.fromSparkContext(context).broadcast(envelope));
      sent = known;
      sentTo = context;
    }
    return known;
  }

  /** {@return the model or its path, the method and the form of the rows} */
  @Override
  public String toString() {
    return Text.of(
        "SparkExplainer[%s, %s, %s]",
        trained == null ? path : trained,
        settings.method() == null ? "default method" : settings.method(),
        form);
  }

  /** Collects settings. Each is set once. Not thread-safe. */
  public static final class Builder {

    private final HistoryRows.Builder form = HistoryRows.builder();
    private @Nullable Object model;
    private @Nullable Dataset<Row> items;
    private @Nullable Method method;
    private @Nullable Integer partitions;
    private @Nullable Boolean leavesOutUnknown;

    private Builder() {}

    /**
     * Sets the model, which is sent to each executor once.
     *
     * @param trained any trained model whose encoder {@link
     *     io.github.fmexplain.io.TrainedModelFile} can write
     */
    public Builder model(TrainedModel trained) {
      Objects.requireNonNull(trained, "trained");
      return anyModel(trained);
    }

    /**
     * Sets the model as a file, which each executor reads once. The only way on Spark Connect and
     * serverless Spark.
     *
     * @param path a file that {@link io.github.fmexplain.io.TrainedModelFile} wrote, under a path
     *     that driver and executors share, or an address of a file system that Hadoop knows
     */
    public Builder model(String path) {
      Objects.requireNonNull(path, "path");
      if (path.isBlank()) {
        throw new IllegalArgumentException("model must be a path, but is blank");
      }
      return anyModel(path);
    }

    /**
     * Sets the model, whose users are a data set beside it.
     *
     * @param split such as {@link SparkModels#als} gives
     */
    public Builder model(SplitModel split) {
      Objects.requireNonNull(split, "split");
      return anyModel(split);
    }

    private Builder anyModel(Object value) {
      Once.requireUnset(model, "model");
      model = value;
      return this;
    }

    /**
     * Sets the items that can be recommended; if it is not set, all that the model knows, with
     * their ids as titles.
     *
     * @param value {@code item, title}, and {@code tags} (array of strings) if there are any; each
     *     item once. Items that the model does not know are not recommended
     */
    public Builder items(Dataset<Row> value) {
      Objects.requireNonNull(value, "value");
      Once.requireUnset(items, "items");
      items = value;
      return this;
    }

    /**
     * Sets the method; the default is that of {@link io.github.fmexplain.FmExplainer}.
     *
     * @param value one of {@link Method#all}
     * @throws IllegalArgumentException if it is none of them, but one with settings of its own
     */
    public Builder method(Method value) {
      Objects.requireNonNull(value, "value");
      Once.requireUnset(method, "method");
      if (!Method.all().contains(value)) {
        throw new IllegalArgumentException(
            "method must have its default settings on Spark, but was " + value);
      }
      method = value;
      return this;
    }

    /**
     * Sets how many items are recommended to a user; 10 if it is not set.
     *
     * @param number at least 1
     */
    public Builder count(int number) {
      form.count(number);
      return this;
    }

    /**
     * Sets how many ratings of an explanation are shown, the strongest; 10 if it is not set.
     *
     * @param ratings at least 1; {@link Integer#MAX_VALUE} for all, which makes many times the
     *     bytes
     */
    public Builder strongest(int ratings) {
      form.strongest(ratings);
      return this;
    }

    /**
     * Sets how many ratings of a user are explained with at most, the latest; no limit if it is not
     * set. The rows of users that have more say so in their warnings.
     *
     * @param ratings at least 1
     */
    public Builder maxRatings(int ratings) {
      form.maxRatings(ratings);
      return this;
    }

    /**
     * Sets into how many partitions users are divided; if it is not set, {@code
     * spark.sql.shuffle.partitions} for ratings, and as many as there are for histories.
     *
     * @param number at least 1; more than cores by far, so that long histories do not hold up all
     */
    public Builder partitions(int number) {
      Once.requireUnset(partitions, "partitions");
      partitions = Once.atLeast(1, number, "partitions");
      return this;
    }

    /**
     * Leaves out ratings of items that the model does not know, which are errors of their users if
     * it is not set. Rows say what was left out.
     */
    public Builder leavingOutUnknownItems() {
      Once.requireUnset(leavesOutUnknown, "leavingOutUnknownItems");
      leavesOutUnknown = true;
      return this;
    }

    /**
     * {@return the explainer} Reads the items, and the model of a path.
     *
     * @throws IllegalStateException if the model is missing
     * @throws IllegalArgumentException if there is no model at the path, or a column of the items
     *     is missing or has the wrong type
     * @throws java.io.UncheckedIOException if the file is not one of a model, or of another version
     */
    public SparkExplainer build() {
      Once.requireSet("model", model);
      return new SparkExplainer(this);
    }
  }
}
