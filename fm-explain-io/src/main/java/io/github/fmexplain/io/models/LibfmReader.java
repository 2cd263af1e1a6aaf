package io.github.fmexplain.io.models;

import io.github.fmexplain.internal.Text;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.ModelSource;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what libFM writes with {@code -save_model}: a text with {@code #global bias W0} and a
 * number (missing for k0 = 0), {@code #unary interactions Wj} and a number in each line (missing
 * for k1 = 0), {@code #pairwise interactions Vj,f} and the factors of a feature in each line. It is
 * read twice, first to count.
 */
final class LibfmReader {

  private static final String BIAS = "#global bias W0";
  private static final String LINEAR = "#unary interactions Wj";
  private static final String FACTORS = "#pairwise interactions Vj,f";

  private static final List<String> NOTES =
      List.of(
          "loss is not told: half-squared for -task r, logistic for -task c with SGD",
          "ridge is not told: with SGD 'per-rating r2 r1' of -regular 'r0,r1,r2', with ALS 'fixed"
              + " r2 r1'",
          "range is not told: libFM predicts within that of the training targets, and scores are"
              + " explained as they are before that",
          "numbers have six digits",
          "ids of the columns are not told");

  private LibfmReader() {}

  static ModelSource read(ModelInput in) throws IOException {
    long linear = 0;
    long rows = 0;
    int factors = 0;
    try (TextLines lines = new TextLines(in)) {
      String line = afterBias(lines, null);
      if (LINEAR.equals(line)) {
        while ((line = lines.next()) != null && !line.startsWith("#")) {
          linear++;
        }
      }
      expectFactors(lines, line);
      while ((line = lines.next()) != null) {
        if (rows == 0 && line.isEmpty()) {
          throw lines.bad(
              "must have a number per factor, but is empty; without factors (-dim '1,1,0') there is"
                  + " nothing of a user's taste to explain");
        }
        factors = rows == 0 ? lines.numbers(line).length : factors;
        rows++;
      }
    }
    in.require(
        linear == 0 || linear == rows,
        Text.of(
            "file must have as many linear weights as features with factors, but has %d and %d; is"
                + " it complete?",
            linear, rows));
    FmModel.Builder builder = in.model(PredictorType.REGRESSOR, rows, factors);
    try (TextLines lines = new TextLines(in)) {
      String line = afterBias(lines, builder);
      if (LINEAR.equals(line)) {
        for (int f = 0; f < linear; f++) {
          builder.linearWeight(f, lines.number(String.valueOf(lines.next())));
        }
        line = lines.next();
      }
      expectFactors(lines, line);
      for (int f = 0; f < rows; f++) {
        builder.factors(f, lines.numbers(String.valueOf(lines.next()), factors), 0);
      }
    }
    return ModelSource.of(ModelFormat.LIBFM.formatName(), builder.build()).withNotes(NOTES);
  }

  /** {@return the first line after the bias} */
  private static @Nullable String afterBias(TextLines lines, FmModel.@Nullable Builder builder)
      throws IOException {
    String line = lines.next();
    if (!BIAS.equals(line)) {
      return line;
    }
    float bias = lines.number(String.valueOf(lines.next()));
    if (builder != null) {
      builder.bias(bias);
    }
    return lines.next();
  }

  private static void expectFactors(TextLines lines, @Nullable String line)
      throws ModelFormatException {
    if (!FACTORS.equals(line)) {
      throw lines.bad(
          "must be '" + FACTORS + "', but is " + (line == null ? "the end" : Text.quoted(line)));
    }
  }
}
