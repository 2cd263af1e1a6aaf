package io.github.fmexplain.movielens;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** Unpacks a zip file whose directory was checked, within a limit on the bytes. */
final class Unzip {

  private final Path zip;
  private final long maximumBytes;
  private final byte[] buffer = new byte[1 << 16];
  private long bytes;

  private Unzip(Path zip, long maximumBytes) {
    this.zip = zip;
    this.maximumBytes = maximumBytes;
  }

  static void unpack(Path zip, Path folder, long maximumBytes) throws IOException {
    new Unzip(zip, maximumBytes).unpack(folder);
  }

  private void unpack(Path folder) throws IOException {
    Set<String> names = ZipDirectory.names(zip);
    try (InputStream file = Files.newInputStream(zip);
        ZipInputStream in = new ZipInputStream(file)) {
      ZipEntry entry;
      while ((entry = in.getNextEntry()) != null) {
        // The entries of the stream must be those of the directory, each once.
        if (!names.remove(entry.getName())) {
          throw ZipDirectory.damaged(zip);
        }
        unpack(in, entry, folder.resolve(entry.getName()));
      }
    } catch (ZipException
        | EOFException
        | FileAlreadyExistsException
        | IllegalArgumentException e) {
      UnsafeArchiveException failure = ZipDirectory.damaged(zip);
      failure.initCause(e);
      throw failure;
    }
    if (!names.isEmpty()) {
      throw ZipDirectory.damaged(zip);
    }
  }

  private void unpack(ZipInputStream in, ZipEntry entry, Path target) throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      int read;
      while ((read = in.read(buffer)) >= 0) {
        bytes += read;
        if (bytes > maximumBytes) {
          throw new IOException(
              "archive "
                  + zip.getFileName()
                  + " unpacks to more than the limit of "
                  + maximumBytes
                  + " bytes; raise it with maximumUnpackedBytes(…) if it can be trusted");
        }
        write(out, read, target);
      }
    }
  }

  private void write(OutputStream out, int length, Path target) throws IOException {
    try {
      out.write(buffer, 0, length);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          "could not write '"
              + target.getFileName()
              + "': "
              + e.getMessage()
              + "; free some space or choose another cacheFolder, then call fetch() again",
          e);
    }
  }
}
