package io.github.fmexplain.sagemaker.recordio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Any bytes are records or refused, and nothing else. */
class RecordIoFuzzTest {

  @FuzzTest
  void frames(byte[] bytes) throws IOException {
    RecordIoProperties.readAll(bytes);
  }

  @FuzzTest
  void payload(byte[] bytes) throws IOException {
    byte[] frame = RecordReference.frame(bytes);
    RecordIoProperties.readAll(frame);
    Optional<RecordIoTensors> tensors = Optional.empty();
    try {
      tensors = RecordIoReader.of(new ByteArrayInputStream(frame)).nextTensors();
    } catch (RecordIoFormatException e) {
      RecordIoProperties.assertTellsItsPlace(e);
    }
    if (tensors.isPresent()) {
      RecordIoTensor features = tensors.get().features();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (RecordIoWriter writer = RecordIoWriter.to(out)) {
        RecordIoTensor label = tensors.get().label();
        if (label == null) {
          return;
        }
        writer.write(features, label);
      }
      byte[] written = out.toByteArray();
      assertEquals(
          tensors,
          RecordIoReader.of(new ByteArrayInputStream(written)).nextTensors(),
          () -> Arrays.toString(bytes));
    }
  }
}
