package io.github.fmexplain.sagemaker.artifact;

import io.github.fmexplain.internal.Once;
import io.github.fmexplain.model.PredictorType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads artifacts, with what the caller knows of them. Every setter throws an {@link
 * IllegalStateException} if it was already called. Not thread-safe.
 *
 * <p>The member that holds the model is unpacked to a temporary file, which is gone when the method
 * returns; the parameters go from there straight to the model. Memory peaks at little more than the
 * model, and models of any size can be read that fit a {@code float[]}.
 */
public final class ArtifactReader {

  private @Nullable PredictorType predictorType;
  private @Nullable ParameterLayout layout;
  private @Nullable ArtifactLimits limits;

  ArtifactReader() {}

  /**
   * Sets what the model predicts. Needed where neither {@code meta.json} nor {@code symbol.json}
   * tells, and believed where they say otherwise.
   *
   * @param type the hyperparameter {@code predictor_type} of the training job
   * @return this reader
   */
  public ArtifactReader predictorType(PredictorType type) {
    Once.requireUnset(predictorType, "predictorType");
    predictorType = type;
    return this;
  }

  /**
   * Sets how the parameters lie. Needed only for a model without linear weights and without a bias;
   * the names of these tell it otherwise.
   *
   * @param parameters whether the model was trained on sparse or on dense tensors
   * @return this reader
   */
  public ArtifactReader layout(ParameterLayout parameters) {
    Once.requireUnset(layout, "layout");
    layout = parameters;
    return this;
  }

  /**
   * Sets what an artifact may ask for; {@link ArtifactLimits#defaults()} if it was not set.
   *
   * @param most the limits
   * @return this reader
   */
  public ArtifactReader limits(ArtifactLimits most) {
    Once.requireUnset(limits, "limits");
    limits = most;
    return this;
  }

  /**
   * {@return the artifact in a file}
   *
   * @param path a {@code model.tar.gz}
   * @throws ArtifactFormatException if it is no artifact of a factorization machine, is larger than
   *     the limits, or nothing tells what the model predicts
   * @throws IOException if the file cannot be read
   */
  public SageMakerArtifact read(Path path) throws IOException {
    Path name = path.getFileName();
    try (InputStream in = Files.newInputStream(path)) {
      return read(in, name == null ? path.toString() : name.toString());
    }
  }

  /**
   * {@return the artifact in a stream}
   *
   * @param in a {@code model.tar.gz}; read to its end, not closed
   * @param name what messages call it, such as {@code model.tar.gz}
   * @throws ArtifactFormatException if it is no artifact of a factorization machine, is larger than
   *     the limits, or nothing tells what the model predicts
   * @throws IOException if the stream cannot be read
   */
  public SageMakerArtifact read(InputStream in, String name) throws IOException {
    ArtifactLimits most = limits == null ? ArtifactLimits.defaults() : limits;
    try (TarMember member = TarMember.of(new BufferedInputStream(in), name, most)) {
      return new MemberReader(member, name, most, predictorType, layout).read();
    } catch (OutOfMemoryError e) {
      throw ArtifactFormatException.at(
          name,
          "memory must hold the model, but the Java virtual machine has at most "
              + Runtime.getRuntime().maxMemory()
              + " bytes; give it more with -Xmx",
          e);
    }
  }
}
