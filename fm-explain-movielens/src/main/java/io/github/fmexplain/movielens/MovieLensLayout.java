package io.github.fmexplain.movielens;

/** How the files of a MovieLens folder are named and written. */
public enum MovieLensLayout {
  /** The layout of ml-100k: {@code u.data}, {@code u.item}, {@code u.genre} and {@code u.user}. */
  ML_100K("ml-100k"),
  /** The layout of ml-1m: {@code ratings.dat}, {@code movies.dat} and {@code users.dat}. */
  ML_1M("ml-1m"),
  /**
   * The layout of ml-10m: {@code ratings.dat}, {@code movies.dat} and {@code tags.dat}, of which
   * the tags are not read. It has no user data.
   */
  ML_10M("ml-10m"),
  /**
   * The layout of ml-latest, ml-latest-small, ml-20m, ml-25m and ml-32m: {@code ratings.csv} and
   * {@code movies.csv}. It has no user data.
   */
  ML_LATEST("ml-latest");

  private final String folder;

  MovieLensLayout(String folder) {
    this.folder = folder;
  }

  @Override
  public String toString() {
    return folder;
  }
}
