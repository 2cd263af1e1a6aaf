package io.github.fmexplain.movielens;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Flips, cuts and extends files: each is read, or refused with one line, and nothing else. */
class MovieLensFuzzTest {

  private static final int ROUNDS = 300;

  @ParameterizedTest
  @EnumSource
  void damagedFiles(MovieLensLayout layout) throws IOException {
    Path folder = TestFolder.empty("ml-fuzz");
    SyntheticMovieLens.builder()
        .users(4)
        .items(50)
        .ratings(90)
        .seed(1)
        .build()
        .writeTo(folder, layout);
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      // The tags of ml-10m are empty, and not read.
      files = listed.filter(file -> !file.endsWith("tags.dat")).sorted().toList();
    }
    Random random = new Random(1);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Path file = files.get(random.nextInt(files.size()));
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, damaged(whole, random));
      try {
        MovieLens.load(folder);
      } catch (MovieLensFormatException e) {
        Failures.assertOneLine(e);
        refused++;
      }
      Files.write(file, whole);
    }

    assertTrue(refused > ROUNDS / 10, "refused only " + refused);
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    switch (random.nextInt(3)) {
      case 0 -> {
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      default -> {
        int from = random.nextInt(bytes.length);
        bytes = Arrays.copyOf(bytes, bytes.length * 2 - from);
        System.arraycopy(whole, from, bytes, whole.length, whole.length - from);
      }
    }
    return bytes;
  }
}
