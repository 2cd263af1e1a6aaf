package io.github.fmexplain.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.train.TrainedModel;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One virtual machine writes, another one reads. */
class TwoJvmTest {

  @Test
  void whatAnotherJvmTrainedAndWrote_explainsWithTheSameBits(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path model = folder.resolve("recommender.fmx");
    Path numbers = folder.resolve("numbers.txt");
    OtherJvm.run(List.of(), "train", model.toString(), numbers.toString());

    TrainedModel trained = TrainedModelFile.read(model);
    assertNotNull(trained.path());
    List<String> expected = Files.readAllLines(numbers);
    assertTrue(expected.size() > 1000, "only " + expected.size());
    assertEquals(expected, OtherJvm.numbers(trained));
    // And this one writes the same bytes.
    Path again = folder.resolve("again.fmx");
    TrainedModelFile.write(trained, again);
    assertEquals(-1, Files.mismatch(model, again));
  }

  @Test
  void hostileFiles_doNotFillSmallMemory(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path files = Files.createDirectory(folder.resolve("files"));
    Path whole = files.resolve("whole");
    TrainedModelFile.write(Samples.whole(), whole);
    byte[] bytes = Files.readAllBytes(whole);
    Container container = Container.of(bytes);
    Files.write(
        files.resolve("features"),
        container.withHeader("\"features\":14", "\"features\":49999999").bytes());
    Files.write(
        files.resolve("factors"),
        container.withHeader("\"factors\":2", "\"factors\":9999").bytes());
    Files.write(
        files.resolve("points"), container.withHeader("\"points\":3", "\"points\":9999").bytes());
    Files.write(files.resolve("users"), container.withNumber("users", 0, 49_999_999).bytes());
    Files.write(files.resolve("id"), container.withNumber("users", 4, 9_999).bytes());
    Files.write(
        files.resolve("ratings"),
        container
            .withNumber("histories", container.part("histories").length - 24, 999_999_999)
            .bytes());
    Files.write(files.resolve("deep"), container.with("header", any -> deep()).bytes());
    for (long length : new long[] {1L << 20, 1L << 40, Long.MAX_VALUE, -1}) {
      byte[] forged = bytes.clone();
      ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN).putLong(19, length);
      Files.write(files.resolve("length" + length), Container.signed(forged));
    }
    // As long as it says, without taking the space: zeros where there is nothing.
    sparse(files.resolve("sparse"), container, 1 << 28);
    Path outcomes = folder.resolve("outcomes.txt");
    OtherJvm.run(List.of("-Xmx64m"), "read", files.toString(), outcomes.toString());

    Map<String, String> found = new HashMap<>();
    for (String line : Files.readAllLines(outcomes)) {
      found.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
    }
    assertEquals("read", found.remove("whole"));
    assertTrue(
        String.valueOf(found.get("sparse"))
            .matches(
                "memory must hold the model, but the Java virtual machine has at most \\d+ bytes;"
                    + " give it more with -Xmx to read /sparse"),
        found.get("sparse"));
    assertEquals(12, found.size());
    found.forEach((name, outcome) -> assertTrue(outcome.contains("/" + name), outcome));
  }

  @Test
  void textsThatMemoryDoesNotHold_areRefused(@TempDir Path folder)
      throws IOException, InterruptedException {
    try (BufferedWriter ratings = Files.newBufferedWriter(folder.resolve("ratings.csv"));
        BufferedWriter titles = Files.newBufferedWriter(folder.resolve("titles.csv"))) {
      for (int j = 0; j < 400_000; j++) {
        ratings.write(j + ",item " + j + ",4\n");
        titles.write(j + ",title of the item " + j + "\n");
      }
    }
    String has = ", but the Java virtual machine has at most \\d+ bytes; give it more with -Xmx";
    List<String> expected =
        List.of(
            "ResultsFormatException: memory must hold the results" + has,
            "RatingsFormatException: memory must hold the rows"
                + has
                + " or take them one by one, with forEach\\(…\\), from ratings.csv",
            "RatingsFormatException: memory must hold the histories" + has + " to read ratings.csv",
            "RatingsFormatException: memory must hold the titles" + has + " to read titles.csv");
    List<String> found =
        OtherJvm.run(
                List.of("-Xmx40m", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"),
                "texts",
                folder.toString())
            .lines()
            .toList();
    assertLinesMatch(expected, found);
  }

  private static byte[] deep() {
    byte[] deep = new byte[1 << 20];
    Arrays.fill(deep, (byte) '[');
    return deep;
  }

  private static void sparse(Path file, Container container, int features) throws IOException {
    Container large = container.withHeader("\"features\":14", "\"features\":" + 33554431);
    byte[] start = large.bytes();
    int model = 12 + 15 + large.part("header").length + 4;
    long length = ModelSection.lengthOf(33554431, 2);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(start, 0, model + 6);
      out.writeLong(Long.reverseBytes(length));
      out.setLength(model + 14 + length + 4 + features);
    }
  }
}
