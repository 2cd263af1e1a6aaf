package io.github.fmexplain.movielens;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.IdIndex;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TagEncoder;
import io.github.fmexplain.data.UnknownIdException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A MovieLens data set: who rated what, and how, split into ratings to train with and ratings held
 * out for the test. Immutable and thread-safe.
 *
 * <pre>{@code
 * MovieLens movies = MovieLens.load(Path.of("ml-100k"));
 * TrainingSet training =
 *     TrainingSet.of(movies.encoder(), movies.trainingHistories(), MovieLens.likes()).shuffled(1);
 * History history = movies.historyOf("846");
 * }</pre>
 *
 * <p>Genres, age groups and occupations are left out; {@link #tagged} has them.
 *
 * <p>Ratings are kept in columns, nine bytes each; a {@link History} is made when it is asked for.
 */
public final class MovieLens {

  private final String name;
  private final boolean synthetic;
  private final IdIndex users;
  private final List<UserData> userData;
  private final Catalogue catalogue;
  private final List<String> itemIds;
  private final Ratings training;
  private final Ratings test;
  private final FeatureEncoder encoder;

  /** The view with tags: this one, if it is that. */
  private final MovieLens tagged;

  MovieLens(
      String name,
      boolean synthetic,
      IdIndex users,
      List<UserData> userData,
      Catalogue catalogue,
      Ratings training,
      Ratings test) {
    this.name = name;
    this.synthetic = synthetic;
    this.users = users;
    this.userData = List.copyOf(userData);
    this.catalogue = catalogue;
    this.itemIds = catalogue.items().stream().map(item -> item.id()).toList();
    this.training = training;
    this.test = test;
    this.encoder = OneHotEncoder.of(users.ids(), itemIds);
    this.tagged = new MovieLens(this);
  }

  /** Makes the view with tags. */
  private MovieLens(MovieLens plain) {
    name = plain.name;
    synthetic = plain.synthetic;
    users = plain.users;
    userData = plain.userData;
    catalogue = plain.catalogue;
    itemIds = plain.itemIds;
    training = plain.training;
    test = plain.test;
    Set<String> userTags = new TreeSet<>();
    userData.forEach(user -> userTags.addAll(user.tags()));
    encoder = TagEncoder.of(users.ids(), catalogue, userTags, Set.of());
    tagged = this;
  }

  /** {@return the target of a model of likes: a like from 4 of the 5 stars on} */
  public static RatingTarget likes() {
    return RatingTarget.likeFrom(4);
  }

  /**
   * {@return this data set with tags: its histories have the tags of their users, and its encoder
   * is a {@link TagEncoder} with columns for these and for the genres of items} A model that was
   * trained with its encoder is to be explained with its histories.
   */
  public MovieLens tagged() {
    return tagged;
  }

  /**
   * {@return the data set of a folder, with the split that comes with it}
   *
   * <p>That is {@link Split#UA} if the folder has its files, as ml-100k has, else {@code
   * Split.holdOut(10, 0)}.
   *
   * @param folder the folder that holds the unpacked files of ml-100k, ml-1m, ml-10m, ml-20m,
   *     ml-25m, ml-32m, ml-latest or ml-latest-small
   * @throws MovieLensFormatException if the folder is none of these, or a file is damaged
   * @throws IOException if a file cannot be read
   */
  public static MovieLens load(Path folder) throws IOException {
    Objects.requireNonNull(folder, "folder");
    return load(folder, FolderReader.defaultSplit(folder));
  }

  /**
   * {@return the data set of a folder}
   *
   * @param folder the folder that holds the unpacked files of ml-100k, ml-1m, ml-10m, ml-20m,
   *     ml-25m, ml-32m, ml-latest or ml-latest-small
   * @param split which ratings to hold out
   * @throws MovieLensFormatException if the folder is none of these, a file is damaged, or the
   *     split's files are missing
   * @throws IOException if a file cannot be read
   */
  public static MovieLens load(Path folder, Split split) throws IOException {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(split, "split");
    return FolderReader.read(folder, split);
  }

  /**
   * {@return what the data set is called, such as "ml-100k", "ml-1m" or "synthetic"}
   *
   * <p>The files of ml-latest, ml-latest-small, ml-20m, ml-25m and ml-32m do not say which they
   * are; they are called like their folder, or, if its name does not start with "ml-", by the
   * number of their films, and "ml-latest" if that does not tell.
   */
  public String name() {
    return name;
  }

  /** {@return whether the ratings were made up by {@link SyntheticMovieLens}} */
  public boolean isSynthetic() {
    return synthetic;
  }

  /**
   * {@return the ids of all users, with or without ratings: in numeric order if every id is a
   * number, else in the order of the file}
   */
  public List<String> users() {
    return users.ids();
  }

  /** {@return all items in the order of the file, with their titles, and their genres as tags} */
  public Catalogue catalogue() {
    return catalogue;
  }

  /**
   * {@return the encoder of the histories: one column per user, in the order of {@link #users()},
   * then one per item, in the order of {@link #catalogue()}, then those of the tags, if this is the
   * view with {@link #tagged tags}}
   */
  public FeatureEncoder encoder() {
    return encoder;
  }

  /**
   * {@return the tags of a user, such as {@code age=18-24}, {@code gender=F} and {@code
   * occupation=writer}; empty if the data set does not know}
   *
   * <p>Ages are in the groups of ml-1m: under 18, 18-24, 25-34, 35-44, 45-49, 50-55 and 56+.
   *
   * @param userId a user of the data set
   * @throws UnknownIdException if there is no such user
   */
  public Set<String> userTagsOf(String userId) {
    return Set.copyOf(userData.get(users.position(userId)).tags());
  }

  /**
   * {@return a user's training ratings with their times}
   *
   * @param userId a user of the data set
   * @throws UnknownIdException if there is no such user
   */
  public History historyOf(String userId) {
    return history(training, users.position(userId));
  }

  /**
   * {@return the ratings of a user that are held out, with their times}
   *
   * @param userId a user of the data set
   * @throws UnknownIdException if there is no such user
   */
  public History testHistoryOf(String userId) {
    return history(test, users.position(userId));
  }

  /**
   * {@return the training ratings of every user that has any, in the order of {@link #users()}; a
   * history is made anew each time it is asked for}
   */
  public List<History> trainingHistories() {
    return new HistoryList(training, user -> history(training, user));
  }

  /**
   * {@return the held-out ratings of every user that has any, in the order of {@link #users()}; a
   * history is made anew each time it is asked for}
   */
  public List<History> testHistories() {
    return new HistoryList(test, user -> history(test, user));
  }

  /** {@return how large the data set is} */
  public DataSetCounts counts() {
    return new DataSetCounts(
        users.size(), catalogue.size(), training.size(), test.size(), encoder.numFeatures());
  }

  /**
   * Writes the data set in the layout of ml-100k; see {@link #writeTo(Path, MovieLensLayout)}.
   *
   * @param folder a folder, made if it is not there; files of the same names are replaced
   * @throws IllegalArgumentException if an id, a title, a genre or an occupation holds a bar, a tab
   *     or a character that is not of ISO-8859-1
   * @throws IOException if a file cannot be written
   */
  public void writeTo(Path folder) throws IOException {
    writeTo(folder, MovieLensLayout.ML_100K);
  }

  /**
   * Writes the data set as a folder that {@link #load(Path)} reads. Ids, titles, genres, ages,
   * genders, occupations, ratings and times are written, as far as the layout has them; dates and
   * addresses, which are not kept, are left empty. A synthetic set says so in a file of its own.
   *
   * <p>{@link MovieLensLayout#ML_100K} keeps the split in ua.base and ua.test if there are test
   * ratings; the other layouts have one file for all ratings. {@link MovieLensLayout#ML_1M} has age
   * groups instead of ages, and writes an occupation that it has no code for as "other".
   *
   * @param folder a folder, made if it is not there; files of the same names are replaced
   * @param layout how to name and write the files
   * @throws IllegalArgumentException if an id, a title, a genre or an occupation holds the layout's
   *     separator or a character that its files cannot hold
   * @throws IOException if a file cannot be written
   */
  public void writeTo(Path folder, MovieLensLayout layout) throws IOException {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(layout, "layout");
    new LayoutWriter(this, folder).write(layout);
  }

  @Override
  public String toString() {
    return name
        + ": "
        + users.size()
        + " users, "
        + catalogue.size()
        + " items, "
        + training.size()
        + " training and "
        + test.size()
        + " test ratings"
        + (isTagged() ? ", with tags" : "");
  }

  private boolean isTagged() {
    return tagged == this;
  }

  UserData userData(int user) {
    return userData.get(user);
  }

  Ratings training() {
    return training;
  }

  Ratings test() {
    return test;
  }

  private History history(Ratings ratings, int user) {
    List<Interaction> interactions = new ArrayList<>(ratings.count(user));
    for (int row = ratings.start(user); row < ratings.end(user); row++) {
      interactions.add(
          new Interaction(
              itemIds.get(ratings.item(row)),
              ratings.halfStars(row) / 2.0,
              Instant.ofEpochSecond(ratings.seconds(row)),
              Set.of()));
    }
    return new History(
        users.ids().get(user), isTagged() ? userData.get(user).tags() : Set.of(), interactions);
  }
}
