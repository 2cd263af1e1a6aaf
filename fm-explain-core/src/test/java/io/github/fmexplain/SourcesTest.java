package io.github.fmexplain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the sources of the tests must not forget. */
class SourcesTest {

  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern EXPLAINS = Pattern.compile("\\.explain(All)?\\(");

  @Test
  void testsThatExplain_assertThatItExplains() throws IOException {
    List<Path> explaining;
    try (Stream<Path> files = Files.walk(TESTS)) {
      explaining =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> EXPLAINS.matcher(read(file)).find())
              .toList();
    }
    assertTrue(explaining.size() > 5, "found " + explaining);
    assertEquals(
        List.of(), explaining.stream().filter(f -> !read(f).contains("assertExplains(")).toList());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }
}
