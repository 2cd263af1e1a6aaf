package io.github.fmexplain.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.TrainedModel;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster of two executors in processes of their own, with Spark's jars in one folder and this
 * project's sent to them, as spark-submit does. Run by the profile {@code spark-cluster}.
 */
@Tag("cluster")
class ClusterTest {

  private static final RandomWorld WORLD =
      new RandomWorld(11, PredictorType.BINARY_CLASSIFIER, 60, 4);
  private static final TrainedModel TRAINED = WORLD.trained(List.of());

  private static SparkSession session;

  @TempDir static Path folder;

  @BeforeAll
  static void start() throws IOException {
    List<String> own = new ArrayList<>();
    Path jars = Path.of(Objects.requireNonNull(System.getenv("SPARK_HOME"))).resolve("jars");
    Files.createDirectories(jars);
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (entry.isEmpty()) {
        continue;
      }
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        own.add(jarOf(path, folder.resolve(own.size() + ".jar")).toString());
      } else if (entry.matches(".*(fm-explain|ejml|tools.jackson|jspecify|commons-csv).*")) {
        own.add(entry);
      } else if (Files.exists(path) && Files.notExists(jars.resolve(path.getFileName()))) {
        Files.createSymbolicLink(jars.resolve(path.getFileName()), path.toAbsolutePath());
      }
    }
    session =
        SparkSession.builder()
            .master("local-cluster[2,1,1024]")
            .appName("cluster tests")
            .config("spark.jars", String.join(",", own))
            .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 6)
            .config("spark.executor.memory", "900m")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
            .getOrCreate();
    session.sparkContext().setLogLevel("OFF");
  }

  @AfterAll
  static void stop() {
    session.stop();
  }

  private static Path jarOf(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(
            new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
    return jar;
  }

  private static List<History> histories() {
    return IntStream.range(0, 40)
        .mapToObj(u -> Sparks.inOrder(WORLD.history("u" + u, 5 + u % 9)))
        .map(h -> new History(h.userId(), Set.of(), withoutContext(h)))
        .sorted(Comparator.comparing(h -> Objects.requireNonNull(h.userId())))
        .toList();
  }

  private static List<Interaction> withoutContext(History history) {
    return history.interactions().stream()
        .map(r -> Interaction.of(r.itemId(), r.rating()))
        .toList();
  }

  private static final List<History> HISTORIES = histories();

  private static Dataset<Row> ratings() {
    List<Row> rows = new ArrayList<>();
    for (History history : HISTORIES) {
      for (Interaction rating : history.interactions()) {
        rows.add(RowFactory.create(history.userId(), rating.itemId(), rating.rating()));
      }
    }
    return session.createDataFrame(rows, Sparks.RATING).repartition(4);
  }

  private static List<String> expected() {
    FmExplainer core =
        FmExplainer.of(TRAINED, ItemTable.all(TRAINED.encoder().items().ids()))
            .withMethod(Method.hessian());
    return HISTORIES.stream()
        .flatMap(history -> Sparks.recommended(core.forHistory(history), 4, 5).stream())
        .toList();
  }

  private static SparkExplainer.Builder four() {
    return SparkExplainer.builder().method(Method.hessian()).count(4).strongest(5);
  }

  /** Names the executor of each partition. */
  private record Where() implements MapPartitionsFunction<Row, String> {
    @Override
    public Iterator<String> call(Iterator<Row> rows) {
      return List.of(SparkEnv.get().executorId()).iterator();
    }
  }

  @Test
  void executors_haveTheBitsOfCore() throws IOException {
    // Until both are there, all work is one's.
    Set<String> executors = Set.of();
    for (int attempt = 0; executors.size() < 2 && attempt < 200; attempt++) {
      executors =
          Set.copyOf(
              session
                  .range(40)
                  .toDF()
                  .repartition(8)
                  .mapPartitions(new Where(), Encoders.STRING())
                  .collectAsList());
    }
    assertEquals(2, executors.size());
    SparkExplainer sent = four().model(TRAINED).build();
    assertEquals(expected(), Sparks.lines(sent.recommend(ratings())));
    Path file = folder.resolve("model.fmx");
    TrainedModelFile.write(TRAINED, file);
    SparkExplainer read = four().model(file.toString()).build();
    assertEquals(expected(), Sparks.lines(read.recommend(ratings())));
  }

  /** Ends its process once, in the middle of a partition. */
  private record KillOnce(String marker) implements MapPartitionsFunction<Row, Row> {
    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
      List<Row> seen = new ArrayList<>();
      while (rows.hasNext()) {
        seen.add(rows.next());
        if (seen.size() == 10 && isFirst()) {
          Runtime.getRuntime().halt(137);
        }
      }
      return seen.iterator();
    }

    private boolean isFirst() {
      try {
        Files.createFile(Path.of(marker));
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void killedExecutor_losesAndDoublesNothing() {
    SparkExplainer explainer = four().model(TRAINED).build();
    Path before = folder.resolve("killed-before-the-shuffle");
    Dataset<Row> ratings =
        ratings().mapPartitions(new KillOnce(before.toString()), Encoders.row(Sparks.RATING));
    assertEquals(expected(), Sparks.lines(explainer.recommend(ratings)));
    assertTrue(Files.exists(before));
    Path after = folder.resolve("killed-while-explaining");
    Dataset<Row> explained = explainer.recommend(ratings());
    Dataset<Row> killed =
        explained.mapPartitions(new KillOnce(after.toString()), Encoders.row(explained.schema()));
    assertEquals(expected(), Sparks.lines(killed));
    assertTrue(Files.exists(after));
  }
}
