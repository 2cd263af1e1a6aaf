package io.github.fmexplain.io.models;

import io.github.fmexplain.io.internal.AtomicFile;
import io.github.fmexplain.io.internal.Memory;
import io.github.fmexplain.train.ModelSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipException;

/**
 * Reads models that other programs trained. {@code docs/models.md} has what each must be and how to
 * export it. Nothing in a file is run, and nobody need vouch for it: parameters go through a small
 * buffer straight into the model, within a limit of memory.
 *
 * <p>What the file does not tell is null in the {@link ModelSource}, and named in its notes.
 * Numbers of other types than float32 are rounded to that, which is a note too.
 */
public final class ModelFiles {

  /** The most memory for a model, if nothing else is said: 256 MiB. */
  public static final long DEFAULT_MEMORY = 1L << 28;

  private ModelFiles() {}

  /**
   * {@return the model of an {@code .npz}}
   *
   * @param file w0, w and V, or user_factors and item_factors with their biases; on the default
   *     file system
   * @throws ModelFormatException if it is not such a file
   * @throws IOException if it cannot be read
   */
  public static ModelSource npz(Path file) throws IOException {
    return read(file, ModelFormat.NPZ, DEFAULT_MEMORY);
  }

  /**
   * {@return the model of a {@code .safetensors}}
   *
   * @param file tensors of the same names as in an npz, or those of a PyTorch model
   * @throws ModelFormatException if it is not such a file
   * @throws IOException if it cannot be read
   */
  public static ModelSource safetensors(Path file) throws IOException {
    return read(file, ModelFormat.SAFETENSORS, DEFAULT_MEMORY);
  }

  /**
   * {@return the model of a PyTorch file} Of its pickle only dictionaries, numbers, texts and
   * tensors are read; any other class in it is refused.
   *
   * @param file a state dictionary, of torchfm, of RecBole or with the names of an npz; on the
   *     default file system
   * @throws ModelFormatException if it is not such a file
   * @throws IOException if it cannot be read
   */
  public static ModelSource torch(Path file) throws IOException {
    return read(file, ModelFormat.TORCH, DEFAULT_MEMORY);
  }

  /**
   * {@return the model of libFM}
   *
   * @param file what {@code -save_model} wrote
   * @throws ModelFormatException if it is not such a file
   * @throws IOException if it cannot be read
   */
  public static ModelSource libfm(Path file) throws IOException {
    return read(file, ModelFormat.LIBFM, DEFAULT_MEMORY);
  }

  /**
   * {@return the model of xLearn, with its instance norm, which is on by default there} See {@link
   * ModelSource#withInstanceNorm}.
   *
   * @param file a binary model or a text, of a factorization machine and not of a field-aware one
   * @throws ModelFormatException if it is not such a file
   * @throws IOException if it cannot be read
   */
  public static ModelSource xlearn(Path file) throws IOException {
    return read(file, ModelFormat.XLEARN, DEFAULT_MEMORY);
  }

  /**
   * {@return the model of a file}
   *
   * @param file a file of the format
   * @param format what it is, see {@link ModelFormat#of}
   * @param maximumMemory the most bytes that the model and what is read with it may take, at least
   *     1
   * @throws ModelFormatException if it is not such a file, or takes more memory
   * @throws IOException if it cannot be read
   */
  public static ModelSource read(Path file, ModelFormat format, long maximumMemory)
      throws IOException {
    ModelInput in = new ModelInput(file, maximumMemory);
    try {
      return format.read(in);
    } catch (IllegalArgumentException e) {
      throw in.bad(ModelInput.line(e), e);
    } catch (ZipException | EOFException e) {
      throw in.bad("file must be whole, but is not: " + ModelInput.line(e), e);
    } catch (FileSystemException | ModelFormatException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("reading " + file + " failed: " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw new ModelFormatException(Memory.mustHold("the model") + " to read " + in.name(), e);
    }
  }

  /**
   * Writes a model as an {@code .npz} that {@link #npz} reads to the last bit, and NumPy too. The
   * same model makes the same bytes.
   *
   * @param source the model; its ids are written if it has them for one column per user and item
   * @param file where to write it
   * @throws IOException if it cannot be written; an older file is as it was
   * @throws IllegalArgumentException if the source has an instance norm, ids of another kind, or
   *     ids that would not be read as they are: of more than 10 000 characters, with a NUL at the
   *     end or half of a pair of surrogates
   */
  public static void writeNpz(ModelSource source, Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    TensorWriter tensors = new TensorWriter(source);
    AtomicFile.write(file, channel -> NpzWriter.write(tensors, channel));
  }

  /**
   * Writes a model as a {@code .safetensors} that {@link #safetensors} reads to the last bit. The
   * same model makes the same bytes.
   *
   * @param source the model; its ids are written if it has them for one column per user and item
   * @param file where to write it
   * @throws IOException if it cannot be written; an older file is as it was
   * @throws IllegalArgumentException if the source has an instance norm, ids of another kind, or an
   *     id with half of a pair of surrogates
   */
  public static void writeSafetensors(ModelSource source, Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    TensorWriter tensors = new TensorWriter(source);
    AtomicFile.write(file, channel -> SafetensorsWriter.write(tensors, channel));
  }
}
