package io.github.fmexplain.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Histories by searching all rows again for every pair; for rows that all have a time or none. */
final class HistoriesReference {

  private HistoriesReference() {}

  static List<History> of(List<RatingRow> rows, Repeats repeats) {
    List<History> histories = new ArrayList<>();
    for (String user : rows.stream().map(RatingRow::userId).distinct().toList()) {
      List<Interaction> ratings = new ArrayList<>();
      List<RatingRow> own = rows.stream().filter(row -> row.userId().equals(user)).toList();
      for (String item : own.stream().map(RatingRow::itemId).distinct().toList()) {
        ratings.add(one(own.stream().filter(row -> row.itemId().equals(item)).toList(), repeats));
      }
      histories.add(History.of(user, ratings));
    }
    return histories;
  }

  private static Interaction one(List<RatingRow> rows, Repeats repeats) {
    List<RatingRow> byTime = new ArrayList<>(rows);
    if (rows.get(0).time() != null) {
      // A stable sort: rows of the same time stay in their order.
      byTime.sort(Comparator.comparing(RatingRow::time));
    }
    RatingRow first = byTime.get(0);
    RatingRow last = byTime.get(byTime.size() - 1);
    double sum = rows.stream().mapToDouble(RatingRow::rating).reduce(0, Double::sum);
    return switch (repeats) {
      case KEEP_FIRST -> first.interaction();
      case KEEP_LAST -> last.interaction();
      case KEEP_HIGHEST -> highest(rows).interaction();
      case SUM -> new Interaction(first.itemId(), sum, last.time(), Set.of());
      case MEAN -> new Interaction(first.itemId(), sum / rows.size(), last.time(), Set.of());
      case REFUSE -> throw new AssertionError("compares nothing");
    };
  }

  private static RatingRow highest(List<RatingRow> rows) {
    double maximum = rows.stream().mapToDouble(RatingRow::rating).max().orElseThrow();
    return rows.stream().filter(row -> row.rating() == maximum).findFirst().orElseThrow();
  }
}
