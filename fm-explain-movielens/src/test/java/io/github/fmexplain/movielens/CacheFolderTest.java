package io.github.fmexplain.movielens;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {

  private static String folder(String system, String home, Map<String, String> environment) {
    return CacheFolder.defaultFolder(system, home, environment::get);
  }

  @Test
  void linux() {
    assertEquals("/home/a/.cache/fm-explain", folder("Linux", "/home/a", Map.of()));
    assertEquals("/fast/fm-explain", folder("Linux", "/home/a", Map.of("XDG_CACHE_HOME", "/fast")));
    assertEquals(
        "/home/a/.cache/fm-explain",
        folder("Linux", "/home/a", Map.of("XDG_CACHE_HOME", "relative")));
  }

  @Test
  void macOs() {
    assertEquals("/Users/a/Library/Caches/fm-explain", folder("Mac OS X", "/Users/a", Map.of()));
  }

  @Test
  void windows() {
    assertEquals(
        "D:\\local\\fm-explain",
        folder("Windows 11", "C:\\Users\\a", Map.of("LOCALAPPDATA", "D:\\local")));
    assertEquals(
        "C:\\Users\\a\\AppData\\Local\\fm-explain", folder("Windows 11", "C:\\Users\\a", Map.of()));
  }
}
