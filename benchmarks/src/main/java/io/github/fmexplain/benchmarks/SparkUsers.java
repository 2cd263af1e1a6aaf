package io.github.fmexplain.benchmarks;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.hash;

import com.sun.management.OperatingSystemMXBean;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.io.rows.HistoryRows;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.spark.SparkExplainer;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How many users Spark explains per second of a processor, beside plain core: the top 10 and ten
 * explanations of every user, of which Spark keeps the ten strongest ratings each. Random
 * parameters; time is that of the whole process, with the driver, the collector and the compiler.
 * The first round is to warm up; of the others it tells the median, the least and the most, and
 * compares each with plain core in the same round.
 */
final class SparkUsers {

  private static final int TOP = 10;

  private static final StructType RATING =
      new StructType()
          .add("user", DataTypes.StringType, false)
          .add("item", DataTypes.StringType, false)
          .add("rating", DataTypes.DoubleType, false);

  private final int users;
  private final int items;
  private final int rounds;

  /** Users per CPU second and the same as a part of core's, by round; by what was measured. */
  private final Map<String, List<double[]>> measured = new LinkedHashMap<>();

  private SparkUsers(int users, int items, int rounds) {
    this.users = users;
    this.items = items;
    this.rounds = rounds;
  }

  /**
   * Measures.
   *
   * @param args users, items, rounds and the names of the methods
   */
  public static void main(String[] args) throws IOException {
    new SparkUsers(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]))
        .run(List.of(args).subList(3, args.length));
  }

  /** Ratings of a user, 10 to 300 and 90 on average, in the order of their item ids. */
  private record Generated(int items) implements MapPartitionsFunction<Long, Row> {

    @Override
    public Iterator<Row> call(Iterator<Long> users) {
      List<Row> rows = new ArrayList<>();
      while (users.hasNext()) {
        long user = users.next();
        for (Interaction rating : history(user).interactions()) {
          rows.add(RowFactory.create(id(user), rating.itemId(), rating.rating()));
        }
      }
      return rows.iterator();
    }

    static String id(long user) {
      return "user-" + user;
    }

    History history(long user) {
      SplittableRandom random = new SplittableRandom(user);
      int size = 10 + (int) (Math.pow(random.nextDouble(), 2.6) * 290);
      List<Interaction> ratings =
          random
              .ints(0, items)
              .distinct()
              .limit(size)
              .sorted()
              .mapToObj(item -> Interaction.of(Integer.toString(item), 1 + random.nextInt(5)))
              .sorted(Comparator.comparing(Interaction::itemId))
              .toList();
      return History.of(id(user), ratings);
    }
  }

  private TrainedModel model(List<History> histories) {
    OneHotEncoder encoder =
        OneHotEncoder.of(
            IntStream.range(0, users).mapToObj(Generated::id).toList(),
            IntStream.range(0, items).mapToObj(Integer::toString).toList());
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(64)
            .epochs(200)
            .build();
    return TrainedModel.ofAnyFit(
            SyntheticModel.model(users + items, 64),
            hyperparameters,
            TrainingSet.of(encoder, histories, RatingTarget.likeFrom(4)))
        .withMode(TrainingMode.sageMaker());
  }

  private void run(List<String> methods) throws IOException {
    Path folder = Files.createTempDirectory("fm-explain-spark");
    try (SparkSession session =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 32)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate()) {
      session.sparkContext().setLogLevel("ERROR");
      Generated generated = new Generated(items);
      String ratings = folder.resolve("ratings").toString();
      String histories = folder.resolve("histories").toString();
      session
          .range(0, users, 1, 8)
          .as(Encoders.LONG())
          .mapPartitions(generated, Encoders.row(RATING))
          .write()
          .parquet(ratings);
      Dataset<Row> rated = session.read().parquet(ratings);
      rated
          .groupBy("user")
          .agg(
              expr("array_sort(collect_list(named_struct('item', item, 'rating', rating)))")
                  .as("ratings"))
          .repartition(32)
          .write()
          .parquet(histories);
      List<History> all = IntStream.range(0, users).mapToObj(generated::history).toList();
      TrainedModel trained = model(all);
      System.out.printf("%d users, %d items, %d ratings%n", users, items, rated.count());
      for (String method : methods) {
        measure(session, trained, Method.named(method), folder, all);
      }
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private void measure(
      SparkSession session, TrainedModel trained, Method method, Path folder, List<History> all) {
    String ratings = folder.resolve("ratings").toString();
    String histories = folder.resolve("histories").toString();
    Catalogue catalogue =
        Catalogue.of(
            trained.encoder().items().ids().stream()
                .map(id -> new CatalogueItem(id, "Item " + id, Set.of()))
                .toList());
    FmExplainer core = FmExplainer.of(trained, catalogue).withMethod(method);
    SparkExplainer explainer = SparkExplainer.builder().model(trained).method(method).build();
    SparkExplainer every =
        SparkExplainer.builder().model(trained).method(method).strongest(Integer.MAX_VALUE).build();
    String out = folder.resolve("out-" + method.name()).toString();
    measured.clear();
    for (int round = 0; round < rounds; round++) {
      double plain = perSecond("core", Double.NaN, () -> plain(core, all));
      perSecond("core, and its rows", plain, () -> rows(core, all));
      perSecond("ratings to noop", plain, () -> noop(explainer.recommend(read(session, ratings))));
      perSecond(
          "histories to noop", plain, () -> noop(explainer.recommend(read(session, histories))));
      perSecond(
          "ratings to Parquet",
          plain,
          () -> parquet(explainer.recommend(read(session, ratings)), out));
      perSecond(
          "histories to Parquet",
          plain,
          () -> parquet(explainer.recommend(read(session, histories)), out));
      perSecond("ratings shuffled and sorted", plain, () -> noop(sorted(read(session, ratings))));
      String few = bytes(out);
      Dataset<Row> rows = read(session, out);
      perSecond("rows of Parquet to Parquet", plain, () -> parquet(rows, out + "-copied"));
      perSecond(
          "histories to Parquet, every rating",
          plain,
          () -> parquet(every.recommend(read(session, histories)), out + "-every"));
      System.out.printf(
          "%s, round %d: %s and, of every rating, %s bytes per user%n",
          method.name(), round + 1, few, bytes(out + "-every"));
    }
    measured.forEach(this::report);
  }

  private void report(String label, List<double[]> all) {
    List<double[]> warm = all.subList(Math.min(1, all.size() - 1), all.size());
    double[] rates = warm.stream().mapToDouble(m -> m[0]).sorted().toArray();
    double[] parts = warm.stream().mapToDouble(m -> m[1]).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f (%.0f to %.0f) | %.2f (%.2f to %.2f) |%n",
        label,
        rates[rates.length / 2],
        rates[0],
        rates[rates.length - 1],
        parts[parts.length / 2],
        parts[0],
        parts[parts.length - 1]);
  }

  private static void plain(FmExplainer core, List<History> all) {
    for (History history : all) {
      UserExplainer user = core.forHistory(history);
      user.explainAll(user.recommend(TOP).stream().map(Recommendation::itemId).toList());
    }
  }

  /** The same as Spark makes, without Spark. */
  private static void rows(FmExplainer core, List<History> all) {
    HistoryRows rows = HistoryRows.builder().count(TOP).build();
    all.forEach(history -> rows.recommend(core, history, null));
  }

  /** What Spark does to the ratings before they are explained. */
  private static Dataset<Row> sorted(Dataset<Row> ratings) {
    return ratings
        .withColumn("hash", hash(col("user")))
        .repartition(32, col("user"))
        .sortWithinPartitions("hash");
  }

  private static Dataset<Row> read(SparkSession session, String path) {
    return session.read().parquet(path);
  }

  private static void noop(Dataset<Row> rows) {
    rows.write().format("noop").mode("overwrite").save();
  }

  private static void parquet(Dataset<Row> rows, String path) {
    rows.write().options(SparkExplainer.parquetOptions()).mode("overwrite").parquet(path);
  }

  private String bytes(String folder) {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      long all =
          files
              .filter(f -> f.toString().endsWith(".parquet"))
              .mapToLong(f -> f.toFile().length())
              .sum();
      return Long.toString(all / users);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private double perSecond(String label, double plain, Runnable work) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    work.run();
    double rate = users / ((system.getProcessCpuTime() - cpu) / 1e9);
    measured.computeIfAbsent(label, l -> new ArrayList<>()).add(new double[] {rate, rate / plain});
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f users per CPU second, %.2f of core (%.1f s)%n",
        label,
        rate,
        rate / plain,
        (System.nanoTime() - start) / 1e9);
    return rate;
  }
}
