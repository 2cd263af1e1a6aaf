package io.github.fmexplain.sagemaker;

import com.sun.net.httpserver.HttpExchange;
import io.github.fmexplain.sagemaker.FakeAws.Answer;
import io.github.fmexplain.sagemaker.FakeAws.Refusal;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Buckets with owners, objects, and uploads in parts. */
final class FakeS3 {

  /** Owner by bucket. */
  final Map<String, String> buckets = new TreeMap<>();

  /** Content by {@code bucket/key}. */
  final NavigableMap<String, byte[]> objects = new TreeMap<>();

  /** Every object that was ever put, for tests that look at what was taken away again. */
  final NavigableMap<String, byte[]> history = new TreeMap<>();

  /** Parts by upload. */
  final Map<String, NavigableMap<Integer, byte[]>> uploads = new TreeMap<>();

  final List<String> expectedOwners = new ArrayList<>();
  final List<String> kmsKeys = new ArrayList<>();
  private int uploadCount;

  static String operation(String method, URI uri) {
    String query = String.valueOf(uri.getQuery());
    boolean object = uri.getPath().indexOf('/', 1) > 0;
    String parts = query.contains("uploadId") ? "Part" : query.contains("uploads") ? "Uploads" : "";
    String what = object ? "Object" : "Bucket";
    return switch (method + parts) {
      case "HEAD" -> "S3.Head" + what;
      case "PUT" -> "S3.Put" + what;
      case "GET" -> object ? "S3.GetObject" : "S3.ListObjectsV2";
      case "DELETE" -> "S3.DeleteObject";
      case "POSTUploads" -> "S3.CreateMultipartUpload";
      case "PUTPart" -> "S3.UploadPart";
      case "POSTPart" -> "S3.CompleteMultipartUpload";
      case "DELETEPart" -> "S3.AbortMultipartUpload";
      default -> "S3.Unknown";
    };
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    String text = exchange.getRequestURI().getQuery();
    if (text != null) {
      for (String pair : text.split("&", -1)) {
        int equals = pair.indexOf('=');
        query.put(
            equals < 0 ? pair : pair.substring(0, equals),
            equals < 0 ? "" : pair.substring(equals + 1));
      }
    }
    return query;
  }

  Answer answer(String action, HttpExchange exchange, byte[] rawBody) {
    String path = exchange.getRequestURI().getPath().substring(1);
    String bucket = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
    checkBucket(
        action, bucket, exchange.getRequestHeaders().getFirst("x-amz-expected-bucket-owner"));
    String kms =
        exchange.getRequestHeaders().getFirst("x-amz-server-side-encryption-aws-kms-key-id");
    if (kms != null) {
      kmsKeys.add(kms);
    }
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    byte[] body =
        encoding != null && encoding.contains("aws-chunked") ? unchunked(rawBody) : rawBody;
    String upload = query(exchange).get("uploadId");
    return switch (action) {
      case "HeadBucket" -> Answer.empty(200);
      case "PutBucket" -> {
        buckets.put(bucket, FakeAws.ACCOUNT);
        yield Answer.empty(200);
      }
      case "PutObject" -> put(path, body);
      case "GetObject" -> get(path, exchange.getRequestHeaders().getFirst("Range"));
      case "DeleteObject" -> {
        objects.remove(path);
        yield Answer.empty(204);
      }
      case "ListObjectsV2" -> list(bucket, query(exchange).getOrDefault("prefix", ""));
      case "CreateMultipartUpload" -> {
        String id = "upload-" + ++uploadCount;
        uploads.put(id, new TreeMap<>());
        yield Answer.xml(
            200,
            "<InitiateMultipartUploadResult><UploadId>"
                + id
                + "</UploadId></InitiateMultipartUploadResult>");
      }
      case "UploadPart" -> {
        parts(upload).put(Integer.parseInt(query(exchange).getOrDefault("partNumber", "")), body);
        yield new Answer(200, Map.of("ETag", "\"part\""), new byte[0]);
      }
      case "CompleteMultipartUpload" -> {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts(upload).values().forEach(all::writeBytes);
        uploads.remove(upload);
        put(path, all.toByteArray());
        yield Answer.xml(200, "<CompleteMultipartUploadResult/>");
      }
      case "AbortMultipartUpload" -> {
        uploads.remove(upload);
        yield Answer.empty(204);
      }
      default -> throw new Refusal(400, "NotImplemented", action);
    };
  }

