package io.github.fmexplain.movielens;

import io.github.fmexplain.data.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads the files of one layout. Implementations have no state. */
interface LayoutReader {

  /** The columns of a file of ratings, in every layout. */
  String RATING_COLUMNS = "user item rating timestamp";

  MovieLensLayout layout();

  /** {@return the files that every folder of the layout has} */
  List<String> files();

  /** {@return whether a folder is of the layout: any of the files gives it away} */
  default boolean isLayoutOf(Path folder) {
    return files().stream().anyMatch(file -> Files.exists(folder.resolve(file)));
  }

  String itemsFile();

  String ratingsFile();

  /** {@return the file of the users, or the empty string if users are known by ratings only} */
  String usersFile();

  /** {@return what the data set is called} */
  String name(Path folder, Catalogue items);

  Catalogue readItems(Path folder) throws IOException;

  /** {@return what is known of each user, in the order of the file; empty if there is no file} */
  Map<String, UserData> readUsers(Path folder) throws IOException;

  TextTable openRatings(Path file) throws IOException;
}
