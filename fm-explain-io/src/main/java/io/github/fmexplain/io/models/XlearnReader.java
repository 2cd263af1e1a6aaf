package io.github.fmexplain.io.models;

import io.github.fmexplain.internal.Text;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.Loss;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.ModelSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what xLearn writes.
 *
 * <p>Text: {@code bias: b}, then {@code i_0: w} and so on, then {@code v_0: v v …} and so on.
 *
 * <p>Binary, little-endian: the kind of score and the loss, each with its length in 8 bytes before
 * it; six numbers of 32 bits: n, fields, k, a (numbers kept per parameter, of which the first is
 * the parameter), n·a, n·k′·a with k′ = k rounded up to a multiple of 4; then float32: w [n, a],
 * the bias [a], and for each feature v [k′] followed by what else is kept of it, [(a − 1)·k′].
 */
final class XlearnReader {

  private static final int LONGEST_NAME = 100;
  private static final int LANES = 4;

  /** n, fields, k, a, n·a and n·k′·a. */
  private static final int NUMBERS = 6;

  /** A buffer for the parameters. */
  private static final int BUFFER = 1 << 16;

  private static final String RIDGE_NOTE =
      "ridge is not told: 'per-rating λ λ' of -b λ for SGD and AdaGrad";
  private static final String NORM_NOTE =
      "instance norm is not told: it is on by default, and taken to be; withInstanceNorm(false) for"
          + " --no-norm";
  private static final String IDS_NOTE = "ids of the columns are not told";

  private XlearnReader() {}

  static ModelSource read(ModelInput in) throws IOException {
    try (InputStream bytes = Files.newInputStream(in.path())) {
      boolean text =
          TextLines.withoutMark(new String(bytes.readNBytes(8), StandardCharsets.ISO_8859_1))
              .startsWith("bias:");
      return text ? readText(in) : readBinary(in);
    }
  }

  private static ModelSource readText(ModelInput in) throws IOException {
    long features = 0;
    long rows = 0;
    int factors = 0;
    try (TextLines lines = new TextLines(in)) {
      lines.next();
      String line;
      while ((line = lines.next()) != null && line.startsWith("i_")) {
        features++;
      }
      for (; line != null; line = lines.next()) {
        String row = value(lines, line, "v_" + rows);
        factors = rows == 0 ? lines.numbers(row).length : factors;
        rows++;
      }
    }
    requireFactors(in, rows > 0);
    in.require(
        features == rows,
        Text.of(
            "file must have as many linear weights as features with factors, but has %d and %d; is"
                + " it complete?",
            features, rows));
    FmModel.Builder builder = in.model(PredictorType.REGRESSOR, features, factors);
    try (TextLines lines = new TextLines(in)) {
      builder.bias(lines.number(value(lines, lines.next(), "bias")));
      for (int f = 0; f < features; f++) {
        builder.linearWeight(f, lines.number(value(lines, lines.next(), "i_" + f)));
      }
      for (int f = 0; f < features; f++) {
        builder.factors(f, lines.numbers(value(lines, lines.next(), "v_" + f), factors), 0);
      }
    }
    return ModelSource.of(ModelFormat.XLEARN.formatName(), builder.build())
        .withInstanceNorm(true)
        .withNotes(
            List.of(
                "loss is not told: logistic for xlearn_train's -s 1, half-squared for -s 4",
                RIDGE_NOTE,
                NORM_NOTE,
                "numbers have six digits",
                IDS_NOTE));
  }

  /** {@return what a line has behind its name} */
  private static String value(TextLines lines, @Nullable String line, String name)
      throws ModelFormatException {
    String start = name + ": ";
    if (line == null || !line.startsWith(start)) {
      boolean fields = line != null && line.matches("v_\\d+_\\d+:.*");
      throw lines.bad(
          "must begin with '"
              + start
              + "', but is "
              + (line == null ? "the end" : Text.quoted(line))
              + (fields ? "; a field-aware machine has no single vector per feature" : ""));
    }
    return line.substring(start.length());
  }

