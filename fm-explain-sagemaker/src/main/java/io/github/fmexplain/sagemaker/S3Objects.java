package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.internal.Names;
import io.github.fmexplain.sagemaker.internal.Redaction;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * The objects that one job needs. Remembers what it uploaded, to take it away again.
 *
 * <p>Objects are written in parts of 16 MiB, so that memory holds one part whatever the size of the
 * set, and a part that fails is sent again without making the rows anew.
 */
final class S3Objects {

  static final int PART_BYTES = 16 << 20;

  private static final Pattern URI = Pattern.compile("s3://([^/]+)/(.+)");

  private final S3Client s3;
  private final Bucket bucket;
  private final @Nullable String kmsKey;
  private final int partBytes;
  private final List<String> uploaded = new ArrayList<>();

  S3Objects(S3Client s3, Bucket bucket, @Nullable String kmsKey, int partBytes) {
    this.s3 = s3;
    this.bucket = bucket;
    this.kmsKey = kmsKey;
    this.partBytes = partBytes;
  }

  /** Writes the content of an object. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Uploads an object; if it fails, no part of it stays.
   *
   * @param key its key
   * @param content writes its bytes once
   * @throws InterruptedException if the thread is interrupted
   */
  void upload(String key, Content content) throws InterruptedException {
    String action = "upload " + bucket.uri(key);
    uploaded.add(key);
    MultipartOutput out = new MultipartOutput(s3, bucket, key, kmsKey, partBytes);
    try {
      Calls.run(
          action,
          () -> {
            try {
              content.writeTo(out);
              out.complete();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return key;
          });
    } catch (Throwable e) {
      Calls.cleanUp(e, out::abort);
      throw e;
    }
  }

  /** Deletes what was uploaded. Returns what could not be deleted, and why. */
  List<SageMakerCallException> deleteUploaded() {
    List<SageMakerCallException> failures = new ArrayList<>();
    Calls.evenIfInterrupted(() -> uploaded.forEach(key -> delete(key, failures)));
    uploaded.clear();
    return failures;
  }

  void delete(String key, List<SageMakerCallException> failures) {
    try {
      Calls.uninterruptibly(
          "delete " + bucket.uri(key),
          () ->
              s3.deleteObject(
                  b -> b.bucket(bucket.name()).key(key).expectedBucketOwner(bucket.owner())));
    } catch (SageMakerCallException e) {
      failures.add(e);
    }
  }

  /**
   * Deletes what {@link TrainingInput} uploaded for a job.
   *
   * @param job the name of the job, which the addresses of its uploads have
   * @param uris where the job reads; other addresses are passed over
   * @return the addresses of the objects that were deleted
   */
  static List<String> deleteUploads(S3Client s3, String job, List<String> uris)
      throws InterruptedException {
    Pattern own = Pattern.compile("s3://([^/]+)/(.*/" + job + "/[0-9a-f]{32}/(?:train|test)/)");
    List<String> deleted = new ArrayList<>();
    List<SageMakerCallException> failures = new ArrayList<>();
    for (String uri : uris) {
      Matcher matcher = own.matcher(uri);
      if (matcher.matches()) {
        Bucket bucket = new Bucket(matcher.group(1), null);
        S3Objects objects = new S3Objects(s3, bucket, null, PART_BYTES);
        for (String key : list(s3, bucket, matcher.group(2))) {
          int before = failures.size();
          objects.delete(key, failures);
          if (failures.size() == before) {
            deleted.add(bucket.uri(key));
          }
        }
      }
    }
    if (!failures.isEmpty()) {
      SageMakerCallException failure =
          new SageMakerCallException(
              "could not delete " + failures.size() + " of the rows of job '" + job + "'",
              failures.get(0));
      failures.forEach(failure::addSuppressed);
      throw failure;
    }
    return List.copyOf(deleted);
  }

  /**
   * {@return the keys under a prefix, ascending}
   *
   * @param prefix what they begin with
   */
  static List<String> list(S3Client s3, Bucket bucket, String prefix) throws InterruptedException {
    List<String> keys = new ArrayList<>();
    String token = null;
    do {
      String page = token;
      ListObjectsV2Response answer =
          Calls.run(
              "list " + bucket.uri(prefix),
              () ->
                  s3.listObjectsV2(
                      b ->
                          b.bucket(bucket.name())
                              .prefix(prefix)
                              .expectedBucketOwner(bucket.owner())
                              .continuationToken(page)));
      if (answer.keyCount() == null) {
        throw new SageMakerCallException(
            "could not list " + bucket.uri(prefix) + ": the answer is no list");
      }
      answer.contents().forEach(object -> keys.add(object.key()));
      // A list that does not go on has ended, whatever it says.
      String next =
          Boolean.TRUE.equals(answer.isTruncated()) ? answer.nextContinuationToken() : null;
      token = answer.contents().isEmpty() || Objects.equals(next, page) ? null : next;
    } while (token != null);
    return keys;
  }

  /**
   * Downloads an object into a file, from its start again if the connection is cut.
   *
   * @param uri {@code s3://bucket/key}
   * @param file is replaced
   */
  static void download(S3Client s3, String uri, Path file)
      throws IOException, InterruptedException {
    Matcher matcher = URI.matcher(uri);
    if (!matcher.matches()) {
      throw new IOException(
          "artifact must be an address s3://bucket/key, but was '" + Redaction.of(uri) + "'");
    }
    // Beside the file, so that half a download never has its name.
    Path part = file.resolveSibling(file.getFileName() + "." + Names.token() + ".part");
    try {
      Calls.run(
          "download " + uri,
          () ->
              s3.getObject(
                  b -> b.bucket(matcher.group(1)).key(matcher.group(2)),
                  ResponseTransformer.toFile(part)));
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (Throwable e) {
      try {
        Files.deleteIfExists(part);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }
}
