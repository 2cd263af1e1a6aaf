package io.github.fmexplain.spark;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a user gives into one of two forms, each with the users of a partition one after the
 * other. <i>Ratings</i>: one row per rating, sorted by a hash of the user, so that a partition is
 * read in one pass with one history in memory, or a few that share a hash. Spark sorts one number
 * by its digits and compares no strings, which would cost more than many an explanation.
 * <i>Histories</i>: one row per user, as it came.
 *
 * <p>Users' parameters and items that are asked for are rows among the ratings: one shuffle and no
 * join.
 */
final class Input {

  /** The kinds of rows, in the order in which a user's rows are taken. */
  static final int THETA = 0;

  static final int WANTED = 1;
  static final int RATING = 2;

  /** The column by which ratings are sorted. */
  private static final String HASH = "hash";

  private static final String[] USER = {"user"};

  private final Columns columns;
  private final Dataset<Row> data;

  /**
   * Where what is found in a row, −1 for nowhere.
   *
   * @param histories whether a row is a user, not a rating
   */
  record Layout(
      boolean histories,
      int user,
      int hash,
      int kind,
      int item,
      int rating,
      int time,
      int context,
      int userTags,
      int theta,
      int ratings,
      int wanted)
      implements Serializable {

    static Layout of(StructType schema) {
      List<String> names = List.of(schema.fieldNames());
      boolean histories = isOfHistories(schema);
      // Of histories, these are fields of each rating.
      List<String> inner =
          histories
              ? List.of(
                  ((StructType) ((ArrayType) schema.apply("ratings").dataType()).elementType())
                      .fieldNames())
              : names;
      return new Layout(
          histories,
          names.indexOf("user"),
          names.indexOf(HASH),
          names.indexOf("kind"),
          inner.indexOf("item"),
          inner.indexOf("rating"),
          inner.indexOf("time"),
          inner.indexOf("context"),
          names.indexOf("userTags"),
          names.indexOf("theta"),
          names.indexOf("ratings"),
          names.indexOf("wanted"));
    }

    /** {@return the users of a partition} */
    Iterator<Given> read(Iterator<Row> rows, int dimension) {
      return histories
          ? new HistoryIterator(this, rows, dimension)
          : new RatingIterator(this, rows, dimension);
    }
  }

  private Input(Columns columns, Dataset<Row> data) {
    this.columns = columns;
    this.data = data;
  }

  /**
   * {@return ratings or histories, by whether there is a column {@code ratings}}
   *
   * @throws IllegalArgumentException if a column is missing or has the wrong type
   */
  static Input of(Dataset<Row> data) {
    return new Input(require(data.schema()), data);
  }

  /** {@return the columns of ratings or histories, checked} */
  static Columns require(StructType schema) {
    boolean histories = isOfHistories(schema);
    Columns columns = Columns.of(histories ? "histories" : "ratings", schema);
    columns.requireId("user");
    columns.hasTags("userTags");
    columns.hasTheta();
    if (!histories) {
      requireRating(columns);
      return columns;
    }
    DataType type = columns.type("ratings");
    if (!(type instanceof ArrayType array) || !(array.elementType() instanceof StructType rating)) {
      throw columns.wrong("ratings", "an array of structs with item and rating", type);
    }
    requireRating(Columns.of("ratings of histories", rating));
    return columns;
  }

  private static boolean isOfHistories(StructType schema) {
    return List.of(schema.fieldNames()).contains("ratings");
  }

  private static void requireRating(Columns columns) {
    columns.requireId("item");
    columns.requireNumber("rating");
    columns.time();
    columns.hasTags("context");
  }

  /**
   * {@return one of the two forms; its {@link Layout} says how to read it}
   *
   * @param users user and theta of users that are kept apart from the model, or null
   * @param wanted user and item of what is to be explained, or null
   * @param partitions how many there shall be; 0 for as many as Spark shuffles into, or, of
   *     histories, as there are
   */
  Dataset<Row> arranged(
      @Nullable Dataset<Row> users, @Nullable Dataset<Row> wanted, int partitions) {
    Dataset<Row> asked = wanted == null ? null : asked(wanted);
    return isOfHistories(columns.schema())
        ? arrangedHistories(users, asked, partitions)
        : arrangedRatings(users, asked, partitions);
  }

