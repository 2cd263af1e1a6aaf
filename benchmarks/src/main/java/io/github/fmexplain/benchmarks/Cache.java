package io.github.fmexplain.benchmarks;

import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;

/**
 * Models that take long to make, kept as {@code model.tar.gz} in {@code fm-explain-benchmarks} of
 * the temporary folder, since every fork of JMH is a new process.
 */
final class Cache {

  private Cache() {}

  /**
   * Returns the file of a model, made if it is not there.
   *
   * @param key names what the model is made of; a file name without its ending
   * @param make makes the model
   */
  static Path file(String key, Callable<FmModel> make) throws Exception {
    Path folder =
        Files.createDirectories(
            Path.of(System.getProperty("java.io.tmpdir"), "fm-explain-benchmarks"));
    Path file = folder.resolve(key + ".tar.gz");
    if (!Files.exists(file)) {
      // Moved into place whole, so that a run that is killed leaves nothing that looks complete.
      Path part = Files.createTempFile(folder, key, ".part");
      try {
        SageMakerArtifact.write(make.call(), part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    }
    return file;
  }

  static FmModel model(String key, Callable<FmModel> make) throws Exception {
    return read(file(key, make));
  }

  private static FmModel read(Path file) throws IOException {
    return SageMakerArtifact.read(file).model();
  }
}
