package io.github.fmexplain.sagemaker.recordio;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** Finds MovieLens 100K, which is not part of this project, where it is given. */
public final class Ml100k {

  public static final String SKIPPED =
      "ml-100k is not given: -Dfmexplain.ml100k=DIR or FM_EXPLAIN_ML100K";

  private Ml100k() {}

  public static Optional<Path> folder() {
    return Arrays.asList(
            System.getProperty("fmexplain.ml100k"),
            System.getenv("FM_EXPLAIN_ML100K"),
            "../../shared/ml-100k")
        .stream()
        .filter(Objects::nonNull)
        .map(Path::of)
        .filter(folder -> Files.isRegularFile(folder.resolve("ua.base")))
        .findFirst();
  }
}
