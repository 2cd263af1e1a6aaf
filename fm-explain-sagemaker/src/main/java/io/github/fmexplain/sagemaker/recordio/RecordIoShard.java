package io.github.fmexplain.sagemaker.recordio;

import io.github.fmexplain.data.TrainingSet;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A part of a training set that makes one object, so that several workers can share the set. Holds
 * no copy of the rows. Made by {@link RecordIoWriter#shards}. Immutable.
 */
public final class RecordIoShard {

  private final TrainingSet set;
  private final int part;
  private final int parts;

  RecordIoShard(TrainingSet set, int part, int parts) {
    this.set = set;
    this.part = part;
    this.parts = parts;
  }

  /** {@return the number of this part, from 0} */
  public int part() {
    return part;
  }

  /** {@return how many parts the set has} */
  public int parts() {
    return parts;
  }

  /** {@return the number of rows in this part, at least 1} */
  public int numRows() {
    return (set.numRows() - 1 - part) / parts + 1;
  }

  /** {@return the number of bytes that {@link #writeTo} writes, exactly} */
  public long sizeInBytes() {
    return RecordIoWriter.sizeOfEvery(set, part, parts);
  }

  /**
   * Writes the rows of this part, sparse and with their targets as labels.
   *
   * @param out where the records go; flushed, but not closed
   * @throws IOException if the bytes cannot be written
   */
  public void writeTo(OutputStream out) throws IOException {
    RecordIoWriter.writeEvery(set, part, parts, out);
  }
}