  private static void requireFactors(ModelInput in, boolean holds) throws ModelFormatException {
    in.require(
        holds,
        "model must be a factorization machine, but is linear: it has nothing of a user's taste to"
            + " explain");
  }

  private static ModelSource readBinary(ModelInput in) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(in.path()), BUFFER)) {
      String kind = name(in, bytes);
      String lossName = name(in, bytes);
      requireFactors(in, !kind.equals("linear"));
      in.require(
          kind.equals("fm"),
          "model must be a factorization machine ('fm'), but is "
              + Text.quoted(kind)
              + "; a field-aware machine has no single vector per feature");
      Loss loss =
          switch (lossName) {
            case "cross-entropy" -> Loss.LOGISTIC;
            case "squared" -> Loss.HALF_SQUARED;
            default ->
                throw in.bad(
                    "loss must be 'cross-entropy' or 'squared', but is " + Text.quoted(lossName));
          };
      ByteBuffer numbers = exactly(in, bytes, NUMBERS * Integer.BYTES);
      long features = Integer.toUnsignedLong(numbers.getInt());
      numbers.getInt();
      long factors = Integer.toUnsignedLong(numbers.getInt());
      long kept = Integer.toUnsignedLong(numbers.getInt());
      long linear = Integer.toUnsignedLong(numbers.getInt());
      long all = Integer.toUnsignedLong(numbers.getInt());
      long padded = (factors + LANES - 1) / LANES * LANES;
      in.require(
          kept >= 1
              && kept <= 3
              && linear == features * kept
              && all == padded * linear
              && kept * padded <= Integer.MAX_VALUE / Float.BYTES,
          Text.of(
              "model of %d features with %d factors must keep 1 to 3 numbers of each parameter, but"
                  + " keeps %d, %d in all for w and %d for v; is it of another version of xLearn?",
              features, factors, kept, linear, all));
      long parameters = (linear + kept + all) * Float.BYTES;
      long head = 2L * Long.BYTES + kind.length() + lossName.length() + NUMBERS * Integer.BYTES;
      in.require(
          Files.size(in.path()) - head == parameters,
          "file must have "
              + parameters
              + " bytes of parameters, but has "
              + (Files.size(in.path()) - head)
              + "; is it complete?");
      in.take(kept * padded, Float.BYTES, "a row");
      FmModel.Builder builder = in.model(loss.predictorType(), features, factors);
      for (int f = 0; f < features; f++) {
        builder.linearWeight(f, exactly(in, bytes, (int) kept * Float.BYTES).getFloat());
      }
      builder.bias(exactly(in, bytes, (int) kept * Float.BYTES).getFloat());
      for (int f = 0; f < features; f++) {
        ByteBuffer row = exactly(in, bytes, (int) (kept * padded) * Float.BYTES);
        for (int c = 0; c < factors; c++) {
          builder.factor(f, c, row.getFloat());
        }
      }
      return ModelSource.of(ModelFormat.XLEARN.formatName(), builder.build())
          .withLoss(loss)
          .withInstanceNorm(true)
          .withNotes(List.of(RIDGE_NOTE, NORM_NOTE, IDS_NOTE));
    }
  }

  private static String name(ModelInput in, InputStream bytes) throws IOException {
    long length = exactly(in, bytes, Long.BYTES).getLong();
    in.require(
        length >= 1 && length <= LONGEST_NAME,
        "file must begin with the names of its score and its loss, but does not");
    byte[] name = exactly(in, bytes, (int) length).array();
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  private static ByteBuffer exactly(ModelInput in, InputStream bytes, int count)
      throws IOException {
    byte[] read = bytes.readNBytes(count);
    in.require(read.length == count, "file must go on, but ends; is it complete?");
    return ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
  }
}
