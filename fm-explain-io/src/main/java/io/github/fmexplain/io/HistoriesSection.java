package io.github.fmexplain.io;

import io.github.fmexplain.data.HistoryHash;
import io.github.fmexplain.data.TrainingHistories;
import io.github.fmexplain.io.SectionWriter.Section;
import io.github.fmexplain.train.TrainingSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Training histories: the users, then for each the two hashes and the rows of the ratings. */
final class HistoriesSection {

  private HistoriesSection() {}

  /**
   * {@return the section}
   *
   * @throws IllegalArgumentException if a row is not one of the training, so that it could not be
   *     read
   */
  static Section write(TrainingSummary summary) {
    TrainingHistories histories = summary.histories();
    int users = histories.userIds().size();
    int[] start = histories.start();
    int[] rows = histories.rows();
    for (int row : rows) {
      if (row < 0 || row >= summary.rows()) {
        throw new IllegalArgumentException(
            "row must be from 0 to " + (summary.rows() - 1) + " to be written, but is " + row);
      }
    }
    long length =
        Sections.lengthOf(histories.userIds())
            + (long) users * (2 * Long.BYTES + Integer.BYTES)
            + Integer.BYTES
            + (long) rows.length * Integer.BYTES;
    return Sections.of(
        "histories",
        length,
        out -> {
          Sections.write(out, histories.userIds());
          for (int u = 0; u < users; u++) {
            out.int64(histories.hashes().get(u).ratings());
            out.int64(histories.hashes().get(u).tags());
            out.int32(start[u + 1] - start[u]);
          }
          out.int32(rows.length);
          out.int32s(rows);
        });
  }

  /**
   * {@return the histories of the section}
   *
   * @param trainingRows the number of rows of the training, of which these are some
   * @throws IllegalArgumentException if the parts do not fit each other
   */
  static TrainingHistories read(SectionReader in, long trainingRows) throws IOException {
    in.open("histories");
    List<String> users = in.ids("users");
    List<HistoryHash> hashes = new ArrayList<>();
    int[] start = new int[users.size() + 1];
    for (int u = 0; u < users.size(); u++) {
      hashes.add(new HistoryHash(in.int64(), in.int64()));
      // A sum that is too large becomes negative, and is refused as not rising.
      start[u + 1] = start[u] + Math.max(0, in.int32());
    }
    int count = in.count(Integer.BYTES, in.limits().maximumRatings(), "ratings", "maximumRatings");
    int[] rows = in.int32s(count, trainingRows, "row");
    in.close();
    return TrainingHistories.of(users, hashes, start, rows);
  }
}
