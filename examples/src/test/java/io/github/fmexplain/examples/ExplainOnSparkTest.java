package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainOnSparkTest {

  /** What the build of fm-explain-spark leaves: Spark is not on the class path of the examples. */
  private static final Path SPARK = Path.of("../fm-explain-spark/target/spark-classpath.txt");

  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar",
          "jdk.internal.ref");

  private record Finished(int code, String text) {}

  private static Finished run(Path folder, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-Xss8m", "-XX:TieredStopAtLevel=1"));
    OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    command.add("-Dspark.ui.enabled=false");
    command.add("-Dspark.sql.shuffle.partitions=2");
    command.add("-Dspark.driver.bindAddress=127.0.0.1");
    command.add("-Dspark.driver.host=127.0.0.1");
    command.add("-cp");
    command.add(
        System.getProperty("java.class.path")
            + File.pathSeparator
            + Files.readString(SPARK).strip());
    command.add(ExplainOnSpark.class.getName());
    command.addAll(List.of(args));
    Path output = folder.resolve("output-" + System.nanoTime());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(process.waitFor(5, TimeUnit.MINUTES), "still running");
    return new Finished(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  @Test
  void als_isTrainedAndExplained(@TempDir Path folder) throws Exception {
    assumeTrue(Files.exists(SPARK), "Spark's class path is not there; build fm-explain-spark");
    Random random = new Random(1);
    List<String> lines = new ArrayList<>(List.of("user,item,rating"));
    for (int user = 0; user < 12; user++) {
      for (int item = 0; item < 16; item++) {
        if (random.nextBoolean()) {
          lines.add(user + "," + item + "," + ((user + item) % 2 == 0 ? 5 : 1));
        }
      }
    }
    Path ratings = Files.write(folder.resolve("ratings.csv"), lines);
    String out = folder.resolve("out").toString();
    Finished finished = run(folder, "--ratings", ratings.toString(), "--top", "3", "--out", out);
    assertTrue(finished.text.contains("36 rows, 0 of them errors, in " + out), finished.text);
    assertEquals(0, finished.code, finished.text);
    Finished nothing =
        run(folder, "--ratings", ratings.toString(), "--model", "none.fmx", "--out", out + "2");
    assertTrue(
        nothing.text.contains(
            "error: model must be a file that driver and executors can read, but there is no"
                + " 'none.fmx' here; put it where all of them see it, or give the model itself"),
        nothing.text);
    assertEquals(ExampleCommand.BAD_OPTIONS, nothing.code);
  }
}
