package io.github.fmexplain.io;

import io.github.fmexplain.io.SectionWriter.Section;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.TrainingPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A training path: its columns, the epochs of its points, and a model for each point. */
final class PathSection {

  private PathSection() {}

  /**
   * What the header says of a path.
   *
   * @param kind where it comes from
   * @param seed of the training that was recorded, or null
   * @param columns the number of columns
   * @param points the number of points
   */
  record Head(TrainingPath.Kind kind, @Nullable Long seed, int columns, int points) {

    static Head of(TrainingPath path) {
      return new Head(
          path.kind(), path.seed(), path.points().get(0).numFeatures(), path.points().size());
    }
  }

  static Section write(TrainingPath path) {
    return Sections.of(
        "path",
        (long) path.columns().length * Integer.BYTES
            + path.points().size() * bytesOf(path.points().get(0)),
        out -> {
          out.int32s(path.columns());
          for (double epoch : path.epochs()) {
            out.float64(epoch);
          }
          for (FmModel point : path.points()) {
            ModelSection.write(out, point);
          }
        });
  }

  private static long bytesOf(FmModel point) {
    return Double.BYTES + ModelSection.lengthOf(point.numFeatures(), point.numFactors());
  }

  /**
   * {@return the path of the section}
   *
   * @param model the model that it ends at
   * @throws IllegalArgumentException if its parts do not fit each other
   */
  static TrainingPath read(SectionReader in, Head head, FmModel model) throws IOException {
    in.require(head.points, in.limits().maximumPoints(), "points", "maximumPoints");
    long length = in.open("path");
    PredictorType type = model.predictorType();
    boolean sane = head.columns >= 1 && head.columns <= model.numFeatures() && head.points >= 2;
    long each = Double.BYTES + ModelSection.lengthOf(head.columns, model.numFactors());
    long ofPoints = length - (long) head.columns * Integer.BYTES;
    // By division, as a product may be too large.
    if (!sane || ofPoints % each != 0 || ofPoints / each != head.points) {
      throw in.bad(
          "there must be "
              + head.points
              + " points over "
              + head.columns
              + " of the "
              + model.numFeatures()
              + " features, but there are "
              + length
              + " bytes");
    }
    int[] columns = in.int32s(head.columns, model.numFeatures(), "column");
    double[] epochs = new double[head.points];
    for (int j = 0; j < epochs.length; j++) {
      epochs[j] = in.float64();
    }
    List<FmModel> points = new ArrayList<>();
    for (int j = 0; j < head.points; j++) {
      points.add(ModelSection.read(in, type, head.columns, model.numFactors()));
    }
    in.close();
    return TrainingPath.of(head.kind, head.seed, columns, epochs, points);
  }
}
