package io.github.fmexplain.movielens;

import io.github.fmexplain.internal.Once;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Downloads a data set once and keeps it in a cache folder. Nothing is downloaded unless {@link
 * #fetch()} is called, and nothing is if the folder is in the cache already. Immutable and
 * thread-safe; two threads, class loaders or processes that fetch the same data set wait for each
 * other, by whatever path they know the cache folder.
 *
 * <p>An interrupted download is resumed by the next call if the server allows it. The checksum is
 * verified before anything is unpacked, and the folder gets its name only when it is complete.
 *
 * <p>The data sets come with terms of use, in the README of each: read them before you use one.
 */
public final class MovieLensDownload {

  /** Where GroupLens offers its data sets. */
  public static final URI GROUP_LENS =
      URI.create("https://files.grouplens.org/datasets/movielens/");

  private final MovieLensArchive archive;
  private final URI baseUri;
  private final @Nullable Path cacheFolder;
  private final DownloadProgress progress;
  private final Duration connectTimeout;
  private final Duration stallTimeout;
  private final long maximumDownload;
  private final long maximumUnpacked;

  private MovieLensDownload(Builder builder, MovieLensArchive archive) {
    this.archive = archive;
    this.baseUri = builder.baseUri == null ? GROUP_LENS : builder.baseUri;
    this.cacheFolder = builder.cacheFolder;
    this.progress = builder.progress == null ? (bytes, total) -> {} : builder.progress;
    this.connectTimeout = or(builder.connectTimeout, Duration.ofSeconds(20));
    this.stallTimeout = or(builder.stallTimeout, Duration.ofSeconds(60));
    this.maximumDownload = builder.maximumDownload == null ? 1L << 30 : builder.maximumDownload;
    this.maximumUnpacked = builder.maximumUnpacked == null ? 1L << 32 : builder.maximumUnpacked;
  }

  private static Duration or(@Nullable Duration value, Duration fallback) {
    return value == null ? fallback : value;
  }

  /**
   * {@return a download with the default settings: from GroupLens, into the user's cache folder}
   *
   * @param archive the data set
   */
  public static MovieLensDownload of(MovieLensArchive archive) {
    return builder().archive(archive).build();
  }

  /** {@return a builder; only the archive must be set} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@return the folder of the data set, for {@link MovieLens#load(Path)}} It is downloaded and
   * unpacked if it is not in the cache.
   *
   * @throws IOException if the network, the server or the disk fails, the checksum is wrong, the
   *     archive is unsafe to unpack, or no cache folder was set and the user has no home folder;
   *     the message says what to do
   * @throws InterruptedException if the thread is interrupted; what has arrived is kept for the
   *     next call
   */
  public Path fetch() throws IOException, InterruptedException {
    CacheFolder cache =
        new CacheFolder(cacheFolder == null ? CacheFolder.defaultFolder() : cacheFolder, archive);
    if (!cache.isComplete()) {
      try {
        FolderLock.hold(cache.lockFile(), () -> complete(cache));
      } catch (ClosedByInterruptException | FileLockInterruptionException e) {
        // How files tell of an interruption; they leave the thread's flag set.
        Thread.interrupted();
        InterruptedException interruption =
            new InterruptedException("interrupted while fetching " + archive.fileName());
        interruption.initCause(e);
        throw interruption;
      }
    }
    return cache.dataSet();
  }

  private void complete(CacheFolder cache) throws IOException, InterruptedException {
    // Whoever held the lock before may have done it all.
    if (cache.isComplete()) {
      return;
    }
    cache.removeLeftovers();
    if (!cache.hasArchive()) {
      fetchArchive(cache);
    }
    cache.unpack(maximumUnpacked);
  }

  private void fetchArchive(CacheFolder cache) throws IOException, InterruptedException {
    URI uri = baseUri.resolve(archive.fileName());
    HttpFetcher http = new HttpFetcher(connectTimeout, stallTimeout);
    String expected =
        archive.md5().isPresent()
            ? archive.md5().get()
            : Md5.parse(http.text(URI.create(uri + ".md5")), uri + ".md5");
    http.download(uri, cache.partFile(), maximumDownload, progress);
    cache.accept(expected, uri);
  }

  @Override
  public String toString() {
    return "MovieLensDownload of " + archive.folderName() + " from " + baseUri;
  }

  /** Settings of a download. */
  public static final class Builder {

    private @Nullable MovieLensArchive archive;
    private @Nullable URI baseUri;
    private @Nullable Path cacheFolder;
    private @Nullable DownloadProgress progress;
    private @Nullable Duration connectTimeout;
    private @Nullable Duration stallTimeout;
    private @Nullable Long maximumDownload;
    private @Nullable Long maximumUnpacked;

    private Builder() {}

    /**
     * Sets the data set, which must be set.
     *
     * @param archive the data set
     */
    public Builder archive(MovieLensArchive archive) {
      Objects.requireNonNull(archive, "archive");
      Once.requireUnset(this.archive, "archive");
      this.archive = archive;
      return this;
    }

    /**
     * Sets where the zip files are; {@link #GROUP_LENS} if not set.
     *
     * @param baseUri an absolute http or https address that ends in a slash
     * @throws IllegalArgumentException if it is anything else
     */
    public Builder baseUri(URI baseUri) {
      String scheme = baseUri.getScheme() == null ? "" : baseUri.getScheme();
      boolean http = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
      if (!http || baseUri.getHost() == null || !baseUri.getPath().endsWith("/")) {
        throw new IllegalArgumentException(
            "baseUri must be an http or https address that ends in '/', but was '" + baseUri + "'");
      }
      Once.requireUnset(this.baseUri, "baseUri");
      this.baseUri = baseUri;
      return this;
    }

    /**
     * Sets the folder that keeps the data sets; if not set, {@code fm-explain} in the user's cache
     * folder: {@code $XDG_CACHE_HOME} or {@code ~/.cache} on Linux, {@code ~/Library/Caches} on
     * macOS, {@code %LOCALAPPDATA%} on Windows.
     *
     * @param cacheFolder a folder, made if it is not there
     */
    public Builder cacheFolder(Path cacheFolder) {
      Objects.requireNonNull(cacheFolder, "cacheFolder");
      Once.requireUnset(this.cacheFolder, "cacheFolder");
      this.cacheFolder = cacheFolder;
      return this;
    }

    /**
     * Sets who is told how the download gets on; nobody if not set.
     *
     * @param progress called on the thread that fetches
     */
    public Builder progress(DownloadProgress progress) {
      Objects.requireNonNull(progress, "progress");
      Once.requireUnset(this.progress, "progress");
      this.progress = progress;
      return this;
    }

    /**
     * Sets how long to wait for a connection; 20 seconds if not set.
     *
     * @param connectTimeout more than zero
     * @throws IllegalArgumentException if it is zero or negative
     */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = positive("connectTimeout", connectTimeout, this.connectTimeout);
      return this;
    }

    /**
     * Sets how long to wait while no byte arrives; 60 seconds if not set. A download that is slow
     * but alive goes on for as long as it takes.
     *
     * @param stallTimeout more than zero
     * @throws IllegalArgumentException if it is zero or negative
     */
    public Builder stallTimeout(Duration stallTimeout) {
      this.stallTimeout = positive("stallTimeout", stallTimeout, this.stallTimeout);
      return this;
    }

    /**
     * Sets how large the zip file may be; 1 GiB if not set.
     *
     * @param bytes at least 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maximumDownloadBytes(long bytes) {
      this.maximumDownload = positive("maximumDownloadBytes", bytes, this.maximumDownload);
      return this;
    }

    /**
     * Sets how large the unpacked files may be together; 4 GiB if not set.
     *
     * @param bytes at least 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maximumUnpackedBytes(long bytes) {
      this.maximumUnpacked = positive("maximumUnpackedBytes", bytes, this.maximumUnpacked);
      return this;
    }

    /**
     * {@return the download}
     *
     * @throws IllegalStateException if the archive is missing
     */
    public MovieLensDownload build() {
      Once.requireSet("archive", archive);
      return new MovieLensDownload(this, Objects.requireNonNull(archive));
    }

    private static Duration positive(String name, Duration value, @Nullable Duration present) {
      Objects.requireNonNull(value, name);
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(name + " must be more than zero, but was " + value);
      }
      Once.requireUnset(present, name);
      return value;
    }

    private static Long positive(String name, long value, @Nullable Long present) {
      if (value < 1) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "%s must be at least 1, but was %d", name, value));
      }
      Once.requireUnset(present, name);
      return value;
    }
  }
}
