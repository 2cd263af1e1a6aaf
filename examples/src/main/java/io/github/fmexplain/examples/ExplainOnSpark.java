package io.github.fmexplain.examples;

import io.github.fmexplain.Method;
import io.github.fmexplain.spark.SparkExplainer;
import io.github.fmexplain.spark.SparkModels;
import java.util.concurrent.Callable;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Recommends and explains for every user of a table of ratings, on Spark: with {@code
 * spark-submit}, or as any Java program that has Spark on its class path. See {@code --help}.
 */
@Command(
    name = "ExplainOnSpark",
    mixinStandardHelpOptions = true,
    versionProvider = JarVersion.class,
    sortOptions = false,
    description =
        "Recommends items to every user of a table of ratings and tells which of the user's own"
            + " ratings brought them about. Takes the file of a trained model, or trains Spark's"
            + " ALS.",
    footer = {"", "Exit codes: 0, 1 after a failure, 2 if the options cannot be followed."})
public final class ExplainOnSpark implements Callable<Integer> {

  @Option(
      names = "--ratings",
      required = true,
      paramLabel = "PATH",
      description = "Ratings: user, item, rating. Parquet, or CSV with a header.")
  private String ratings = "";

  @Option(
      names = "--items",
      paramLabel = "PATH",
      description = "Items: item, title. Parquet, or CSV with a header.")
  private @Nullable String items;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "A trained model (.fmx) that driver and executors can read. Without it, ALS is trained,"
              + " which wants whole numbers for ids.")
  private @Nullable String model;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      converter = MethodConverter.class,
      completionCandidates = MethodConverter.class,
      description = "One of ${COMPLETION-CANDIDATES}; the default is the model's.")
  private @Nullable Method method;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "Recommendations per user (${DEFAULT-VALUE}).")
  private int top = 10;

  @Option(
      names = "--strongest",
      paramLabel = "N",
      defaultValue = "10",
      description = "Ratings shown per explanation (${DEFAULT-VALUE}).")
  private int strongest = 10;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Into how many parts users are divided; the default is Spark's.")
  private @Nullable Integer partitions;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PATH",
      description = "Where the explanations go, as Parquet. Must not exist.")
  private String out = "";

  private final Console console;

  ExplainOnSpark(Console console) {
    this.console = console;
  }

  /**
   * Runs the command.
   *
   * @param args options; see {@code --help}
   */
  public static void main(String[] args) {
    Console console = Console.ofProcess();
    int code = ExampleCommand.run(new ExplainOnSpark(console), console, args);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() {
    // With spark-submit, master and name are those of its options.
    SparkSession.Builder builder =
        SparkSession.builder().config("spark.ui.showConsoleProgress", true);
    if (System.getProperty("spark.master") == null) {
      builder.master("local[*]").appName("ExplainOnSpark");
    }
    SparkSession session = builder.getOrCreate();
    session.sparkContext().setLogLevel("WARN");
    try {
      explain(session);
      return 0;
    } finally {
      session.stop();
    }
  }

  private void explain(SparkSession session) {
    Dataset<Row> rated = read(session, ratings);
    SparkExplainer.Builder builder = SparkExplainer.builder().count(top).strongest(strongest);
    if (model == null) {
      Dataset<Row> numbered =
          rated.selectExpr(
              "cast(user as int) user", "cast(item as int) item", "cast(rating as float) rating");
      ALS als =
          new ALS()
              .setUserCol("user")
              .setItemCol("item")
              .setRatingCol("rating")
              .setRank(32)
              .setRegParam(0.1)
              .setSeed(1);
      ALSModel trained = als.fit(numbered);
      builder.model(SparkModels.als(trained, als, numbered));
      rated = numbered;
    } else {
      builder.model(model);
    }
    if (items != null) {
      builder.items(read(session, items));
    }
    if (method != null) {
      builder.method(method);
    }
    if (partitions != null) {
      builder.partitions(partitions);
    }
    builder.build().recommend(rated).write().parquet(out);
    Dataset<Row> made = session.read().parquet(out);
    console
        .out()
        .printf(
            "%d rows, %d of them errors, in %s%n",
            made.count(), made.filter("error is not null").count(), out);
  }

  private static Dataset<Row> read(SparkSession session, String path) {
    return path.endsWith(".csv")
        ? session.read().option("header", true).option("inferSchema", true).csv(path)
        : session.read().parquet(path);
  }
}
