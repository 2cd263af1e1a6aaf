package io.github.fmexplain.io;

import io.github.fmexplain.data.HistoryHash;
import io.github.fmexplain.data.IdIndex;
import io.github.fmexplain.data.TrainingHistories;
import io.github.fmexplain.io.SectionWriter.Section;
import io.github.fmexplain.train.TrainingSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Training histories: the users, then for each the two hashes and the rows of the ratings, and, if
 * any were sampled, the sampled items of each.
 */
final class HistoriesSection {

  private HistoriesSection() {}

  /**
   * {@return the section}
   *
   * @param items those of the encoder
   * @throws IllegalArgumentException if a row is not one of the training, so that it could not be
   *     read
   */
  static Section write(TrainingSummary summary, IdIndex items) {
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
    List<List<String>> sampled = histories.sampled();
    long numSampled = sampled.stream().mapToLong(List::size).sum();
    long length =
        Sections.lengthOf(histories.userIds())
            + (long) users * (2 * Long.BYTES + Integer.BYTES)
            + Integer.BYTES
            + (long) rows.length * Integer.BYTES
            + (numSampled == 0 ? 0 : (users + numSampled) * Integer.BYTES);
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
          if (numSampled > 0) {
            for (List<String> ofUser : sampled) {
              out.int32(ofUser.size());
              out.int32s(ofUser.stream().mapToInt(items::position).toArray());
            }
          }
        });
  }

  /**
   * {@return the histories of the section}
   *
   * @param trainingRows the number of rows of the training, of which these are some
   * @param items those of the encoder
   * @throws IllegalArgumentException if the parts do not fit each other
   */
  static TrainingHistories read(SectionReader in, long trainingRows, IdIndex items)
      throws IOException {
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
    List<List<String>> sampled = new ArrayList<>();
    boolean any = in.hasMore();
    for (int u = 0; u < users.size(); u++) {
      sampled.add(any ? sampled(in, items) : List.of());
    }
    in.close();
    return TrainingHistories.of(users, hashes, start, rows, sampled);
  }

  private static List<String> sampled(SectionReader in, IdIndex items) throws IOException {
    int count =
        in.count(Integer.BYTES, in.limits().maximumRatings(), "sampled items", "maximumRatings");
    return Arrays.stream(in.int32s(count, items.size(), "sampled item"))
        .mapToObj(items.ids()::get)
        .toList();
  }
}
