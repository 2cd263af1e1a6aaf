package io.github.fmexplain.movielens;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Md5Test {

  private static final String ABC = "900150983cd24fb0d6963f7d28e17f72";

  @Test
  void of_isThatOfRfc1321() throws IOException {
    Path file = Files.writeString(TestFolder.empty("md5").resolve("x"), "abc");

    assertEquals(ABC, Md5.of(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MD5 (a.zip) = 900150983cd24fb0d6963f7d28e17f72\n",
        "900150983cd24fb0d6963f7d28e17f72  a.zip\n",
        "900150983CD24FB0D6963F7D28E17F72",
        "900150983cd24fb0d6963f7d28e17f72 *a.zip"
      })
  void parse_bothForms(String text) throws IOException {
    assertEquals(ABC, Md5.parse(text, "a.zip.md5"));
  }
}
