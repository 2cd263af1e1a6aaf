package io.github.fmexplain.io;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.HistoryBlock;
import io.github.fmexplain.data.HistoryEncoder;
import io.github.fmexplain.data.IdIndex;
import io.github.fmexplain.data.IdMapEncoder;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.TagEncoder;
import io.github.fmexplain.io.SectionWriter.Section;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Encoders as sections: the ids in the order of their columns. */
final class EncoderSections {

  /** What can have a history block, by the number that the file has. */
  private static final List<Kind> BASES = List.of(Kind.ONE_HOT, Kind.TAGS, Kind.ID_MAP);

  private EncoderSections() {}

  /** Which encoder a file has. */
  enum Kind {
    ONE_HOT,
    TAGS,
    ID_MAP,
    /** One of those above, with a history block. */
    HISTORY
  }

  static Kind kindOf(FeatureEncoder encoder) {
    if (encoder instanceof OneHotEncoder) {
      return Kind.ONE_HOT;
    } else if (encoder instanceof TagEncoder) {
      return Kind.TAGS;
    } else if (encoder instanceof IdMapEncoder) {
      return Kind.ID_MAP;
    } else if (encoder instanceof HistoryEncoder) {
      return Kind.HISTORY;
    }
    throw new IllegalArgumentException(
        "encoder must be a OneHotEncoder, TagEncoder, IdMapEncoder or HistoryEncoder to be written,"
            + " but is a "
            + encoder.getClass().getName());
  }

  static List<Section> write(FeatureEncoder encoder) {
    if (encoder instanceof HistoryEncoder history) {
      List<Section> sections = new ArrayList<>();
      sections.add(history(history.base(), history.block()));
      sections.addAll(write(history.base()));
      return sections;
    }
    if (encoder instanceof TagEncoder tags) {
      return List.of(
          Sections.ofIds("users", tags.users().ids()),
          Sections.ofIds("items", tags.items().ids()),
          Sections.ofIds("user-tags", tags.userTags().ids()),
          Sections.ofIds("item-tags", tags.itemTags().ids()),
          Sections.ofIds("context-tags", tags.contextTags().ids()),
          tagsOfItems(tags));
    } else if (encoder instanceof IdMapEncoder map) {
      return List.of(
          Sections.ofIds("users", List.copyOf(map.userColumns().keySet())),
          Sections.ofInts("user-columns", ints(map.userColumns().values())),
          Sections.ofIds("items", List.copyOf(map.itemColumns().keySet())),
          Sections.ofInts("item-columns", ints(map.itemColumns().values())));
    }
    OneHotEncoder ids = (OneHotEncoder) encoder;
    return List.of(
        Sections.ofIds("users", ids.users().ids()), Sections.ofIds("items", ids.items().ids()));
  }

  private static Section history(FeatureEncoder base, HistoryBlock block) {
    // A base of another kind is refused before anything is written.
    int kind = BASES.indexOf(kindOf(base));
    return Sections.of(
        "history",
        5 * Integer.BYTES + Double.BYTES,
        out -> {
          out.int32(kind);
          out.int32(base.numFeatures());
          out.float64(block.exponent());
          out.int32(block.products() ? 1 : 0);
          out.int32(block.last());
          out.int32(block.holdsItem() ? 1 : 0);
        });
  }

  private static HistoryEncoder readHistory(SectionReader in, int features) throws IOException {
    in.open("history");
    Kind kind = BASES.get(in.int32s(1, BASES.size(), "encoder")[0]);
    int baseFeatures = in.int32s(1, features, "number of columns")[0];
    double exponent = in.float64();
    boolean products = in.int32s(1, 2, "products")[0] == 1;
    int last = in.int32();
    boolean holdsItem = in.int32s(1, 2, "own item")[0] == 1;
    in.close();
    return HistoryEncoder.of(
        read(in, kind, baseFeatures), new HistoryBlock(exponent, products, last, holdsItem));
  }

  private static Section tagsOfItems(TagEncoder encoder) {
    IdIndex tags = encoder.itemTags();
    List<String> items = encoder.items().ids();
    long numbers = items.size();
    for (String item : items) {
      numbers += encoder.tagsOf(item).size();
    }
    return Sections.of(
        "tags-of-items",
        numbers * Integer.BYTES,
        out -> {
          for (String item : items) {
            List<String> tagsOfItem = encoder.tagsOf(item);
            out.int32(tagsOfItem.size());
            for (String tag : tagsOfItem) {
              out.int32(tags.position(tag));
            }
          }
        });
  }

  private static int[] ints(Collection<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * {@return the encoder of the sections}
   *
   * @param features the number of columns of the model
   * @throws IllegalArgumentException if the ids do not make an encoder
   */
  static FeatureEncoder read(SectionReader in, Kind kind, int features) throws IOException {
    return switch (kind) {
      case ONE_HOT -> OneHotEncoder.of(in.ids("users", "users"), in.ids("items", "items"));
      case TAGS -> readTags(in);
      case ID_MAP ->
          IdMapEncoder.of(
              features,
              columns(in, "users", "user-columns", features),
              columns(in, "items", "item-columns", features));
      case HISTORY -> readHistory(in, features);
    };
  }

  private static Map<String, Integer> columns(
      SectionReader in, String idsName, String columnsName, int features) throws IOException {
    List<String> ids = in.ids(idsName, idsName);
    long length = in.open(columnsName);
    if (length != (long) ids.size() * Integer.BYTES) {
      throw in.bad(
          "there must be a column for each of "
              + ids.size()
              + " "
              + idsName
              + ", but there are "
              + length
              + " bytes");
    }
    int[] columns = in.int32s(ids.size(), features, "column");
    Map<String, Integer> map = new HashMap<>(ids.size() * 2);
    for (int j = 0; j < columns.length; j++) {
      if (map.put(ids.get(j), columns[j]) != null) {
        throw in.bad("id '" + Shown.of(ids.get(j)) + "' must occur once, but occurs twice");
      }
    }
    in.close();
    return map;
  }

  private static TagEncoder readTags(SectionReader in) throws IOException {
    List<String> users = in.ids("users", "users");
    List<String> items = in.ids("items", "items");
    List<String> userTags = in.ids("user-tags", "user tags");
    List<String> itemTags = in.ids("item-tags", "item tags");
    List<String> contextTags = in.ids("context-tags", "context tags");
    in.open("tags-of-items");
    List<CatalogueItem> catalogue = new ArrayList<>();
    for (String item : items) {
      int count = in.count(Integer.BYTES, in.limits().maximumIds(), "tags", "maximumIds");
      Set<String> tags = new HashSet<>();
      for (int position : in.int32s(count, itemTags.size(), "item tag")) {
        tags.add(itemTags.get(position));
      }
      catalogue.add(new CatalogueItem(item, item, tags));
    }
    TagEncoder encoder = TagEncoder.of(users, Catalogue.of(catalogue), userTags, contextTags);
    if (!encoder.itemTags().ids().equals(itemTags)) {
      throw in.bad(
          "item tags must be those of the items in their order, but are "
              + Shown.of(itemTags.stream().limit(10).collect(Collectors.joining(", "))));
    }
    in.close();
    return encoder;
  }
}
