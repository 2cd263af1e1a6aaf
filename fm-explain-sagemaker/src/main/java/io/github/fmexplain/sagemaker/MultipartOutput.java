package io.github.fmexplain.sagemaker;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Writes one object, in parts if it is larger than one. Nothing exists under its key before {@link
 * #complete()}.
 */
final class MultipartOutput extends OutputStream {

  private final S3Client s3;
  private final Bucket bucket;
  private final String key;
  private final @Nullable String kmsKey;
  private final byte[] part;
  private final List<CompletedPart> parts = new ArrayList<>();
  private int size;
  private boolean begun;
  private @Nullable String uploadId;

  MultipartOutput(S3Client s3, Bucket bucket, String key, @Nullable String kmsKey, int partBytes) {
    this.s3 = s3;
    this.bucket = bucket;
    this.key = key;
    this.kmsKey = kmsKey;
    this.part = new byte[partBytes];
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (size == part.length) {
        sendPart();
      }
      int count = Math.min(left, part.length - size);
      System.arraycopy(bytes, from, part, size, count);
      size += count;
      from += count;
      left -= count;
    }
  }

  private RequestBody body() {
    return RequestBody.fromByteBuffer(ByteBuffer.wrap(Arrays.copyOf(part, size)));
  }

  private void sendPart() {
    if (uploadId == null) {
      begun = true;
      uploadId =
          s3.createMultipartUpload(
                  b -> {
                    b.bucket(bucket.name()).key(key).expectedBucketOwner(bucket.owner());
                    if (kmsKey != null) {
                      b.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(kmsKey);
                    }
                  })
              .uploadId();
    }
    int number = parts.size() + 1;
    String id = uploadId;
    String tag =
        s3.uploadPart(
                b ->
                    b.bucket(bucket.name())
                        .key(key)
                        .uploadId(id)
                        .partNumber(number)
                        .expectedBucketOwner(bucket.owner()),
                body())
            .eTag();
    parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
    size = 0;
  }

  /** Makes the object of what was written. */
  void complete() {
    if (uploadId == null) {
      s3.putObject(
          b -> {
            b.bucket(bucket.name()).key(key).expectedBucketOwner(bucket.owner());
            if (kmsKey != null) {
              b.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(kmsKey);
            }
          },
          body());
      return;
    }
    sendPart();
    s3.completeMultipartUpload(
        b ->
            b.bucket(bucket.name())
                .key(key)
                .uploadId(uploadId)
                .expectedBucketOwner(bucket.owner())
                .multipartUpload(m -> m.parts(parts)));
    uploadId = null;
    begun = false;
  }

  /** Takes away the parts that were sent, which would cost money without being an object. */
  void abort() {
    String id = uploadId;
    uploadId = null;
    if (!begun) {
      return;
    }
    begun = false;
    if (id == null) {
      throw new SageMakerCallException(
          "an upload of "
              + bucket.uri(key)
              + " may have begun without an answer; abort it if it is among the bucket's unfinished"
              + " uploads");
    }
    try {
      Calls.uninterruptibly(
          "abort the upload of " + bucket.uri(key),
          () ->
              s3.abortMultipartUpload(
                  b ->
                      b.bucket(bucket.name())
                          .key(key)
                          .uploadId(id)
                          .expectedBucketOwner(bucket.owner())));
    } catch (SageMakerCallException e) {
      if (!e.isMissing()) { // such as one that was completed, without an answer
        throw e;
      }
    }
  }
}
