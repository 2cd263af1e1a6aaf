package io.github.fmexplain.movielens;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the real ml-100k, which is not part of this project, for the tests that want it.
 *
 * <p>They do {@code assumeTrue(Ml100k.folder().isPresent(), Ml100k.HOW_TO)}.
 */
public final class Ml100k {

  /** What to say when a test is skipped. */
  public static final String HOW_TO =
      "skipped: no ml-100k here; give its folder as -Dfmexplain.ml100k=… or FM_EXPLAIN_ML100K=…";

  private Ml100k() {}

  /** {@return the folder of the data set, or empty if there is none} */
  public static Optional<Path> folder() {
    String property = System.getProperty("fmexplain.ml100k");
    String variable = System.getenv("FM_EXPLAIN_ML100K");
    if (property != null) {
      return Optional.of(Path.of(property));
    }
    if (variable != null) {
      return Optional.of(Path.of(variable));
    }
    // Tests run in the folder of their module, or in that of the project.
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(".mvn"))) {
        return Optional.of(at.resolveSibling("shared").resolve("ml-100k"))
            .filter(Files::isDirectory);
      }
    }
    return Optional.empty();
  }
}
