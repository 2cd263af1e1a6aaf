package io.github.fmexplain.sagemaker.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files that the real MXNet library wrote and read, and artifacts around them; {@code
 * golden/mxnet/golden.json} tells what made each and what it holds.
 */
final class Golden {

  /** A file of apache/mxnet that is not part of this project. */
  static final String FOREIGN = "mxnet-repo-legacy_ndarray.v0";

  private Golden() {}

  static byte[] file(String path) throws IOException {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    }
  }

  static JsonNode mxnet() throws IOException {
    return JsonMapper.shared().readTree(file("mxnet/golden.json"));
  }

  static Path foreign() {
    return Path.of("../../shared/golden/mxnet").resolve(FOREIGN);
  }

  static boolean hasForeign() {
    return Files.isRegularFile(foreign());
  }
}
