package io.github.fmexplain.io;

import static io.github.fmexplain.io.TestFile.assertRefused;
import static io.github.fmexplain.io.TestFile.csv;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.data.CatalogueItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TitlesFileTest {

  private static final List<CatalogueItem> ITEMS =
      List.of(
          new CatalogueItem("1", "Amber; or Dusk", Set.of("Drama", "War")),
          new CatalogueItem("2", "Birch", Set.of()));

  @ParameterizedTest
  @ValueSource(strings = {",", "\t", "::"})
  void separator_isFoundOut(String separator) throws IOException {
    Path file =
        csv(
            "1,Amber; or Dusk,Drama|War".replace(",", separator),
            "2,Birch,".replace(",", separator));

    assertEquals(ITEMS, TitlesFile.read(file).items());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"movieId,title,genres", "ID,Product Name,tags", "\uFEFFsku,name,category"})
  void header_isFoundOut(String header) throws IOException {
    assertEquals(
        ITEMS, TitlesFile.read(csv(header, "1,Amber; or Dusk,Drama|War", "2,Birch,")).items());
  }

  @Test
  void tags_mayBeMissing() throws IOException {
    assertEquals(ITEMS.subList(1, 2), TitlesFile.read(csv("price,name,item", "5,Birch,2")).items());
    assertEquals(ITEMS.subList(1, 2), TitlesFile.read(csv("2;Birch")).items());
  }

  @Test
  void tagsOfSomeItems_mayBeMissingWithTheirSeparator() throws IOException {
    List<CatalogueItem> items =
        List.of(
            new CatalogueItem("1", "Amber", Set.of()),
            new CatalogueItem("2", "Birch", Set.of("War")),
            new CatalogueItem("3", "Cedar", Set.of()));
    String[] lines = {"1,Amber", "2,Birch,War", "3,Cedar,"};
    assertEquals(items, TitlesFile.read(csv(lines)).items());
    assertEquals(
        items, TitlesFile.read(csv("id,title,genres", lines[0], lines[1], lines[2])).items());
    assertEquals(
        List.of(items.get(1), items.get(0)), TitlesFile.read(csv(lines[1], lines[0])).items());
    refused(
        "line 2 of shop.csv must have 3 ','-separated fields as line 1 has, but has 4; is the"
            + " file complete?",
        "1,Amber,War",
        "2,Birch,War,5");
    refused(
        "line 2 of shop.csv must have 3 ','-separated fields as line 1 has, but has 1; is the"
            + " file complete?",
        "1,Amber,War",
        "2");
    // Columns that come after the title and are not tags are needed.
    refused(
        "line 2 of shop.csv must have 3 ','-separated fields as line 1 has, but has 2; is the"
            + " file complete?",
        "genres,id,title",
        "War,1");
  }

  @Test
  void quotedTitles_areReadAsRfc4180Says() throws IOException {
    assertEquals(
        List.of(
            new CatalogueItem("1", "Amber, \"or\" Dusk", Set.of()),
            new CatalogueItem("2", "Two\nlines", Set.of("x"))),
        TitlesFile.read(csv("1,\"Amber, \"\"or\"\" Dusk\",", "2,\"Two\nlines\",x")).items());
  }

  @Test
  void columns_canBeSet() throws IOException {
    assertEquals(
        ITEMS.subList(0, 1),
        TitlesFile.builder()
            .titleColumn(1)
            .itemColumn(4)
            .tagsColumn(2)
            .separator('/')
            .build()
            .catalogue(csv("Amber; or Dusk/War|Drama/x/1"))
            .items());
    assertEquals(
        ITEMS.subList(0, 1),
        TitlesFile.builder()
            .titleColumn("Text")
            .itemColumn("key")
            .tagsColumn("Kind")
            .build()
            .catalogue(csv("key,title,text,kind", "1,no,Amber; or Dusk,War|Drama"))
            .items());
  }

  @Test
  void badFiles_areRefused() throws IOException {
    refused(
        "shop.csv must have an item once, but has '1' in lines 2 and 4; keep one of them",
        "item,title",
        "1,Amber",
        "2,Birch",
        "1,Cedar");
    refused(
        "line 2 of shop.csv must have a title in column 2 (title), but has ' '; write the id if the"
            + " item has none",
        "1,Amber",
        "2, ");
    refused(
        "line 1 of shop.csv must have tags between bars in column 3 (tags), but has 'War||Drama';"
            + " write them as Drama|War",
        "1,Amber,War||Drama");
    refused(
        "shop.csv must have at least 1 item, but has none; is the file complete?", "item,title");
    refused(
        "line 1 of shop.csv must have an id in column 1 (item), but has nothing; remove the line or"
            + " complete it",
        ",Amber");
  }

  @Test
  void unknownHeaders_areNoItems() throws IOException {
    String advice = " if line 1 is data";
    refused(
        "line 1 of shop.csv must be data, or a header with names that are known, but has"
            + " 'Artikelnummer', 'Bezeichnung', 'Warengruppe', the only id without a digit; choose"
            + " the columns with itemColumn(…), titleColumn(…), tagsColumn(…), or set header(false)"
            + advice,
        "Artikelnummer,Bezeichnung,Warengruppe",
        "A1,Amber,War",
        "A2,Birch,");
    refused(
        "header of shop.csv must have one column for the item, but has none: 'Artikelnummer',"
            + " 'name'; choose with itemColumn(…), or set header(false)"
            + advice,
        "Artikelnummer,name",
        "A1,Amber");
    refused(
        "header of shop.csv must have one column for the title, but has none: 'sku', 'Bezeichnung',"
            + " 'shelf'; choose with titleColumn(…), or set header(false)"
            + advice,
        "sku,Bezeichnung,shelf",
        "A1,Amber,War");
    // A file of ratings.
    refused(
        "header of shop.csv must have one column for the title, but has none: 'customer',"
            + " 'article', 'stars', 'date'; choose with titleColumn(…), or set header(false)"
            + advice,
        "customer,article,stars,date",
        "c1,A1,5,2025-01-02");
    refused(
        "line 1 of shop.csv must have at most 3 fields (item, title, [tags]), or known names of"
            + " them, but has 4: 'Kunde', 'Artikel', 'Sterne', 'Datum'; choose the columns with"
            + " itemColumn(…), titleColumn(…), tagsColumn(…)",
        "Kunde,Artikel,Sterne,Datum",
        "c1,A1,5,2025-01-02");
  }

  @Test
  void firstItems_areNoHeaders() throws IOException {
    assertEquals(2, TitlesFile.read(csv("bread,Bread,food", "milk,Milk,food")).size());
    assertEquals(2, TitlesFile.read(csv("A1,Bread", "milk,Milk")).size());
    assertEquals(1, TitlesFile.read(csv("bread,Bread")).size());
    assertEquals(
        List.of("none", "A1"),
        TitlesFile.builder()
            .header(false)
            .build()
            .catalogue(csv("none,Any", "A1,Bread"))
            .items()
            .stream()
            .map(CatalogueItem::id)
            .toList());
    // In another place the words for columns are values.
    assertEquals(1, TitlesFile.read(csv("A1,Bread,book")).size());
  }

  @Test
  void columns_areTold() throws IOException {
    List<FileColumns> told = new ArrayList<>();
    TitlesFile reader = TitlesFile.builder().onColumns(told::add).build();
    reader.catalogue(csv("sku,name,shelf", "A1,Amber,War"));
    reader.catalogue(csv("A1,Amber", "A2,Birch,War"));
    assertEquals(
        List.of(
            "columns of shop.csv: item 'sku', title 'name'; not read: 'shelf'",
            "columns of shop.csv, which has no header: item 1, title 2, tags 3"),
        told.stream().map(FileColumns::toString).toList());
  }

  private static void refused(String message, String... lines) throws IOException {
    Path file = csv(lines);
    assertRefused(message, () -> TitlesFile.read(file));
  }

  @Test
  void toString_isOneLine() {
    assertEquals("TitlesFile[item, title, [tags]]", TitlesFile.builder().build().toString());
  }
}
