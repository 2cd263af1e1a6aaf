package io.github.fmexplain.sagemaker.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** A process can load the library once. */
final class MxNetLibrary {

  static final MxNet MXNET = load();

  private MxNetLibrary() {}

  private static MxNet load() {
    try {
      return new MxNet(Files.createTempDirectory("mxnet"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
