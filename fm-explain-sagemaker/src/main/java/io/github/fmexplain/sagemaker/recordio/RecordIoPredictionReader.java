package io.github.fmexplain.sagemaker.recordio;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the predictions that a SageMaker endpoint or transform job answers in RecordIO-protobuf, in
 * the order of the rows that were sent. Not thread-safe.
 */
public final class RecordIoPredictionReader implements Closeable {

  /** A prediction is some dozens of bytes; this leaves room for labels that are not read. */
  private static final int MAXIMUM_RECORD_BYTES = 1 << 20;

  private static final byte[] SCORE = "score".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LABEL = "predicted_label".getBytes(StandardCharsets.US_ASCII);

  private final InputStream in;
  private final FrameReader frames;

  private RecordIoPredictionReader(InputStream in) {
    this.in = in;
    this.frames = new FrameReader(in, MAXIMUM_RECORD_BYTES);
  }

  /**
   * {@return a reader of predictions}
   *
   * @param in the records; closed with the reader
   */
  public static RecordIoPredictionReader of(InputStream in) {
    Objects.requireNonNull(in, "in");
    return new RecordIoPredictionReader(in);
  }

  /**
   * {@return the next prediction, or empty at the end}
   *
   * @throws RecordIoFormatException if the record is broken or has no score
   * @throws IOException if the bytes cannot be read
   */
  public Optional<Prediction> next() throws IOException {
    if (!frames.next()) {
      return Optional.empty();
    }
    Tensor score = frames.scalar(SCORE, "score");
    if (score == null) {
      throw frames.failure("prediction must have a score, but has none");
    }
    Tensor label = frames.scalar(LABEL, "predicted_label");
    return Optional.of(Prediction.ofAnswer(score.value(0), label == null ? null : label.value(0)));
  }

  /**
   * {@return every prediction that was not read yet}
   *
   * @throws RecordIoFormatException if a record is broken or has no score
   * @throws IOException if the bytes cannot be read
   */
  public List<Prediction> readAll() throws IOException {
    List<Prediction> predictions = new ArrayList<>();
    for (Optional<Prediction> p = next(); p.isPresent(); p = next()) {
      predictions.add(p.get());
    }
    return List.copyOf(predictions);
  }

  /**
   * Closes the stream.
   *
   * @throws IOException if it cannot be closed
   */
  @Override
  public void close() throws IOException {
    in.close();
  }
}
