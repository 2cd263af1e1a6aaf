package io.github.fmexplain.sagemaker;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object of S3 as a stream of any length, of which no more is held than a buffer. Where the
 * connection is cut it goes on behind the last byte, of the same version of the object. Not
 * thread-safe.
 *
 * <p>A failure of S3 is the cause of an {@link IOException} that says no more.
 */
final class S3Stream extends InputStream {

  private static final int RESUMPTIONS = 5;

  private final S3Client s3;
  private final Bucket bucket;
  private final String key;
  private final Duration longest;
  private final long began = System.nanoTime();
  private ResponseInputStream<GetObjectResponse> in;
  private final @Nullable String version;
  private final long length;
  private long position;
  private int resumptions;

  /**
   * Opens an object.
   *
   * @param longest how long reading it may take
   */
  S3Stream(S3Client s3, Bucket bucket, String key, Duration longest) throws IOException {
    this.s3 = s3;
    this.bucket = bucket;
    this.key = key;
    this.longest = longest;
    in = open(null, null);
    version = in.response().eTag();
    Long size = in.response().contentLength();
    length = size == null ? -1 : size;
  }

  private ResponseInputStream<GetObjectResponse> open(
      @Nullable String range, @Nullable String sameVersion) throws IOException {
    try {
      return s3.getObject(
          b ->
              b.bucket(bucket.name())
                  .key(key)
                  .expectedBucketOwner(bucket.owner())
                  .range(range)
                  .ifMatch(sameVersion));
    } catch (RuntimeException e) {
      throw new IOException("S3 does not give it", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int wanted) throws IOException {
    while (true) {
      if (System.nanoTime() - began > longest.toNanos()) {
        throw new IOException("reading it has taken longer than " + longest);
      }
      try {
        int count = in.read(bytes, offset, wanted);
        if (count >= 0 || position >= length) {
          position += Math.max(count, 0);
          return count;
        }
        throw new IOException("the connection was cut");
      } catch (IOException | SdkException e) {
        if (Thread.currentThread().isInterrupted()) {
          InterruptedIOException interrupted = new InterruptedIOException("interrupted");
          interrupted.initCause(e);
          throw interrupted;
        }
        resumptions++;
        if (resumptions > RESUMPTIONS) {
          throw new IOException("the connection was cut again and again", e);
        }
        in.abort();
        in = open("bytes=" + position + "-", version);
        String range = in.response().contentRange();
        if (range == null || !range.startsWith("bytes " + position + "-")) {
          throw new IOException("S3 does not go on at byte " + position);
        }
      }
    }
  }

  /** Does not read what is left. */
  @Override
  public void close() {
    in.abort();
  }
}
