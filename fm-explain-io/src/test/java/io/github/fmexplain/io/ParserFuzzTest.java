package io.github.fmexplain.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Any bytes are read, or refused with one line, and nothing else. */
class ParserFuzzTest {

  private static final FileSystem FILES = Jimfs.newFileSystem(Configuration.unix());
  private static final TrainedModelLimits LIMITS =
      TrainedModelLimits.builder().maximumFeatures(1000).maximumIds(1000).build();

  private static Path file(byte[] bytes) throws IOException {
    return Files.write(FILES.getPath("/fuzz"), bytes);
  }

  @FuzzTest
  void ratings(byte[] bytes) throws IOException {
    try {
      RatingsFile.read(file(bytes));
    } catch (RatingsFormatException e) {
      TestFile.assertOneLine(e);
    }
  }

  @FuzzTest
  void titles(byte[] bytes) throws IOException {
    try {
      TitlesFile.read(file(bytes));
    } catch (RatingsFormatException e) {
      TestFile.assertOneLine(e);
    }
  }

  @FuzzTest
  void results(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (Class<?> kind : ResultsJson.kinds()) {
      try {
        Object read = ResultsJson.read(text, kind);
        String written = ResultsJson.write(read);
        assertEquals(written, ResultsJson.write(ResultsJson.read(written, kind)));
      } catch (ResultsFormatException e) {
        assertOneLine(String.valueOf(e.getMessage()));
      }
    }
  }

  @FuzzTest
  void trainedModel(byte[] bytes) throws IOException {
    for (byte[] file : List.of(bytes, Container.repaired(bytes))) {
      try {
        TrainedModelFile.read(file(file), LIMITS);
      } catch (TrainedModelFormatException e) {
        assertOneLine(String.valueOf(e.getMessage()));
      }
    }
  }

  private static void assertOneLine(String message) {
    assertFalse(message.isEmpty() || message.length() > 2000, message);
    assertFalse(message.chars().anyMatch(Character::isISOControl), message);
  }
}
