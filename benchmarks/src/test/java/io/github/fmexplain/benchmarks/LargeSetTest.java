package io.github.fmexplain.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeSetTest {

  @TempDir Path folder;

  @Test
  void main_onLittle_runsAllParts() throws Exception {
    System.setProperty("largeset.heap", "200m");
    try {
      LargeSet.main(new String[] {"30", "100", "900"});
    } finally {
      System.clearProperty("largeset.heap");
    }
  }

  @Test
  void write_ratesEachItemOnce() throws Exception {
    Path file = folder.resolve("ratings.csv");
    Path alone = folder.resolve("user.csv");
    LargeSet.write(30, 100, 900, file, alone);

    List<String> lines = Files.readAllLines(file);
    Set<String> pairs = new HashSet<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      pairs.add(fields[0] + "," + fields[1]);
    }
    assertEquals(lines.size() - 1, pairs.size());
    assertEquals(900, lines.size(), 60);
    assertEquals(
        Files.readAllLines(alone).size() - 1,
        lines.stream().filter(line -> line.startsWith("16,")).count());
  }
}
