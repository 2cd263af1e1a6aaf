package io.github.fmexplain.sagemaker.artifact;

import io.github.fmexplain.internal.Once;
import io.github.fmexplain.model.PredictorType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
    Objects.requireNonNull(type, "type");
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
    Objects.requireNonNull(parameters, "parameters");
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
    Objects.requireNonNull(most, "most");
    Once.requireUnset(limits, "limits");
    limits = most;
    return this;
  }

  /**
   * {@return the artifact in a file or a folder}
   *
   * @param path a {@code model.tar.gz}, or what was unpacked from it: a tar file, its member {@code
   *     model_algo-1}, the {@code params} of that, or a folder with one of these, of which the
   *     first in this order is read
   * @throws ArtifactFormatException if it is no artifact of a factorization machine, is larger than
   *     the limits, or nothing tells what the model predicts
   * @throws IOException if the file cannot be read
   */
  public SageMakerArtifact read(Path path) throws IOException {
    Path file = path.getFileName();
    String name = file == null ? path.toString() : file.toString();
    if (Files.isDirectory(path)) {
      return readFolder(path, name);
    }
    try (InputStream in = Files.newInputStream(path)) {
      return read(in, name);
    }
  }

  private SageMakerArtifact readFolder(Path path, String name) throws IOException {
    ModelFolder folder = ModelFolder.of(path, name, most());
    Optional<String> whole = folder.whole();
    if (whole.isPresent()) {
      try (InputStream in = Files.newInputStream(path.resolve(whole.get()))) {
        return read(in, name + "/" + whole.get());
      }
    }
    String params = folder.params();
    return withinMemory(
        name,
        () ->
            reader(name, params, List.of(params), name)
                .read(folder, "folder", params, folder.symbol()));
  }

  /**
   * {@return the artifact in a stream}
   *
   * @param in a {@code model.tar.gz}, a tar file, its member {@code model_algo-1} or the {@code
   *     params} of that; read to its end, not closed
   * @param name what messages call it, such as {@code model.tar.gz}
   * @throws ArtifactFormatException if it is no artifact of a factorization machine, is larger than
   *     the limits, or nothing tells what the model predicts
   * @throws IOException if the stream cannot be read
   */
  public SageMakerArtifact read(InputStream in, String name) throws IOException {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(name, "name");
    return withinMemory(
        name,
        () -> {
          try (TarMember member = TarMember.of(new BufferedInputStream(in), name, most())) {
            return reader(name, member.name(), member.members(), member.place())
                .read(member.file());
          }
        });
  }

  private MemberReader reader(String source, String member, List<String> members, String place) {
    return new MemberReader(source, member, members, place, most(), predictorType, layout);
  }

  private ArtifactLimits most() {
    return limits == null ? ArtifactLimits.defaults() : limits;
  }

  /** Reads an artifact. */
  private interface Reading {

    SageMakerArtifact read() throws IOException;
  }

  private static SageMakerArtifact withinMemory(String name, Reading reading) throws IOException {
    try {
      return reading.read();
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
