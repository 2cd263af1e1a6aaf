package io.github.fmexplain.movielens;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.IdIndex;
import io.github.fmexplain.internal.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads a folder of any layout. One instance reads one folder once. */
final class FolderReader {

  /** A file of this name in a folder says that its rows were made up. */
  static final String SYNTHETIC_MARKER = "SYNTHETIC";

  private static final List<LayoutReader> LAYOUTS =
      List.of(new Ml100kReader(), Ml1mReader.ofMl10m(), Ml1mReader.ofMl1m(), new MlLatestReader());

  private final Path folder;
  private final LayoutReader layout;
  private final Catalogue items;
  private final IdIndex itemIndex;
  private final Map<String, UserData> userData;
  private final Map<String, Integer> users = new LinkedHashMap<>();

  private FolderReader(Path folder, LayoutReader layout) throws IOException {
    this.folder = folder;
    this.layout = layout;
    this.items = layout.readItems(folder);
    this.itemIndex =
        IdIndex.of("item", "data set", items.items().stream().map(item -> item.id()).toList());
    this.userData = layout.readUsers(folder);
    userData.keySet().forEach(id -> users.put(id, users.size()));
  }

  static MovieLens read(Path folder, Split split) throws IOException {
    LayoutReader layout = layoutOf(folder);
    List<String> needed = new ArrayList<>(layout.files());
    needed.remove(layout.ratingsFile());
    List<String> ratingFiles =
        split
            .stem()
            .map(stem -> List.of(stem + ".base", stem + ".test"))
            .orElse(List.of(layout.ratingsFile()));
    if (split.stem().isPresent() && layout.layout() != MovieLensLayout.ML_100K) {
      throw new MovieLensFormatException(
          "split "
              + split
              + " must have its own files, but "
              + layout.layout()
              + " has none; choose Split.ALL or Split.holdOut(…)");
    }
    needed.addAll(ratingFiles);
    for (String file : needed) {
      if (!Files.isRegularFile(folder.resolve(file))) {
        throw new MovieLensFormatException(
            "a folder of "
                + layout.layout()
                + " must have the file "
                + file
                + ", but '"
                + folder
                + "' has none; is the folder complete?");
      }
    }
    return new FolderReader(folder, layout).read(split, ratingFiles);
  }

  /** {@return the split of a folder when nothing else is asked for} */
  static Split defaultSplit(Path folder) {
    return Files.exists(folder.resolve("ua.base")) || Files.exists(folder.resolve("ua.test"))
        ? Split.UA
        : Split.holdOut(10, 0);
  }

  private static LayoutReader layoutOf(Path folder) throws MovieLensFormatException {
    if (!Files.isDirectory(folder)) {
      throw new MovieLensFormatException(
          "MovieLens folder '"
              + folder
              + "' must be a folder, but is "
              + (Files.exists(folder) ? "a file" : "missing")
              + "; give the folder that holds the unpacked files");
    }
    for (LayoutReader layout : LAYOUTS) {
      if (layout.isLayoutOf(folder)) {
        return layout;
      }
    }
    throw new MovieLensFormatException(
        "MovieLens folder '"
            + folder
            + "' must have u.item (ml-100k), movies.dat (ml-1m, ml-10m) or movies.csv (ml-latest,"
            + " ml-20m, ml-25m, ml-32m), but has none; give the folder that holds the unpacked"
            + " files");
  }

  private MovieLens read(Split split, List<String> ratingFiles) throws IOException {
    List<RatingsBuilder> columns = new ArrayList<>();
    for (String file : ratingFiles) {
      columns.add(readRatings(file));
    }
    UserOrder order = UserOrder.of(List.copyOf(users.keySet()));
    Ratings training = columns.get(0).build(order);
    Ratings test = columns.size() == 1 ? Ratings.none(users.size()) : columns.get(1).build(order);
    checkDistinct(order.ids(), training, test, ratingFiles);
    if (split.perUser() > 0) {
      BitSet heldOut = HoldOut.choose(order.ids(), training, split);
      test = training.select(heldOut, true);
      training = training.select(heldOut, false);
    }
    boolean synthetic = Files.exists(folder.resolve(SYNTHETIC_MARKER));
    return new MovieLens(
        synthetic ? SyntheticMovieLens.NAME : layout.name(folder, items),
        synthetic,
        IdIndex.of("user", "data set", order.ids()),
        order.ids().stream().map(id -> userData.getOrDefault(id, UserData.UNKNOWN)).toList(),
        items,
        training,
        test);
  }

  private RatingsBuilder readRatings(String file) throws IOException {
    RatingsBuilder builder = new RatingsBuilder();
    boolean empty = true;
    try (TextTable table = layout.openRatings(folder.resolve(file))) {
      while (table.next()) {
        empty = false;
        builder.add(
            user(table),
            item(table),
            table.halfStars(2),
            table.number(3, "timestamp", 0, 0xFFFF_FFFFL));
      }
      if (empty) {
        throw table.empty("rating");
      }
    }
    return builder;
  }

  private int user(TextTable table) throws MovieLensFormatException {
    String id = table.id(0, "user");
    Integer known = users.get(id);
    if (known != null) {
      return known;
    }
    if (!userData.isEmpty()) {
      throw table.bad(0, "user", "one of the " + users.size() + " of " + layout.usersFile());
    }
    int user = users.size();
    users.put(id, user);
    return user;
  }

  private int item(TextTable table) throws MovieLensFormatException {
    OptionalInt item = itemIndex.find(table.id(1, "item"));
    if (item.isEmpty()) {
      throw table.bad(1, "item", "one of the " + itemIndex.size() + " of " + layout.itemsFile());
    }
    return item.getAsInt();
  }

  private void checkDistinct(
      List<String> userIds, Ratings training, Ratings test, List<String> files) throws IOException {
    BitSet scratch = new BitSet(itemIndex.size());
    for (int user = 0; user < userIds.size(); user++) {
      OptionalInt repeated = training.repeatedItem(user, test, scratch);
      if (repeated.isPresent()) {
        throw repeated(userIds.get(user), itemIndex.ids().get(repeated.getAsInt()), files);
      }
    }
  }

  /** Reads the files once more to say where two lines are: the columns do not keep lines. */
  private MovieLensFormatException repeated(String userId, String itemId, List<String> files)
      throws IOException {
    List<String> places = new ArrayList<>();
    for (String file : files) {
      try (TextTable table = layout.openRatings(folder.resolve(file))) {
        while (places.size() < 2 && table.next()) {
          if (table.text(0).equals(userId) && table.text(1).equals(itemId)) {
            places.add(table.where());
          }
        }
      }
    }
    return new MovieLensFormatException(
        "a user must rate an item once, but user "
            + Text.quoted(userId)
            + " rates item "
            + Text.quoted(itemId)
            + " in "
            + String.join(" and in ", places)
            + "; keep one of them");
  }
}