  private static Dataset<Row> asked(Dataset<Row> wanted) {
    Columns columns = Columns.of("items to explain", wanted.schema());
    columns.requireId("user");
    columns.requireId("item");
    return wanted.select(text("user"), text("item")).distinct();
  }

  private Dataset<Row> arrangedRatings(
      @Nullable Dataset<Row> users, @Nullable Dataset<Row> asked, int partitions) {
    List<Column> selected = new ArrayList<>();
    selected.add(text("user"));
    boolean kinds = users != null || asked != null;
    if (kinds) {
      selected.add(lit(RATING).as("kind"));
    }
    selected.add(text("item"));
    selected.add(col("rating").cast("double").as("rating"));
    if (columns.has("time")) {
      selected.add(expr(micros(columns, "time")).as("time"));
    }
    for (String name : new String[] {"context", "userTags", "theta"}) {
      if (columns.has(name)) {
        selected.add(col(name));
      }
    }
    Dataset<Row> rows = data.select(selected.toArray(new Column[0]));
    if (users != null) {
      DataType theta = users.schema().apply("theta").dataType();
      Dataset<Row> own = rows.drop("theta").withColumn("theta", lit(null).cast(theta));
      rows = own.unionByName(users.withColumn("kind", lit(THETA)), true);
    }
    if (asked != null) {
      rows = rows.unionByName(asked.withColumn("kind", lit(WANTED)), true);
    }
    int number =
        partitions > 0
            ? partitions
            // By number, so that adaptive execution does not join partitions that are small only
            // in bytes.
            : Integer.parseInt(data.sparkSession().conf().get("spark.sql.shuffle.partitions"));
    return rows.withColumn(HASH, hash(col("user")))
        .repartition(number, col("user"))
        .sortWithinPartitions(HASH);
  }

  private Dataset<Row> arrangedHistories(
      @Nullable Dataset<Row> users, @Nullable Dataset<Row> asked, int partitions) {
    List<Column> selected = new ArrayList<>();
    selected.add(text("user"));
    selected.add(ratings());
    for (String name : new String[] {"userTags", "theta"}) {
      if (columns.has(name) && !(users != null && name.equals("theta"))) {
        selected.add(col(name));
      }
    }
    Dataset<Row> rows = data.select(selected.toArray(new Column[0]));
    if (asked != null) {
      Dataset<Row> grouped =
          asked.groupBy("user").agg(array_sort(collect_list(struct(col("item")))).as("wanted"));
      rows = grouped.join(rows, USER, "left");
    }
    if (users != null) {
      rows = rows.join(users, USER, "left");
    }
    return partitions > 0 ? rows.repartition(partitions) : rows;
  }

  /** Returns the ratings as they are if they have the right types, and cast if not. */
  private Column ratings() {
    StructType rating = (StructType) ((ArrayType) columns.type("ratings")).elementType();
    Columns inner = Columns.of("ratings of histories", rating);
    boolean exact =
        inner.type("item").equals(DataTypes.StringType)
            && inner.type("rating").equals(DataTypes.DoubleType)
            && !inner.has("time");
    if (exact) {
      return col("ratings");
    }
    StringBuilder fields =
        new StringBuilder("'item', cast(r.item as string), 'rating', cast(r.rating as double)");
    if (inner.has("time")) {
      fields.append(", 'time', ").append(micros(inner, "r.time"));
    }
    if (inner.has("context")) {
      fields.append(", 'context', r.context");
    }
    return expr("transform(ratings, r -> named_struct(" + fields + "))").as("ratings");
  }

  private static String micros(Columns columns, String name) {
    DataType type = columns.time();
    return type != null && Columns.isWhole(type)
        ? "cast(" + name + " as bigint) * 1000000"
        : "unix_micros(cast(" + name + " as timestamp))";
  }

  private static Column text(String name) {
    return col(name).cast("string").as(name);
  }
}
