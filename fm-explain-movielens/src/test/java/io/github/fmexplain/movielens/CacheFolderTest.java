package io.github.fmexplain.movielens;

import static io.github.fmexplain.movielens.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {

  private static String folder(String system, String home, Map<String, String> environment)
      throws IOException {
    return CacheFolder.defaultFolder(system, home, environment::get);
  }

  @Test
  void linux() throws IOException {
    assertEquals("/home/a/.cache/fm-explain", folder("Linux", "/home/a", Map.of()));
    assertEquals("/fast/fm-explain", folder("Linux", "/home/a", Map.of("XDG_CACHE_HOME", "/fast")));
    assertEquals(
        "/home/a/.cache/fm-explain",
        folder("Linux", "/home/a", Map.of("XDG_CACHE_HOME", "relative")));
  }

  @Test
  void noHome() throws IOException {
    for (String home : new String[] {"?", " "}) {
      for (String system : new String[] {"Linux", "Mac OS X", "Windows 11"}) {
        assertFails(
            IOException.class,
            "data sets must have a folder to be kept in, but this user has no home folder; set"
                + " cacheFolder(…)",
            () -> folder(system, home, Map.of()));
      }
      assertEquals("/fast/fm-explain", folder("Linux", home, Map.of("XDG_CACHE_HOME", "/fast")));
    }
  }

  @Test
  void macOs() throws IOException {
    assertEquals("/Users/a/Library/Caches/fm-explain", folder("Mac OS X", "/Users/a", Map.of()));
  }

  @Test
  void windows() throws IOException {
    assertEquals(
        "D:\\local\\fm-explain",
        folder("Windows 11", "C:\\Users\\a", Map.of("LOCALAPPDATA", "D:\\local")));
    assertEquals(
        "C:\\Users\\a\\AppData\\Local\\fm-explain", folder("Windows 11", "C:\\Users\\a", Map.of()));
  }
}
