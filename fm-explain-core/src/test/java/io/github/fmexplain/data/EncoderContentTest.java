package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What encoders tell of themselves is enough to make them again, and equal. */
class EncoderContentTest {

  private static Catalogue items(Set<String> tagsOfFirst) {
    return Catalogue.of(
        List.of(
            new CatalogueItem("10", "Amber", tagsOfFirst),
            new CatalogueItem("20", "Birch", Set.of())));
  }

  private static TagEncoder tagEncoder(Set<String> tagsOfFirst) {
    return TagEncoder.of(List.of("u", "v"), items(tagsOfFirst), List.of("b", "a"), List.of("e"));
  }

  private static void assertEqualEncoders(FeatureEncoder one, FeatureEncoder other) {
    assertEquals(one, other);
    assertEquals(one.hashCode(), other.hashCode());
  }

  @Test
  void oneHotEncoder() {
    OneHotEncoder encoder = OneHotEncoder.of(List.of("u", "v"), List.of("10", "20"));

    assertEquals(List.of("u", "v"), encoder.users().ids());
    assertEqualEncoders(encoder, OneHotEncoder.of(encoder.users().ids(), encoder.items().ids()));
    assertNotEquals(encoder, OneHotEncoder.of(List.of("v", "u"), List.of("10", "20")));
    assertNotEquals(encoder, OneHotEncoder.of(List.of("u", "v"), List.of("10", "30")));
    assertNotEquals(encoder, tagEncoder(Set.of()));
  }

  @Test
  void tagEncoder() {
    TagEncoder encoder = tagEncoder(Set.of("Drama", "Comedy"));

    assertEquals(List.of("u", "v"), encoder.users().ids());
    assertEquals(List.of("b", "a"), encoder.userTags().ids());
    assertEquals(List.of("Comedy", "Drama"), encoder.itemTags().ids());
    assertEquals(List.of("e"), encoder.contextTags().ids());
    assertEquals(List.of("Comedy", "Drama"), encoder.tagsOf("10"));
    assertEquals(List.of(), encoder.tagsOf("20"));
    assertEquals(
        "unknown item '30'; the encoder has 2 items",
        assertThrows(UnknownIdException.class, () -> encoder.tagsOf("30")).getMessage());
    List<CatalogueItem> again = new ArrayList<>();
    for (String id : encoder.items().ids()) {
      again.add(new CatalogueItem(id, id, Set.copyOf(encoder.tagsOf(id))));
    }
    assertEqualEncoders(
        encoder,
        TagEncoder.of(
            encoder.users().ids(),
            Catalogue.of(again),
            encoder.userTags().ids(),
            encoder.contextTags().ids()));
    assertNotEquals(encoder, tagEncoder(Set.of("Comedy")));
  }

  @Test
  void idMapEncoder() {
    IdMapEncoder encoder = IdMapEncoder.of(9, Map.of("v", 3, "u", 7), Map.of("20", 0, "10", 8));

    assertEquals(List.of("v", "u"), List.copyOf(encoder.userColumns().keySet()));
    assertEquals(List.of(3, 7), List.copyOf(encoder.userColumns().values()));
    assertEquals(List.of("20", "10"), List.copyOf(encoder.itemColumns().keySet()));
    assertEquals(List.of(0, 8), List.copyOf(encoder.itemColumns().values()));
    assertThrows(UnsupportedOperationException.class, () -> encoder.userColumns().clear());
    assertThrows(UnsupportedOperationException.class, () -> encoder.itemColumns().clear());
    Map<String, Integer> users = new LinkedHashMap<>();
    users.put("u", 7);
    users.put("v", 3);
    assertEqualEncoders(encoder, IdMapEncoder.of(9, users, encoder.itemColumns()));
    assertNotEquals(encoder, IdMapEncoder.of(10, users, encoder.itemColumns()));
    assertNotEquals(encoder, IdMapEncoder.of(9, Map.of("u", 7), encoder.itemColumns()));
    assertNotEquals(encoder, IdMapEncoder.of(9, users, Map.of("20", 0, "10", 1)));
  }

  @Test
  void idIndex() {
    IdIndex index = IdIndex.of("item", List.of("a", "b"));

    assertEquals(index, IdIndex.of("item", List.of("a", "b")));
    assertEquals(index.hashCode(), IdIndex.of("item", List.of("a", "b")).hashCode());
    assertNotEquals(index, IdIndex.of("item", List.of("b", "a")));
    assertNotEquals(index, IdIndex.of("user", List.of("a", "b")));
    assertNotEquals(index, IdIndex.of("item", "catalogue", List.of("a", "b")));
  }
}
