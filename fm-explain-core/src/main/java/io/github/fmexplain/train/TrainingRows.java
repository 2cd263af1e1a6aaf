package io.github.fmexplain.train;

import io.github.fmexplain.data.TrainingSet;
import java.util.Arrays;

/** A training set as plain arrays, in compressed rows, for the inner loops. */
final class TrainingRows {

  final int numRows;
  final int numFeatures;
  final int[] rowStart;
  final int[] indices;
  final float[] values;
  final float[] targets;

  TrainingRows(TrainingSet set) {
    numRows = set.numRows();
    numFeatures = set.numFeatures();
    rowStart = new int[numRows + 1];
    targets = new float[numRows];
    for (int row = 0; row < numRows; row++) {
      rowStart[row + 1] = rowStart[row] + set.rowSize(row);
      targets[row] = set.target(row);
    }
    indices = new int[rowStart[numRows]];
    values = new float[rowStart[numRows]];
    for (int row = 0; row < numRows; row++) {
      for (int j = 0; j < set.rowSize(row); j++) {
        indices[rowStart[row] + j] = set.index(row, j);
        values[rowStart[row] + j] = set.value(row, j);
      }
    }
  }

  /**
   * Cuts the features into consecutive slices of about the same work: a feature costs its rows, and
   * in each batch that moves it its optimizer step, which is about as much as two rows.
   *
   * @param dense whether every batch moves every feature
   * @return [slices + 1], from 0 to n; a slice may be empty
   */
  int[] cutFeatures(int slices, int batches, boolean dense) {
    long[] workBefore = new long[numFeatures + 1];
    for (int feature : indices) {
      workBefore[feature + 1]++;
    }
    for (int f = 0; f < numFeatures; f++) {
      long moved = dense ? batches : Math.min(batches, workBefore[f + 1]);
      workBefore[f + 1] += workBefore[f] + 2 * moved;
    }
    int[] cuts = new int[slices + 1];
    for (int slice = 1; slice < slices; slice++) {
      int found = Arrays.binarySearch(workBefore, workBefore[numFeatures] * slice / slices);
      cuts[slice] = found >= 0 ? found : Math.min(-found - 1, numFeatures);
    }
    cuts[slices] = numFeatures;
    return cuts;
  }
}
