package io.github.fmexplain.movielens;

import static io.github.fmexplain.movielens.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.internal.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnzipTest {

  private Path zip;
  private Path target;

  @BeforeEach
  void makeFolders() throws IOException {
    Path folder = TestFolder.empty("zips");
    zip = folder.resolve("a.zip");
    target = Files.createDirectory(folder.resolve("target"));
  }

  private void unpack(byte[] bytes) throws IOException {
    Files.write(zip, bytes);
    Unzip.unpack(zip, target, 1000);
  }

  private void assertRefused(String why, byte[] bytes) {
    assertFails(
        UnsafeArchiveException.class,
        "archive a.zip " + why + "; it was deleted, give MovieLens.load a local folder",
        () -> unpack(bytes));
  }

  @Test
  void filesAndFolders() throws IOException {
    unpack(TestZip.of("a/", "", "a/b.txt", "one", "c/d/e", "two"));

    assertEquals("one", Files.readString(target.resolve("a/b.txt")));
    assertEquals("two", Files.readString(target.resolve("c/d/e")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../../x",
        "/x",
        "//x",
        "a//x",
        "./x",
        "a/..",
        "C:/x",
        "C:x",
        "a\\x",
        "..\\x",
        "/",
        "a\u0000",
        "a\nb"
      })
  void pathsThatLeaveTheFolder(String name) throws IOException {
    assertRefused(
        "must have entries with plain relative paths, but one is " + Text.quoted(name),
        TestZip.of(name, "x"));
    assertFalse(Files.exists(target.resolveSibling("x")));
  }

  @Test
  void link() throws IOException {
    assertRefused(
        "must have files and folders only, but 'a' is a link",
        TestZip.withMode(TestZip.of("a", "/etc"), 0120777));
  }

  @Test
  void plainFileWithMode() throws IOException {
    unpack(TestZip.withMode(TestZip.of("a", "x"), 0100644));

    assertEquals("x", Files.readString(target.resolve("a")));
  }

  @Test
  void sameNameTwice() throws IOException {
    assertRefused(
        "must have each entry once, but has 'dir/a' twice",
        TestZip.renamed(TestZip.of("dir/a", "x", "dir/b", "y"), "dir/b", "dir/a"));
  }

  @Test
  void sameNameInOtherCase() throws IOException {
    assertRefused("must have each entry once, but has 'A' twice", TestZip.of("a", "x", "A", "y"));
  }

  @Test
  void fileThatIsAFolderToo() throws IOException {
    assertRefused("must be a complete zip file, but is damaged", TestZip.of("a", "x", "a/b", "y"));
  }

  @Test
  void manyEntries() throws IOException {
    String[] entries = new String[2 * 1001];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = "e" + i / 2;
    }

    assertRefused("must have at most 1000 entries, but has 1001", TestZip.of(entries));
  }

  @Test
  void noZipFile() {
    assertRefused("must be a complete zip file, but is damaged", new byte[0]);
    assertRefused(
        "must be a complete zip file, but is damaged",
        "<html>".repeat(9).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void cutZipFile() throws IOException {
    byte[] whole = TestZip.of("a", "x");

    assertRefused(
        "must be a complete zip file, but is damaged", Arrays.copyOf(whole, whole.length - 1));
  }

  @Test
  void otherNameInTheDirectory() throws IOException {
    byte[] bytes = TestZip.of("first", "x");
    // The local header comes before the directory: change only the second name.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int second = text.lastIndexOf("first");
    bytes[second] = 'F';

    assertRefused("must be a complete zip file, but is damaged", bytes);
  }

  @Test
  void damagedBytes_throwNothingButIoExceptions() throws IOException {
    byte[] whole = TestZip.of("a/", "", "a/b", "one".repeat(50), "a/c", "two");
    Random random = new Random(1);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = Arrays.copyOf(whole, whole.length - random.nextInt(2) * random.nextInt(40));
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      makeFolders();
      try {
        unpack(bytes);
      } catch (IOException e) {
        Failures.assertOneLine(e);
      }
      zip.getFileSystem().close();
    }
  }

  @Test
  void limitOnAllFilesTogether() throws IOException {
    assertThrows(
        IOException.class, () -> unpack(TestZip.of("a", "x".repeat(600), "b", "x".repeat(401))));
  }
}
