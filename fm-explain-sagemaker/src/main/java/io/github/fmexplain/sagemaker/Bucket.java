package io.github.fmexplain.sagemaker;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/**
 * A bucket that was looked at before it is used.
 *
 * @param name its name
 * @param owner the account that must own it, sent with every call; null for a bucket that the
 *     caller named, which may be another account's
 */
record Bucket(String name, @Nullable String owner) {

  static Bucket of(SageMakerClients clients, SageMakerStorage storage) throws InterruptedException {
    if (storage.bucket().isPresent()) {
      Bucket bucket = new Bucket(storage.bucket().get(), null);
      if (!bucket.exists(clients.s3())) {
        throw new SageMakerCallException(
            "bucket '" + bucket.name + "' does not exist; create it, or use the default bucket");
      }
      return bucket;
    }
    String account =
        Calls.run(
            "ask STS for the account",
            () -> {
              String answer = clients.sts().getCallerIdentity().account();
              if (answer == null || !answer.matches("[0-9]{12}")) {
                throw new SageMakerCallException(
                    "could not ask STS for the account: the answer has none");
              }
              return answer;
            });
    Bucket bucket = new Bucket("sagemaker-" + clients.region().id() + "-" + account, account);
    if (!bucket.exists(clients.s3())) {
      bucket.create(clients);
      bucket.exists(clients.s3());
    }
    return bucket;
  }

  private boolean exists(S3Client s3) throws InterruptedException {
    try {
      Calls.run(
          "look at bucket '" + name + "'",
          () -> s3.headBucket(b -> b.bucket(name).expectedBucketOwner(owner)));
      return true;
    } catch (SageMakerCallException e) {
      if (e.statusCode() == 404) {
        return false;
      }
      if (e.statusCode() == 403) {
        throw new SageMakerCallException(
            owner == null
                ? "bucket '" + name + "' cannot be used with these credentials (HTTP 403)"
                : "bucket '"
                    + name
                    + "' belongs to another account than "
                    + owner
                    + ", or cannot be used with these credentials (HTTP 403); give a bucket of"
                    + " your own with SageMakerStorage.builder().bucket(…)",
            e);
      }
      throw e;
    }
  }

  private void create(SageMakerClients clients) throws InterruptedException {
    CreateBucketRequest.Builder request = CreateBucketRequest.builder().bucket(name);
    if (!clients.region().equals(Region.US_EAST_1)) {
      request.createBucketConfiguration(
          CreateBucketConfiguration.builder().locationConstraint(clients.region().id()).build());
    }
    try {
      Calls.run("create bucket '" + name + "'", () -> clients.s3().createBucket(request.build()));
    } catch (SageMakerCallException e) {
      // Someone else of this account creates it at the same time.
      String code = e.errorCode().orElse("");
      if (!code.equals("BucketAlreadyOwnedByYou") && !code.equals("OperationAborted")) {
        throw e;
      }
    }
  }

  String uri(String key) {
    return "s3://" + name + "/" + key;
  }
}
