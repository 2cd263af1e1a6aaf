package io.github.fmexplain.io.models;

import io.github.fmexplain.internal.Text;
import io.github.fmexplain.io.internal.Where;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file that is read: its name for messages, and the memory that it may still take. */
final class ModelInput {

  /** The longest message of a cause that is passed on. */
  private static final int LONGEST = 300;

  private final Path path;
  private final long maximumMemory;
  private long taken;

  ModelInput(Path path, long maximumMemory) {
    Objects.requireNonNull(path, "file");
    if (maximumMemory < 1) {
      throw new IllegalArgumentException(
          "maximumMemory must be at least 1, but was " + maximumMemory);
    }
    this.path = path;
    this.maximumMemory = maximumMemory;
  }

  Path path() {
    return path;
  }

  String name() {
    return String.valueOf(path.getFileName());
  }

  /** {@return the exception for something that must hold of the file} */
  ModelFormatException bad(String message) {
    return bad(message, null);
  }

  ModelFormatException bad(String message, @Nullable Throwable cause) {
    return new ModelFormatException(Where.in(printable(message), name()), cause);
  }

  void require(boolean holds, String message) throws ModelFormatException {
    if (!holds) {
      throw bad(message);
    }
  }

  /** {@return the message of a cause, not too long for one of ours} */
  static String line(Throwable cause) {
    String message = cause.getMessage();
    return cut(message == null ? "it ends too early" : message);
  }

  static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /** {@return a text in one line} */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cs}]", "?");
  }

  /** Refuses what would take more memory than there may be. */
  void take(long bytes, String what) throws ModelFormatException {
    if (bytes > maximumMemory - taken) {
      throw bad(
          what
              + " must take at most "
              + (maximumMemory - taken)
              + " bytes of memory, but would take "
              + bytes
              + "; raise the limit with ModelFiles.read(file, format, maximumMemory)");
    }
    taken += bytes;
  }

  /** Refuses what would take more memory: so many things of so many bytes each, both positive. */
  void take(long count, long bytesEach, String what) throws ModelFormatException {
    take(count > Long.MAX_VALUE / bytesEach ? Long.MAX_VALUE : count * bytesEach, what);
  }

  /** {@return a builder for a model of that shape, if there is room for it} */
  FmModel.Builder model(PredictorType type, long features, long factors)
      throws ModelFormatException {
    require(
        features >= 1 && factors >= 1 && features <= Integer.MAX_VALUE / factors,
        Text.of(
            "model must have at least 1 feature and 1 factor, and fewer than 2^31 of both"
                + " together, but has %d features with %d factors each",
            features, factors));
    take((features * factors + features) * Float.BYTES, "model");
    return FmModel.builder(type, (int) features, (int) factors);
  }
}
