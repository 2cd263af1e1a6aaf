package io.github.fmexplain.benchmarks;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.Repeats;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.io.RatingsFile;
import io.github.fmexplain.io.TimeFormat;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/**
 * From a file of ratings of the size of MovieLens 25M to the explanation of one user: reads it,
 * trains ten epochs, saves the model, and explains with it in another process. Prints the time of
 * each part and the most heap that was in use in it.
 *
 * <p>Users have made-up tastes: items have popularities that fall with a power of their rank, a
 * user's number of ratings is spread as widely, and ratings come from few hidden factors, so that
 * there is something to learn.
 */
final class LargeSet {

  private static final int USERS = 162_000;
  private static final int ITEMS = 59_000;
  private static final int RATINGS = 25_000_000;
  private static final int FEWEST = 20;
  private static final int TASTES = 4;
  private static final long SEED = 1;
  private static final int FACTORS = 64;
  private static final int EPOCHS = 10;

  private final PrintStream out;

  private LargeSet(PrintStream out) {
    this.out = out;
  }

  /**
   * Runs all parts.
   *
   * @param args the numbers of users, items and ratings; those of MovieLens 25M if there are none.
   *     The heap of the processes is that of {@code -Dlargeset.heap}, 8g if it is not set
   */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    LargeSet parts = new LargeSet(out);
    if (args.length > 0 && args[0].equals("train")) {
      parts.train(Path.of(args[1]), Path.of(args[2]));
      return;
    }
    if (args.length > 0 && args[0].equals("explain")) {
      parts.explain(Path.of(args[1]), Path.of(args[2]));
      return;
    }
    int users = args.length == 0 ? USERS : Integer.parseInt(args[0]);
    int items = args.length == 0 ? ITEMS : Integer.parseInt(args[1]);
    int ratings = args.length == 0 ? RATINGS : Integer.parseInt(args[2]);
    Path folder = Files.createTempDirectory("fm-explain-large-set");
    Path file = folder.resolve("ratings.csv");
    Path user = folder.resolve("user.csv");
    Path model = folder.resolve("model.fmx");
    try {
      out.println("| part | seconds | heap in use at most, MB | … after it, MB |");
      out.println("|---|---:|---:|---:|");
      parts.part("write " + ratings + " ratings", () -> write(users, items, ratings, file, user));
      fork("train", file, model);
      out.printf(
          Locale.ROOT, "| file of the model: %d MB | | | |%n", Files.size(model) / 1_000_000);
      fork("explain", user, model);
    } finally {
      for (Path made : List.of(file, user, model, folder)) {
        Files.deleteIfExists(made);
      }
    }
  }

  private static void fork(String part, Path file, Path model)
      throws IOException, InterruptedException {
    int code =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + System.getProperty("largeset.heap", "8g"),
                "-cp",
                System.getProperty("java.class.path"),
                LargeSet.class.getName(),
                part,
                file.toString(),
                model.toString())
            .inheritIO()
            .start()
            .waitFor();
    if (code != 0) {
      throw new IllegalStateException("part '" + part + "' ended with " + code);
    }
  }

  private <T> T part(String name, Callable<T> call) throws Exception {
    List<MemoryPoolMXBean> pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    pools.forEach(MemoryPoolMXBean::resetPeakUsage);
    long before = System.nanoTime();
    T result = call.call();
    double seconds = (System.nanoTime() - before) / 1e9;
    long most = pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    out.printf(
        Locale.ROOT,
        "| %s | %.1f | %d | %d |%n",
        name,
        seconds,
        most / 1_000_000,
        Heap.used() / 1_000_000);
    return result;
  }

  private void train(Path file, Path model) throws Exception {
    TrainingSet set = set(file);
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(FACTORS)
            .epochs(EPOCHS)
            .build();
    int threads = Runtime.getRuntime().availableProcessors();
    TrainedModel trained =
        part(
            "train " + EPOCHS + " epochs, " + threads + " threads",
            () ->
                LocalTrainer.builder()
                    .seed(SEED)
                    .threads(threads)
                    .recordPath()
                    .build()
                    .fit(set, hyperparameters)
                    .trained());
    part(
        "save",
        () -> {
          TrainedModelFile.write(trained, model);
          return model;
        });
  }

  /** Returns the rows alone, so that the histories can be let go. */
  private TrainingSet set(Path file) throws Exception {
    RatingsFile ratings = RatingsFile.builder().timeFormat(TimeFormat.NONE).build();
    List<History> histories = part("read", () -> ratings.histories(file, Repeats.REFUSE));
    return part(
        "encode and shuffle",
        () -> {
          Set<String> items = new LinkedHashSet<>();
          histories.forEach(history -> history.interactions().forEach(i -> items.add(i.itemId())));
          OneHotEncoder encoder =
              OneHotEncoder.of(
                  histories.stream().map(History::userId).toList(), List.copyOf(items));
          return TrainingSet.of(encoder, histories, RatingTarget.likeFrom(4)).shuffled(SEED);
        });
  }

  private void explain(Path user, Path model) throws Exception {
    History history = RatingsFile.builder().build().histories(user, Repeats.REFUSE).get(0);
    TrainedModel trained = part("read the model", () -> TrainedModelFile.read(model));
    FmExplainer explainer =
        part(
            "make the explainer",
            () ->
                FmExplainer.of(
                    trained,
                    Catalogue.of(
                        trained.encoder().items().ids().stream()
                            .map(id -> new CatalogueItem(id, "Movie " + id, Set.of()))
                            .toList())));
    Explanation first =
        part(
            "recommend to and explain a user of " + history.size() + " ratings",
            () -> {
              UserExplainer explained = explainer.forHistory(history);
              return explained.explain(explained.recommend(1).get(0).itemId());
            });
    out.println();
    out.println(trained);
    out.println(first);
    out.println(first.diagnostics());
  }

  /** Writes all ratings, and those of the middle user alone. */
  static Path write(int users, int items, int ratings, Path file, Path alone) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] userTastes = tastes(random, users);
    double[][] itemTastes = tastes(random, items);
    int[] counts = counts(random, users, items, ratings);
    double[] popularity = new double[items];
    double sum = 0;
    for (int item = 0; item < items; item++) {
      sum += 1 / Math.pow(item + 10.0, 0.9);
      popularity[item] = sum;
    }
    try (BufferedWriter all = Files.newBufferedWriter(file);
        BufferedWriter one = Files.newBufferedWriter(alone)) {
      String header = "userId,movieId,rating,timestamp\n";
      all.write(header);
      one.write(header);
      boolean[] isRated = new boolean[items];
      int[] rated = new int[items];
      for (int user = 0; user < users; user++) {
        for (int r = 0; r < counts[user]; r++) {
          int item = draw(random, popularity, isRated);
          isRated[item] = true;
          rated[r] = item;
          double liking = 3.5 + random.nextGaussian() * 0.7;
          for (int t = 0; t < TASTES; t++) {
            liking += 0.5 * userTastes[user][t] * itemTastes[item][t];
          }
          double stars = Math.max(1, Math.min(10, Math.round(2 * liking))) / 2.0;
          String line =
              (user + 1) + "," + (item + 1) + "," + stars + "," + (1_000_000_000L + r) + "\n";
          all.write(line);
          if (user == users / 2) {
            one.write(line);
          }
        }
        for (int r = 0; r < counts[user]; r++) {
          isRated[rated[r]] = false;
        }
      }
    }
    return file;
  }

  private static int draw(SplittableRandom random, double[] popularity, boolean[] isRated) {
    int last = popularity.length - 1;
    int found = Arrays.binarySearch(popularity, random.nextDouble() * popularity[last]);
    int item = Math.min(last, found >= 0 ? found : -found - 1);
    while (isRated[item]) {
      item = item == last ? 0 : item + 1;
    }
    return item;
  }

  private static double[][] tastes(SplittableRandom random, int count) {
    double[][] tastes = new double[count][TASTES];
    for (double[] each : tastes) {
      Arrays.setAll(each, t -> random.nextGaussian());
    }
    return tastes;
  }

  /** As many ratings in all as asked for, as far as they can be shared out; log-normal. */
  private static int[] counts(SplittableRandom random, int users, int items, int ratings) {
    double[] shares = new double[users];
    double sum = 0;
    for (int user = 0; user < users; user++) {
      shares[user] = Math.exp(1.2 * random.nextGaussian());
      sum += shares[user];
    }
    int fewest = Math.min(FEWEST, ratings / users);
    double rest = ratings - (double) fewest * users;
    int[] counts = new int[users];
    for (int user = 0; user < users; user++) {
      counts[user] = Math.min(items / 2, fewest + (int) Math.round(rest * shares[user] / sum));
    }
    return counts;
  }
}
