package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class NegativeSamplingProperties {

  @Property(tries = 300, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void everyUser_getsUnseenItemsOnce(
      @ForAll("histories") List<History> histories,
      @ForAll @IntRange(min = 1, max = 5) int perPositive,
      @ForAll @DoubleRange(min = 0, max = 1) double exponent,
      @ForAll long seed) {
    Set<String> items = new HashSet<>();
    histories.forEach(h -> h.interactions().forEach(i -> items.add(i.itemId())));
    List<History> more = sampling(perPositive, exponent, seed).addTo(histories);

    assertEquals(histories.size(), more.size());
    for (int u = 0; u < more.size(); u++) {
      History before = histories.get(u);
      // A history refuses an item that it has twice.
      List<String> sampled = more.get(u).sampled();
      assertEquals(before, more.get(u).withSampled(List.of()));
      int unseen = items.size() - before.size();
      assertEquals(Math.min(unseen, perPositive * before.size()), sampled.size());
      assertTrue(items.containsAll(sampled));
    }
  }

  @Property(tries = 200, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void orderOfUsers_doesNotMatter(
      @ForAll("histories") List<History> histories,
      @ForAll @DoubleRange(min = 0, max = 1) double exponent,
      @ForAll long seed) {
    List<History> turned = new ArrayList<>(histories);
    Collections.reverse(turned);
    List<History> more = new ArrayList<>(sampling(2, exponent, seed).addTo(turned));
    Collections.reverse(more);

    assertEquals(sampling(2, exponent, seed).addTo(histories), more);
  }

  private static NegativeSampling sampling(int perPositive, double exponent, long seed) {
    return NegativeSampling.builder()
        .perPositive(perPositive)
        .popularityExponent(exponent)
        .seed(seed)
        .build();
  }

  @Provide
  Arbitrary<List<History>> histories() {
    return Arbitraries.integers()
        .between(0, 30)
        .map(i -> "i" + i)
        .set()
        .ofMaxSize(12)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(NegativeSamplingProperties::histories);
  }

  private static List<History> histories(List<Set<String>> bought) {
    List<History> histories = new ArrayList<>();
    for (Set<String> items : bought) {
      histories.add(
          History.of(
              "u" + histories.size(), items.stream().map(i -> Interaction.of(i, 1)).toList()));
    }
    return histories;
  }
}
