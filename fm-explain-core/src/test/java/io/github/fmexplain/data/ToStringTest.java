package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.model.FeatureVector;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToStringTest {

  private static final Catalogue CATALOGUE =
      Catalogue.of(
          List.of(
              new CatalogueItem("a", "Amber", Set.of("Drama", "War")),
              new CatalogueItem("b", "Birch", Set.of())));

  @Test
  void ids() {
    assertEquals("IdIndex[1 item]", IdIndex.of("item", List.of("a")).toString());
    assertEquals("IdIndex[2 user tags]", IdIndex.of("user tag", List.of("x", "y")).toString());
  }

  @Test
  void items() {
    assertEquals("Catalogue[2 items]", CATALOGUE.toString());
    assertEquals("CatalogueItem['a', 'Amber', 2 tags]", CATALOGUE.item("a").toString());
    assertEquals(
        "CatalogueItem['x?y', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…', 1 tag]",
        new CatalogueItem("x\ny", "a".repeat(100), Set.of("t")).toString());
  }

  @Test
  void ratings() {
    Instant time = Instant.ofEpochSecond(881250949);
    assertEquals(
        "RatingRow[user '846', item '50', rating 4.5]", RatingRow.of("846", "50", 4.5).toString());
    assertEquals(
        "RatingRow[user '846', item '50', rating 4.0, 1997-12-04T15:55:49Z]",
        new RatingRow("846", "50", 4, time).toString());
    assertEquals("Interaction[item '50', rating 4.5]", Interaction.of("50", 4.5).toString());
    assertEquals(
        "Interaction[item '50', rating 4.0, 1997-12-04T15:55:49Z, 1 tag]",
        new Interaction("50", 4, time, Set.of("evening")).toString());
  }

  @Test
  void histories() {
    List<Interaction> ratings = List.of(Interaction.of("a", 1), Interaction.of("b", 2));
    assertEquals("History[user '846', 2 ratings]", History.of("846", ratings).toString());
    assertEquals(
        "History[new user, 1 rating]", History.ofNewUser(ratings.subList(0, 1)).toString());
  }

  @Test
  void encoders() {
    assertEquals(
        "OneHotEncoder[2 users, 1 item]",
        OneHotEncoder.of(List.of("u", "v"), List.of("a")).toString());
    assertEquals(
        "TagEncoder[1 user, 2 items, 2 user tags, 2 item tags, 0 context tags]",
        TagEncoder.of(List.of("u"), CATALOGUE, List.of("f", "m"), List.of()).toString());
    assertEquals(
        "IdMapEncoder[1 user, 2 items, 9 columns]",
        IdMapEncoder.of(9, Map.of("u", 8), Map.of("a", 1, "b", 0)).toString());
  }

  @Test
  void targets() {
    assertEquals("Like[threshold=4.0]", RatingTarget.likeFrom(4).toString());
    assertEquals("Stars[]", RatingTarget.stars().toString());
    assertEquals("Implicit[constant=1.0, alpha=40.0]", RatingTarget.implicit(40).toString());
    assertEquals(
        "HistoryEncoder[OneHotEncoder[0 users, 1 item], HistoryBlock[exponent=1.0, products=true,"
            + " last=3, holdsItem=true]]",
        HistoryEncoder.of(
                OneHotEncoder.of(List.of(), List.of("a")), HistoryBlock.mean().withLast(3))
            .toString());
  }

  @Test
  void trainingSets() {
    TrainingSet.Builder builder = TrainingSet.builder(4).add(FeatureVector.ones(0), 1);
    assertEquals("TrainingSet.Builder[1 row, 4 features]", builder.toString());
    assertEquals(
        "TrainingSet[2 rows, 4 features]",
        builder.add(FeatureVector.ones(1), 1).build().toString());
  }

  @Test
  void sampling() {
    NegativeSampling.Builder builder = NegativeSampling.builder().perPositive(4).seed(1);
    assertEquals(
        "NegativeSampling[4 per positive, rating 0.0, popularity^0.0, seed 1]",
        builder.build().toString());
    assertEquals(
        "NegativeSampling[4 per positive, rating 0.0, popularity^0.75, seed 1, 2 items]",
        builder.popularityExponent(0.75).items(List.of("a", "b")).build().toString());
  }
}
