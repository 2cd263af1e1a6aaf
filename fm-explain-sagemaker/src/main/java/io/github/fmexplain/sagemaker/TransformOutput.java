package io.github.fmexplain.sagemaker;

import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.recordio.Prediction;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads the predictions of a transform job from S3, one JSON object per line, as a stream. */
final class TransformOutput {

  /** Many times what a line with a prediction takes. */
  private static final int LONGEST_LINE = 1 << 16;

  private final SageMakerClients clients;
  private final PredictorType predictorType;
  private final String jobName;

  TransformOutput(SageMakerClients clients, PredictorType predictorType, String jobName) {
    this.clients = clients;
    this.predictorType = predictorType;
    this.jobName = jobName;
  }

  /** Takes the predictions of an object, one by one. */
  @FunctionalInterface
  interface Sink {

    /**
     * Takes one.
     *
     * @param index how many there were before it in the object
     */
    void accept(int index, Prediction prediction);
  }

  /**
   * Reads an object.
   *
   * @param row the row of a prediction, from its index, for messages
   * @param sink is given one prediction after the other
   * @return their number
   * @throws TransformJobException if the object holds something else
   * @throws SageMakerCallException if it cannot be read
   */
  int read(Bucket bucket, String key, IntUnaryOperator row, Sink sink) throws InterruptedException {
    return Calls.run(
        "read " + bucket.uri(key),
        () -> {
          try (InputStream in =
              new Lines(new S3Stream(clients.s3(), bucket, key, clients.longestReading()))) {
            return PredictionJson.read(
                in,
                true,
                (index, prediction) -> {
                  String fault = Predictions.fault(predictorType, prediction);
                  if (fault != null) {
                    throw new PredictionJson.FaultException(fault, index, null);
                  }
                  sink.accept(index, prediction);
                });
          } catch (PredictionJson.FaultException e) {
            throw failure(
                "gave a bad answer for row "
                    + (row.applyAsInt(Math.max(0, e.row())) + 1)
                    + ": "
                    + e.getMessage(),
                e);
          } catch (LongLineException e) {
            throw failure("left " + bucket.uri(key) + ", which " + e.getMessage(), e);
          } catch (IOException e) {
            throw e.getCause() instanceof RuntimeException cause
                ? cause
                : new UncheckedIOException(e.getMessage(), e);
          }
        });
  }

  private TransformJobException failure(String what, @Nullable Throwable cause) {
    return new TransformJobException(jobName, what, cause);
  }

  /** A line that is no prediction. */
  private static final class LongLineException extends IOException {

    private static final long serialVersionUID = 1L;

    LongLineException() {
      super("has a line of more than " + LONGEST_LINE + " bytes");
    }
  }

  /** A stream whose lines are not too long to be held. */
  private static final class Lines extends FilterInputStream {

    private int sinceNewLine;

    Lines(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      for (int j = 0; j < count; j++) {
        sinceNewLine = bytes[offset + j] == '\n' ? 0 : sinceNewLine + 1;
        if (sinceNewLine > LONGEST_LINE) {
          throw new LongLineException();
        }
      }
      return count;
    }
  }
}
