package io.github.fmexplain.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a model: its type, its shape and the bits of every parameter. */
final class Fingerprint {

  private Fingerprint() {}

  static String of(
      PredictorType type, int numFactors, float bias, float[] linearWeights, float[] factors) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    digest.update(type.hyperparameterValue().getBytes(StandardCharsets.US_ASCII));
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(linearWeights.length).putInt(numFactors).putFloat(bias);
    update(digest, buffer, linearWeights);
    update(digest, buffer, factors);
    digest.update(buffer.flip());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, ByteBuffer buffer, float[] values) {
    for (float value : values) {
      if (buffer.remaining() < Float.BYTES) {
        digest.update(buffer.flip());
        buffer.clear();
      }
      buffer.putFloat(value);
    }
  }
}
