package io.github.fmexplain.sagemaker.artifact;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.sagemaker.internal.NewFile;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The artifact of a SageMaker training job of factorization machines: the model, the
 * hyperparameters where the artifact has them, and what was decided while it was read. Immutable.
 *
 * <p>An artifact is a {@code model.tar.gz} with a member {@code model_algo-1} per worker, which is
 * a zip file with {@code params}, MXNet's format of tensors, and mostly {@code symbol.json} and
 * {@code meta.json}. What was unpacked from it is read as well. Models that were trained on sparse
 * and on dense tensors can be read, of every storage and type that MXNet writes. {@link
 * #write(FmModel, Path)} makes an artifact of the sparse kind.
 *
 * <p>An artifact does not know which column is which id. {@link #trainedOn(TrainingSet)} joins it
 * to the rows that it was trained on, and refuses rows that it cannot have been trained on.
 */
public final class SageMakerArtifact {

  private final FmModel model;
  private final @Nullable FmHyperparameters hyperparameters;
  private final ArtifactProvenance provenance;

  SageMakerArtifact(
      FmModel model, @Nullable FmHyperparameters hyperparameters, ArtifactProvenance provenance) {
    this.model = model;
    this.hyperparameters = hyperparameters;
    this.provenance = provenance;
  }

  /** {@return a reader that can be told what the artifact does not say, and its limits} */
  public static ArtifactReader reader() {
    return new ArtifactReader();
  }

  /**
   * {@return the artifact in a file or a folder}
   *
   * @param path a {@code model.tar.gz}, or what was unpacked from it: a tar file, its member {@code
   *     model_algo-1}, the {@code params} of that, or a folder with one of these, of which the
   *     first in this order is read
   * @throws ArtifactFormatException if it is no artifact of a factorization machine, is larger than
   *     the default limits, or does not tell what the model predicts
   * @throws IOException if the file cannot be read
   */
  public static SageMakerArtifact read(Path path) throws IOException {
    return reader().read(path);
  }

  /**
   * {@return the artifact in a stream}
   *
   * @param in a {@code model.tar.gz}, a tar file, its member {@code model_algo-1} or the {@code
   *     params} of that; read to its end, not closed
   * @param name what messages call it, such as {@code model.tar.gz}
   * @throws ArtifactFormatException if it is no artifact of a factorization machine, is larger than
   *     the default limits, or does not tell what the model predicts
   * @throws IOException if the stream cannot be read
   */
  public static SageMakerArtifact read(InputStream in, String name) throws IOException {
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(name, "name");
    return reader().read(in, name);
  }

  /**
   * Writes a model as an artifact: {@code model_algo-1} with {@code params}, {@code symbol.json}
   * and {@code meta.json}, in the layout of a model that was trained on sparse tensors. The same
   * model makes the same bytes: every time in the artifact is fixed.
   *
   * <p>The network in {@code symbol.json} computes the score and its sigmoid in MXNet. It is not
   * the algorithm's own file, whose content is not public.
   *
   * @param model the model
   * @param path the file to make or to replace; it takes its name when all of it is written
   * @throws IOException if it cannot be written; an older file is as it was
   */
  public static void write(FmModel model, Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    NewFile.write(path, ArtifactWriter.of(model, null)::write);
  }

  /**
   * Writes a model as an artifact, as {@link #write(FmModel, Path)} does.
   *
   * @param model the model
   * @param out where it goes; flushed, but not closed
   * @throws IOException if it cannot be written
   */
  public static void write(FmModel model, OutputStream out) throws IOException {
    Objects.requireNonNull(out, "out");
    ArtifactWriter.of(model, null).write(out);
  }

  /**
   * Writes a model as an artifact, as {@link #write(FmModel, Path)} does, with the hyperparameters
   * that it was trained with in {@code meta.json}.
   *
   * @param model the model
   * @param hyperparameters what it was trained with
   * @param path the file to make or to replace; it takes its name when all of it is written
   * @throws IllegalArgumentException if the hyperparameters have another predictor type or another
   *     number of factors than the model
   * @throws IOException if it cannot be written; an older file is as it was
   */
  public static void write(FmModel model, FmHyperparameters hyperparameters, Path path)
      throws IOException {
    Objects.requireNonNull(hyperparameters, "hyperparameters");
    Objects.requireNonNull(path, "path");
    NewFile.write(path, ArtifactWriter.of(model, hyperparameters)::write);
  }

  /**
   * Writes a model as an artifact, as {@link #write(FmModel, FmHyperparameters, Path)} does.
   *
   * @param model the model
   * @param hyperparameters what it was trained with
   * @param out where it goes; flushed, but not closed
   * @throws IllegalArgumentException if the hyperparameters have another predictor type or another
   *     number of factors than the model
   * @throws IOException if it cannot be written
   */
  public static void write(FmModel model, FmHyperparameters hyperparameters, OutputStream out)
      throws IOException {
    Objects.requireNonNull(hyperparameters, "hyperparameters");
    Objects.requireNonNull(out, "out");
    ArtifactWriter.of(model, hyperparameters).write(out);
  }

  /** {@return the model} */
  public FmModel model() {
    return model;
  }

  /**
   * {@return what the model was trained with, where the artifact's {@code meta.json} has it;
   * settings that are not known are in the {@link #provenance}}
   */
  public Optional<FmHyperparameters> hyperparameters() {
    return Optional.ofNullable(hyperparameters);
  }

  /**
   * {@return how training took its steps, as the names of the tensors tell: {@link
   * TrainingMode#sageMaker} if it was trained on sparse tensors, {@link
   * TrainingMode#sageMakerDense} if on dense ones}
   */
  public TrainingMode mode() {
    return switch (provenance.layout()) {
      case SPARSE_TRAINED -> TrainingMode.sageMaker();
      case DENSE_TRAINED -> TrainingMode.sageMakerDense();
    };
  }

  /**
   * {@return the model with the rows that it was trained on, and the artifact's own
   * hyperparameters}
   *
   * @param set the rows of the training job, made of histories, in the order of its file
   * @throws IllegalStateException if the artifact does not tell its hyperparameters
   * @throws IllegalArgumentException if the set was not made of histories, does not fit the model,
   *     or a weight decay is zero
   * @throws io.github.fmexplain.train.UntrainedRowsException if the model predicts these rows no
   *     better than a constant does
   */
  public TrainedModel trainedOn(TrainingSet set) {
    Objects.requireNonNull(set, "set");
    if (hyperparameters == null) {
      throw new IllegalStateException(
          "hyperparameters must be known to explain with, but "
              + provenance.source()
              + " does not tell them; pass them with trainedOn(set, hyperparameters)");
    }
    return trainedOn(set, hyperparameters);
  }

  /**
   * {@return the model with the rows and the hyperparameters that it was trained with}
   *
   * @param set the rows of the training job, made of histories, in the order of its file
   * @param trainedWith the hyperparameters of the training job; the artifact's own are not asked
   * @throws IllegalArgumentException if the set was not made of histories, the set or the
   *     hyperparameters do not fit the model, or a weight decay is zero
   * @throws io.github.fmexplain.train.UntrainedRowsException if the model predicts these rows no
   *     better than a constant does
   */
  public TrainedModel trainedOn(TrainingSet set, FmHyperparameters trainedWith) {
    Objects.requireNonNull(set, "set");
    Objects.requireNonNull(trainedWith, "trainedWith");
    return TrainedModel.of(model, trainedWith, set).withMode(mode());
  }

  /**
   * {@return what {@link #trainedOn(TrainingSet, FmHyperparameters)} does, however badly the model
   * predicts the rows} For those who know that the model is as bad as that. Every explanation
   * warns.
   *
   * @param set the rows of the training job, made of histories, in the order of its file
   * @param trainedWith the hyperparameters of the training job; the artifact's own are not asked
   * @throws IllegalArgumentException if the set was not made of histories, the set or the
   *     hyperparameters do not fit the model, or a weight decay is zero
   */
  public TrainedModel trainedOnAnyFit(TrainingSet set, FmHyperparameters trainedWith) {
    Objects.requireNonNull(set, "set");
    Objects.requireNonNull(trainedWith, "trainedWith");
    return TrainedModel.ofAnyFit(model, trainedWith, set).withMode(mode());
  }

  /** {@return where the model came from and what was decided while it was read} */
  public ArtifactProvenance provenance() {
    return provenance;
  }

  /** {@return the model and the member it came from} */
  @Override
  public String toString() {
    return "SageMakerArtifact["
        + model
        + ", "
        + provenance.source()
        + "!"
        + provenance.member()
        + "]";
  }
}
