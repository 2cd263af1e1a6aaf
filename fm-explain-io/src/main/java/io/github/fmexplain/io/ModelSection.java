package io.github.fmexplain.io;

import io.github.fmexplain.io.SectionWriter.Section;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.io.IOException;

/** The parameters of models in float32: w0, w [n], V [n, k] row by row. */
final class ModelSection {

  /** So many numbers are read at once, or one row if that is more. */
  private static final int BLOCK = 1 << 12;

  /** More factors than these fit no array. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private ModelSection() {}

  static long lengthOf(long features, long factors) {
    return (1 + features * (1 + factors)) * Float.BYTES;
  }

  static Section write(FmModel model) {
    return Sections.of(
        "model", lengthOf(model.numFeatures(), model.numFactors()), out -> write(out, model));
  }

  static void write(SectionWriter out, FmModel model) throws IOException {
    out.float32(model.bias());
    for (int f = 0; f < model.numFeatures(); f++) {
      out.float32(model.linearWeight(f));
    }
    for (int f = 0; f < model.numFeatures(); f++) {
      for (float factor : model.factors(f)) {
        out.float32(factor);
      }
    }
  }

  /**
   * {@return the model of the section}
   *
   * @throws IllegalArgumentException if a parameter is not finite
   */
  static FmModel readSection(SectionReader in, PredictorType type, int features, int factors)
      throws IOException {
    in.require(features, in.limits().maximumFeatures(), "features", "maximumFeatures");
    in.require(factors, in.limits().maximumFactors(), "factors", "maximumFactors");
    long length = in.open("model");
    boolean fits = features >= 1 && factors >= 1 && (long) features * factors <= MOST;
    if (!fits || length != lengthOf(features, factors)) {
      throw in.bad(
          "there must be a bias, and a weight and "
              + factors
              + " factors for each of "
              + features
              + " features, but there are "
              + length
              + " bytes");
    }
    FmModel model = read(in, type, features, factors);
    in.close();
    return model;
  }

  /** {@return a model whose bytes are known to be there} */
  static FmModel read(SectionReader in, PredictorType type, int features, int factors)
      throws IOException {
    FmModel.Builder builder = FmModel.builder(type, features, factors).bias(in.float32());
    for (int f = 0; f < features; f++) {
      builder.linearWeight(f, in.float32());
    }
    int rows = Math.max(1, BLOCK / factors);
    float[] block = new float[rows * factors];
    for (int f = 0; f < features; f += rows) {
      int taken = Math.min(rows, features - f);
      in.float32s(block, taken * factors);
      for (int j = 0; j < taken; j++) {
        builder.factors(f + j, block, j * factors);
      }
    }
    return builder.build();
  }
}
