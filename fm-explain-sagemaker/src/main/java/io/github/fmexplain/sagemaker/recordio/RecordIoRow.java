package io.github.fmexplain.sagemaker.recordio;

import io.github.fmexplain.model.FeatureVector;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A row that was read: its features, its width n and, if it has one, its label. Immutable. */
public final class RecordIoRow {

  private final FeatureVector features;
  private final int width;
  private final @Nullable Double label;

  RecordIoRow(FeatureVector features, int width, @Nullable Double label) {
    this.features = features;
    this.width = width;
    this.label = label;
  }

  /**
   * {@return the features} Those of a sparse row are the stored ones, in ascending order, explicit
   * zeros among them; those of a dense row are the ones that are not zero. Values that were stored
   * as float64 or int32 are rounded to float32.
   */
  public FeatureVector features() {
    return features;
  }

  /** {@return n: the shape of a sparse row, the number of values of a dense one} */
  public int width() {
    return width;
  }

  /** {@return the label, or empty for a row without, such as one of a request} */
  public OptionalDouble label() {
    return label == null ? OptionalDouble.empty() : OptionalDouble.of(label);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecordIoRow that
        && features.equals(that.features)
        && width == that.width
        && Objects.equals(label, that.label);
  }

  @Override
  public int hashCode() {
    return Objects.hash(features, width, label);
  }

  /** {@return the features, the width and the label} */
  @Override
  public String toString() {
    return "RecordIoRow[" + features + ", width " + width + ", label " + label + "]";
  }
}
