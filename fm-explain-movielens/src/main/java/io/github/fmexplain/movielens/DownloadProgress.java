package io.github.fmexplain.movielens;

import java.util.OptionalLong;

/** Is told how a download gets on, on the thread that called {@link MovieLensDownload#fetch()}. */
@FunctionalInterface
public interface DownloadProgress {

  /**
   * Takes note of bytes that arrived. An exception that it throws ends the download.
   *
   * @param bytes how many bytes are on disk so far, those of an earlier attempt included
   * @param total how many it will be, or empty if the server does not say
   */
  void update(long bytes, OptionalLong total);
}
