package io.github.fmexplain.movielens;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The files of one data set in the cache. Only a rename makes the zip file and the folder appear
 * under their final names, so what has its final name is complete.
 */
final class CacheFolder {

  private final Path cache;
  private final MovieLensArchive archive;

  CacheFolder(Path cache, MovieLensArchive archive) throws IOException {
    try {
      this.cache = Files.createDirectories(cache);
    } catch (IOException e) {
      throw new IOException(
          "cacheFolder '"
              + cache
              + "' must be a folder that can be made, but is not; choose another cacheFolder",
          e);
    }
    this.archive = archive;
    if (!isComplete()) {
      checkNothingIsInTheWay();
    }
  }

  private void checkNothingIsInTheWay() throws IOException {
    for (Path file :
        List.of(lockFile(), zipFile(), partFile(), PartialFile.validatorOf(partFile()))) {
      if (Files.isDirectory(file)) {
        throw inTheWay(file, "file", "folder");
      }
    }
    if (Files.isRegularFile(dataSet())) {
      throw inTheWay(dataSet(), "folder", "file");
    }
  }

  private static IOException inTheWay(Path path, String wanted, String found) {
    return new IOException(
        "'"
            + path
            + "' must be a "
            + wanted
            + ", but is a "
            + found
            + "; remove it, or choose another cacheFolder");
  }

  static Path defaultFolder() throws IOException {
    return Path.of(
        defaultFolder(
            System.getProperty("os.name"), System.getProperty("user.home"), System::getenv));
  }

  /** {@return the default cache folder of a system} An environment variable may be null. */
  static String defaultFolder(
      String system, @Nullable String userHome, UnaryOperator<@Nullable String> environment)
      throws IOException {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      String local = environment.apply("LOCALAPPDATA");
      return (local == null || local.isEmpty() ? home(userHome) + "\\AppData\\Local" : local)
          + "\\fm-explain";
    }
    if (name.startsWith("mac")) {
      return home(userHome) + "/Library/Caches/fm-explain";
    }
    String xdg = environment.apply("XDG_CACHE_HOME");
    // The specification says that a relative path is to be ignored.
    return (xdg == null || !xdg.startsWith("/") ? home(userHome) + "/.cache" : xdg) + "/fm-explain";
  }

  private static String home(@Nullable String userHome) throws IOException {
    // For a user without home folder, Java on Linux gives "?".
    if (userHome == null || userHome.isBlank() || userHome.equals("?")) {
      throw new IOException(
          "data sets must have a folder to be kept in, but this user has no home folder; set"
              + " cacheFolder(…)");
    }
    return userHome;
  }

  Path dataSet() {
    return cache.resolve(archive.folderName());
  }

  boolean isComplete() {
    return Files.isDirectory(dataSet());
  }

  Path partFile() {
    return cache.resolve(archive.fileName() + ".part");
  }

  Path lockFile() {
    return cache.resolve(archive.folderName() + ".lock");
  }

  boolean hasArchive() {
    return Files.isRegularFile(zipFile());
  }

  private Path zipFile() {
    return cache.resolve(archive.fileName());
  }

  /** Deletes folders that were not unpacked to the end. The caller holds the lock. */
  void removeLeftovers() throws IOException {
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(cache, archive.folderName() + ".unpacking-*")) {
      for (Path folder : folders) {
        deleteTree(folder);
      }
    }
  }

  /** Gives the downloaded file its final name if its checksum is right, or deletes it. */
  void accept(String expectedMd5, URI uri) throws IOException {
    String actual = Md5.of(partFile());
    if (!actual.equals(expectedMd5)) {
      Files.delete(partFile());
      throw new IOException(
          "MD5 of "
              + uri
              + " must be "
              + expectedMd5
              + ", but was "
              + actual
              + "; the file was deleted, call fetch() again or give MovieLens.load a local folder");
    }
    Files.move(partFile(), zipFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Unpacks the archive and deletes it. The caller holds the lock. */
  void unpack(long maximumBytes) throws IOException {
    Path temporary = Files.createTempDirectory(cache, archive.folderName() + ".unpacking-");
    try {
      Unzip.unpack(zipFile(), temporary, maximumBytes);
      Path folder = temporary.resolve(archive.folderName());
      if (!Files.isDirectory(folder)) {
        throw ZipDirectory.refused(
            zipFile(), "must have the folder '" + archive.folderName() + "'");
      }
      Files.move(folder, dataSet(), StandardCopyOption.ATOMIC_MOVE);
    } catch (UnsafeArchiveException e) {
      // The same bytes would fail again; another failure, such as a full disk, may pass.
      Files.delete(zipFile());
      throw e;
    } finally {
      deleteTree(temporary);
    }
    Files.delete(zipFile());
  }

  static void deleteTree(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
