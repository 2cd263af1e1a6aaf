package io.github.fmexplain.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.function.Executable;

/** Files in memory. */
final class TestFile {

  private TestFile() {}

  static Path of(String name, byte[] bytes) throws IOException {
    FileSystem files = Jimfs.newFileSystem(Configuration.unix());
    return Files.write(files.getPath("/" + name), bytes);
  }

  static Path of(String name, Charset charset, String... lines) throws IOException {
    return of(name, (String.join("\n", lines) + "\n").getBytes(charset));
  }

  static Path csv(String... lines) throws IOException {
    return of("shop.csv", StandardCharsets.UTF_8, lines);
  }

  static void assertRefused(String message, Executable call) {
    RatingsFormatException e = assertThrows(RatingsFormatException.class, call);
    assertEquals(message, e.getMessage());
  }

  /** Any message is one short line. */
  static void assertOneLine(RatingsFormatException e) {
    String message = String.valueOf(e.getMessage());
    assertFalse(message.isEmpty() || message.length() > 1000, message);
    assertFalse(message.chars().anyMatch(Character::isISOControl), message);
  }
}
