package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogueTest {

  private static final CatalogueItem A = new CatalogueItem("a", "Amber", Set.of("Drama"));
  private static final CatalogueItem B = new CatalogueItem("b", "Birch", Set.of());

  @Test
  void item_isFoundById() {
    Catalogue catalogue = Catalogue.of(List.of(B, A));
    assertEquals(A, catalogue.item("a"));
    assertEquals(List.of(B, A), catalogue.items());
    assertEquals("Birch", catalogue.titleOf("b"));
    assertEquals("gone", catalogue.titleOf("gone"));
    assertEquals(2, catalogue.size());
    assertEquals(1, catalogue.position("a"));
    assertEquals(Optional.of(B), catalogue.find("b"));
    assertEquals(Optional.empty(), catalogue.find("gone"));
  }

  @Test
  void items_areNotCopied() {
    Catalogue catalogue = Catalogue.of(List.of(B, A));
    assertSame(catalogue.items(), catalogue.items());
    assertThrows(UnsupportedOperationException.class, () -> catalogue.items().clear());
  }

  @Test
  void knownTo_keepsWhatTheEncoderKnows() {
    CatalogueItem c = new CatalogueItem("c", "Cedar", Set.of());
    Catalogue catalogue = Catalogue.of(List.of(c, A, B));
    FeatureEncoder encoder = OneHotEncoder.of(List.of("u"), List.of("b", "c", "d"));
    assertEquals(List.of(c, B), catalogue.knownTo(encoder).items());
  }

  @Test
  void filter_keepsOrder() {
    Catalogue catalogue = Catalogue.of(List.of(B, A)).filter(item -> !item.tags().isEmpty());
    assertEquals(List.of(A), catalogue.items());
  }

  @Test
  void unknownItem_isRefused() {
    UnknownIdException e =
        assertThrows(UnknownIdException.class, () -> Catalogue.of(List.of(A, B)).item("1683"));
    assertEquals("unknown item '1683'; the catalogue has 2 items", e.getMessage());
    assertEquals("1683", e.id());
    assertEquals(
        e.getMessage(),
        assertThrows(UnknownIdException.class, () -> Catalogue.of(List.of(A, B)).position("1683"))
            .getMessage());
    assertEquals(
        "unknown item 'x'; the catalogue has 1 item",
        assertThrows(UnknownIdException.class, () -> Catalogue.of(List.of(A)).item("x"))
            .getMessage());
  }

  @Test
  void itemTwice_isRefused() {
    assertEquals(
        "item 'a' occurs twice",
        assertThrows(IllegalArgumentException.class, () -> Catalogue.of(List.of(A, B, A)))
            .getMessage());
    assertEquals(
        "item id must not be empty",
        assertThrows(IllegalArgumentException.class, () -> new CatalogueItem("", "", Set.of()))
            .getMessage());
  }

  @Test
  void idIndex_mapsBothWays() {
    IdIndex index = IdIndex.of("item", List.of("x", "y"));
    assertEquals(1, index.position("y"));
    assertEquals(List.of("x", "y"), index.ids());
    assertEquals(OptionalInt.of(0), index.find("x"));
    assertEquals(OptionalInt.empty(), index.find("z"));
    assertTrue(index.contains("x"));
    assertFalse(index.contains("z"));
    assertEquals(
        "unknown item 'z'; the encoder has 2 items",
        assertThrows(UnknownIdException.class, () -> index.position("z")).getMessage());
    assertEquals(
        "unknown shop 'z'; the town has 1 shop",
        assertThrows(
                UnknownIdException.class,
                () -> IdIndex.of("shop", "town", List.of("x")).position("z"))
            .getMessage());
  }

  @Test
  void idIndex_refusesBadIds() {
    assertEquals(
        "item 'x' occurs twice",
        assertThrows(
                IllegalArgumentException.class, () -> IdIndex.of("item", List.of("x", "y", "x")))
            .getMessage());
    assertEquals(
        "item id must not be empty",
        assertThrows(IllegalArgumentException.class, () -> IdIndex.of("item", List.of("")))
            .getMessage());
  }
}
