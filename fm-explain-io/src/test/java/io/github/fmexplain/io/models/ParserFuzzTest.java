package io.github.fmexplain.io.models;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Any bytes are read, or refused with one line, and nothing else. The corpus is what {@link
 * ModelBytes} makes of small models.
 */
class ParserFuzzTest {

  private static final long MEMORY = 1 << 24;

  private static final Path FILE = file();

  /** One for all inputs, which are many. */
  private static Path file() {
    try {
      Path folder = Files.createTempDirectory("fuzz");
      folder.toFile().deleteOnExit();
      Path file = folder.resolve("model");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(ModelFormat format, byte[] bytes) throws IOException {
    ModelFormat.of(Files.write(FILE, bytes));
    try {
      ModelFiles.read(FILE, format, MEMORY);
    } catch (ModelFormatException e) {
      DamagedModelsTest.assertOneLine(e);
    }
  }

  @FuzzTest
  void npz(byte[] bytes) throws IOException {
    read(ModelFormat.NPZ, bytes);
  }

  /** An array in a zip that is in order, which the checksums of a damaged one are not. */
  @FuzzTest
  void npy(byte[] bytes) throws IOException {
    for (String name : new String[] {"V.npy", "user_factors.npy", "loss.npy", "user_ids.npy"}) {
      read(
          ModelFormat.NPZ,
          ModelBytes.zip(Map.of(name, bytes, "item_factors.npy", bytes, "item_ids.npy", bytes)));
      read(ModelFormat.NPZ, ModelBytes.zip(Map.of(name, bytes)));
    }
  }

  @FuzzTest
  void safetensors(byte[] bytes) throws IOException {
    read(ModelFormat.SAFETENSORS, bytes);
  }

  @FuzzTest
  void torch(byte[] bytes) throws IOException {
    read(ModelFormat.TORCH, bytes);
  }

  /** A pickle in a zip that is in order. */
  @FuzzTest
  void pickle(byte[] bytes) throws IOException {
    read(ModelFormat.TORCH, ModelBytes.zip(Map.of("m/data.pkl", bytes, "m/data/0", new byte[24])));
  }

  @FuzzTest
  void libfm(byte[] bytes) throws IOException {
    read(ModelFormat.LIBFM, bytes);
  }

  @FuzzTest
  void xlearn(byte[] bytes) throws IOException {
    read(ModelFormat.XLEARN, bytes);
  }
}