  private NavigableMap<Integer, byte[]> parts(@Nullable String upload) {
    NavigableMap<Integer, byte[]> parts = upload == null ? null : uploads.get(upload);
    if (parts == null) {
      throw new Refusal(404, "NoSuchUpload", "no such upload");
    }
    return parts;
  }

  private void checkBucket(String action, String bucket, @Nullable String expectedOwner) {
    if (expectedOwner != null) {
      expectedOwners.add(action + " " + expectedOwner);
    }
    String owner = buckets.get(bucket);
    if (action.equals("PutBucket")) {
      if (owner != null) {
        boolean own = owner.equals(FakeAws.ACCOUNT);
        throw new Refusal(
            409, own ? "BucketAlreadyOwnedByYou" : "BucketAlreadyExists", "bucket exists");
      }
      return;
    }
    if (owner == null) {
      throw new Refusal(404, "NoSuchBucket", "The specified bucket does not exist");
    }
    if (expectedOwner != null && !expectedOwner.equals(owner)) {
      throw new Refusal(403, "AccessDenied", "Access Denied");
    }
  }

  private Answer put(String path, byte[] body) {
    objects.put(path, body);
    history.put(path, body);
    return new Answer(200, Map.of("ETag", "\"object\""), new byte[0]);
  }

  private Answer get(String path, @Nullable String range) {
    byte[] body = objects.get(path);
    if (body == null) {
      throw new Refusal(404, "NoSuchKey", "The specified key does not exist.");
    }
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
    if (range != null && from >= body.length) {
      throw new Refusal(416, "InvalidRange", "The requested range is not satisfiable");
    }
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "binary/octet-stream");
    headers.put("ETag", "\"object\"");
    if (range != null) {
      headers.put("Content-Range", "bytes " + from + "-" + (body.length - 1) + "/" + body.length);
    }
    return new Answer(
        range == null ? 200 : 206, headers, Arrays.copyOfRange(body, from, body.length));
  }

  private Answer list(String bucket, String prefix) {
    StringBuilder xml =
        new StringBuilder(
            "<ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>"
                + keys(bucket, prefix).size()
                + "</KeyCount>");
    for (String key : keys(bucket, prefix)) {
      xml.append("<Contents><Key>").append(key).append("</Key></Contents>");
    }
    return Answer.xml(200, xml.append("</ListBucketResult>").toString());
  }

  List<String> keys(String bucket, String prefix) {
    return objects.keySet().stream()
        .filter(path -> path.startsWith(bucket + "/" + prefix))
        .map(path -> path.substring(bucket.length() + 1))
        .toList();
  }

  /** The content behind the framing {@code size;signature CRLF bytes CRLF … 0 CRLF trailers}. */
  static byte[] unchunked(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int end = at;
      while (body[end] != '\r') {
        end++;
      }
      String size = new String(body, at, end - at, StandardCharsets.US_ASCII).split(";", 2)[0];
      int length = Integer.parseInt(size, 16);
      if (length == 0) {
        return out.toByteArray();
      }
      out.write(body, end + 2, length);
      at = end + 2 + length + 2;
    }
  }

  /** Everything but models, and what is in the caller's own bucket {@code data}. */
  List<String> left() {
    List<String> left = new ArrayList<>();
    uploads.keySet().forEach(id -> left.add("upload " + id));
    objects.keySet().stream()
        .filter(path -> !path.endsWith("model.tar.gz") && !path.startsWith("data/"))
        .forEach(path -> left.add("object " + path));
    return left;
  }
}
