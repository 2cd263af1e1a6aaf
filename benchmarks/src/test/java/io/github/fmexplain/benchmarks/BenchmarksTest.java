package io.github.fmexplain.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs, once and on little data, and the table has a row for each. */
class BenchmarksTest {

  @TempDir Path folder;

  @BeforeEach
  void small() {
    System.setProperty(Scale.PROPERTY, "small");
    System.setProperty("jmh.ignoreLock", "true");
  }

  @AfterEach
  void asBefore() {
    System.clearProperty(Scale.PROPERTY);
    System.clearProperty("jmh.ignoreLock");
  }

  @Test
  void everyBenchmark_runsAndHasARow() throws Exception {
    Path file = folder.resolve("results.json");
    Options options =
        new OptionsBuilder()
            .include("io\\.github\\.fmexplain\\.benchmarks\\.")
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(1))
            .shouldFailOnError(true)
            .shouldDoGC(false)
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .resultFormat(ResultFormatType.JSON)
            .result(file.toString())
            .build();
    Collection<RunResult> results = new Runner(options).run();

    Set<String> ran =
        results.stream()
            .map(result -> result.getParams().getBenchmark())
            .map(name -> name.substring(0, name.lastIndexOf('.')))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(benchmarkClasses(), ran);
    String table = ResultsTable.of(file);
    assertTrue(table.contains("| RecordIO, read | ≥ 150 MB/s | "), table);
    for (String line : table.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      // All but the error, which one iteration has not.
      for (int cell : new int[] {3, 5}) {
        assertTrue(cells.length <= cell || !cells[cell].contains("—"), line);
      }
    }
    assertEquals(ResultsRow.all().size(), results.size());
  }

  /** The classes that were compiled with a method that JMH runs; not loaded, as some need Spark. */
  private static Set<String> benchmarkClasses() throws Exception {
    Path classes =
        Path.of(ScoreRow.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String annotation = Benchmark.class.descriptorString();
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files =
        Files.list(classes.resolve(ScoreRow.class.getPackageName().replace('.', '/')))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(annotation)) {
          String simple = file.getFileName().toString().replace(".class", "");
          names.add(ScoreRow.class.getPackageName() + "." + simple);
        }
      }
    }
    return names;
  }
}
