package io.github.fmexplain.sagemaker.recordio;

import com.google.protobuf.CodedInputStream;
import io.github.fmexplain.model.FeatureVector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;

/** Writes a row, reads it again, and reads a prediction: in a process with another protobuf. */
final class OneRoundTrip {

  /** A record whose label map has {@code score}, a float32 tensor with 0.75. */
  private static final String PREDICTION =
      "0a23d7ce" + "13000000" + "12110a0573636f7265" + "12081206" + "0a040000403f" + "00";

  private OneRoundTrip() {}

  public static void main(String[] args) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RecordIoWriter writer = RecordIoWriter.to(out)) {
      writer.write(FeatureVector.ones(1, 3), 10, 1f);
    }
    System.out.println(HexFormat.of().formatHex(out.toByteArray()));
    System.out.println(
        RecordIoReader.of(new ByteArrayInputStream(out.toByteArray())).next().orElseThrow());
    byte[] prediction = HexFormat.of().parseHex(PREDICTION);
    System.out.println(RecordIoPredictionReader.of(new ByteArrayInputStream(prediction)).readAll());
    String jar =
        CodedInputStream.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    System.out.println(Path.of(jar).getFileName());
  }
}
