package io.github.fmexplain.io.models;

import io.github.fmexplain.train.ModelSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** The formats of model files. */
public enum ModelFormat {
  /** NumPy's {@code .npz}: a zip of arrays. */
  NPZ("npz"),
  /** Hugging Face's {@code .safetensors}. */
  SAFETENSORS("safetensors"),
  /** PyTorch's {@code .pt} or {@code .pth}, since version 1.6: a zip with a pickle. */
  TORCH("PyTorch"),
  /** What libFM writes with {@code -save_model}. */
  LIBFM("libFM"),
  /** What xLearn writes: its binary model, or its text. */
  XLEARN("xLearn");

  private static final int HEAD = 16;

  private final String formatName;

  ModelFormat(String formatName) {
    this.formatName = formatName;
  }

  /** {@return what people call it} */
  public String formatName() {
    return formatName;
  }

  ModelSource read(ModelInput in) throws IOException {
    return switch (this) {
      case NPZ -> NpzReader.read(in);
      case SAFETENSORS -> SafetensorsReader.read(in);
      case TORCH -> TorchReader.read(in);
      case LIBFM -> LibfmReader.read(in);
      case XLEARN -> XlearnReader.read(in);
    };
  }

  /**
   * {@return the format that a file begins in, or empty if it is none of these} Whether the rest is
   * in order is for {@link ModelFiles} to tell.
   *
   * @param file any file
   * @throws IOException if it cannot be read
   */
  public static Optional<ModelFormat> of(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    String head;
    try (InputStream in = Files.newInputStream(file)) {
      head = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
    }
    if (head.startsWith("PK")) {
      return Optional.of(ModelZip.isTorch(file) ? TORCH : NPZ);
    }
    String text = TextLines.withoutMark(head);
    if (text.startsWith("#")) {
      return Optional.of(LIBFM);
    }
    if (text.startsWith("bias:") || head.matches("(?s)[\2\3\6]\0{7}f?fm.*|\6\0{7}linear.*")) {
      return Optional.of(XLEARN);
    }
    return head.matches("(?s).{6}\0\0\\{.*") ? Optional.of(SAFETENSORS) : Optional.empty();
  }
}
