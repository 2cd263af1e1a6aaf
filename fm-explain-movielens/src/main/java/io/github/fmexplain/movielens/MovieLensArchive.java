package io.github.fmexplain.movielens;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A data set that GroupLens offers for download, as a zip file with one folder. */
public enum MovieLensArchive {
  /** 100 000 ratings of 1997 and 1998, with user data and fixed splits. */
  ML_100K("ml-100k", "0e33842e24a9c977be4e0107933c0723"),
  /** 1 000 209 ratings of 2000, with user data. */
  ML_1M("ml-1m", "c4d9eecfca2ab87c1945afe126590906"),
  /** About 100 000 recent ratings. GroupLens replaces it from time to time. */
  ML_LATEST_SMALL("ml-latest-small", null),
  /** 25 000 095 ratings up to 2019. */
  ML_25M("ml-25m", "6b51fb2759a8657d3bfcbfc42b592ada");

  private final String folder;
  private final @Nullable String md5;

  MovieLensArchive(String folder, @Nullable String md5) {
    this.folder = folder;
    this.md5 = md5;
  }

  /** {@return the name of the folder in the archive, such as "ml-100k"} */
  public String folderName() {
    return folder;
  }

  /** {@return the name of the file to download, such as "ml-100k.zip"} */
  public String fileName() {
    return folder + ".zip";
  }

  /**
   * {@return the MD5 checksum of the file in hexadecimal, or empty for an archive that changes: its
   * checksum is in a file beside it}
   */
  public Optional<String> md5() {
    return Optional.ofNullable(md5);
  }
}
