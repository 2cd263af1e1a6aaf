package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HistoriesProperties {

  @Property(tries = 500, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void isAsTheReferenceSays(
      @ForAll("rows") List<RatingRow> rows, @ForAll Repeats repeats, @ForAll boolean timed) {
    Assume.that(repeats != Repeats.REFUSE);
    List<RatingRow> given = timed ? rows : rows.stream().map(HistoriesProperties::untimed).toList();

    assertEquals(HistoriesReference.of(given, repeats), Histories.of(given, repeats));
  }

  @Property(tries = 200, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void aParallelStream_givesTheSame(@ForAll("rows") List<RatingRow> rows, @ForAll Repeats repeats) {
    Assume.that(repeats != Repeats.REFUSE);

    assertEquals(
        Histories.of(rows, repeats), rows.parallelStream().collect(Histories.collector(repeats)));
  }

  private static RatingRow untimed(RatingRow row) {
    return RatingRow.of(row.userId(), row.itemId(), row.rating());
  }

  @Provide
  Arbitrary<List<RatingRow>> rows() {
    return Combinators.combine(
            Arbitraries.of("u", "v", "w"),
            Arbitraries.of("a", "b", "c", "d"),
            Arbitraries.integers().between(-4, 4),
            Arbitraries.longs().between(0, 5))
        .as((user, item, rating, time) -> row(user, item, rating, time))
        .list()
        .ofMaxSize(30);
  }

  private static RatingRow row(String user, String item, int rating, long time) {
    return new RatingRow(user, item, rating, Instant.ofEpochSecond(time));
  }
}
