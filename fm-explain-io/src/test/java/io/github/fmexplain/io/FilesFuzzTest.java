package io.github.fmexplain.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Flips, cuts and extends files: each is read, or refused with one line, and nothing else. */
class FilesFuzzTest {

  private static final int ROUNDS = 3000;

  private static final List<String> RATINGS =
      List.of(
          "userId,movieId,rating,timestamp\n1,50,4.5,964982703\n2,7,3,964982704\n1,7,5,1\n",
          "\"user\";\"item\";\"stars\"\r\n\"a;b\";\"Käse\";\"4\"\r\n\"c\";\"say \"\"x\"\"\";\"1\"\r\n",
          "1::50::5::964982703\n1::51::3::964982703\n",
          "u\ti\t4\t2020-01-31T12:00:00Z\nv\tj\t5\t2020-01-31 12:00\nv\ti\t1\t\n");

  private static final List<String> TITLES =
      List.of(
          "movieId,title,genres\n1,Amber,Drama|War\n2,\"Birch, or \"\"Elm\"\"\",\n3,\"Two\nlines\",x\n",
          "1|Amber\n2|Käse\n3|Cedar\n",
          "1::Amber::War\n2::Birch::Drama|War\n");

  private interface Reader {
    void read(Path file) throws IOException;
  }

  @Test
  void damagedRatings() throws IOException {
    assertReadOrRefused(RATINGS, RatingsFile::read);
  }

  @Test
  void damagedTitles() throws IOException {
    assertReadOrRefused(TITLES, TitlesFile::read);
  }

  private static void assertReadOrRefused(List<String> texts, Reader reader) throws IOException {
    Random random = new Random(1);
    Path file = TestFile.of("fuzz.txt", new byte[0]);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String text = texts.get(random.nextInt(texts.size()));
      Files.write(file, damaged(text.getBytes(StandardCharsets.UTF_8), random));
      try {
        reader.read(file);
      } catch (RatingsFormatException e) {
        TestFile.assertOneLine(e);
        refused++;
      }
    }

    assertTrue(refused > ROUNDS / 10 && refused < ROUNDS, "refused " + refused);
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    switch (random.nextInt(4)) {
      case 0 -> {
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 2 -> random.nextBytes(bytes);
      default -> {
        int from = random.nextInt(bytes.length);
        bytes = Arrays.copyOf(bytes, bytes.length * 2 - from);
        System.arraycopy(whole, from, bytes, whole.length, whole.length - from);
      }
    }
    return bytes;
  }
}
