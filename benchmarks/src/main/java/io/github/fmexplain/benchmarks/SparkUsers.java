package io.github.fmexplain.benchmarks;

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
import java.util.List;
import java.util.Locale;
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
              org.apache
                  .spark
                  .sql
                  .functions
                  .expr("array_sort(collect_list(named_struct('item', item, 'rating', rating)))")
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
    for (int round = 0; round < rounds; round++) {
      String label = method.name() + (round == 0 ? ", first round" : "");
      double plain = perSecond(label + ", core", 0, () -> plain(core, all));
      perSecond(
          label + ", ratings to noop",
          plain,
          () -> noop(explainer.recommend(session.read().parquet(ratings))));
      perSecond(
          label + ", histories to noop",
          plain,
          () -> noop(explainer.recommend(session.read().parquet(histories))));
      perSecond(
          label + ", ratings to Parquet",
          plain,
          () ->
              explainer
                  .recommend(session.read().parquet(ratings))
                  .write()
                  .mode("overwrite")
                  .parquet(out));
      System.out.printf(Locale.ROOT, "  %.0f bytes per user%n", bytes(out) / (double) users);
      perSecond(
          label + ", histories to Parquet, every rating",
          plain,
          () ->
              every
                  .recommend(session.read().parquet(histories))
                  .write()
                  .mode("overwrite")
                  .parquet(out));
      System.out.printf(Locale.ROOT, "  %.0f bytes per user%n", bytes(out) / (double) users);
    }
  }

  private static void plain(FmExplainer core, List<History> all) {
    for (History history : all) {
      UserExplainer user = core.forHistory(history);
      user.explainAll(user.recommend(TOP).stream().map(Recommendation::itemId).toList());
    }
  }

  private static void noop(Dataset<Row> rows) {
    rows.write().format("noop").mode("overwrite").save();
  }

  private static long bytes(String folder) {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files
          .filter(f -> f.toString().endsWith(".parquet"))
          .mapToLong(f -> f.toFile().length())
          .sum();
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
    double seconds = (system.getProcessCpuTime() - cpu) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f users per CPU second%s (%.1f CPU s, %.1f s)%n",
        label,
        users / seconds,
        plain == 0 ? "" : String.format(Locale.ROOT, ", %.2f of core", users / seconds / plain),
        seconds,
        (System.nanoTime() - start) / 1e9);
    return users / seconds;
  }
}
