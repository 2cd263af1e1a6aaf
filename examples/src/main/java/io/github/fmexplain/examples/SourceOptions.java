package io.github.fmexplain.examples;

import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.io.models.ModelFiles;
import io.github.fmexplain.io.models.ModelFormat;
import io.github.fmexplain.model.Loss;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.ModelSource;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A model of another trainer, with what its file does not tell. */
final class SourceOptions {

  @Option(
      names = "--user-ids",
      paramLabel = "FILE",
      description =
          "For a --model that has no ids: those of the users, one per line, in the order of its"
              + " columns. Default: as they would be trained here.")
  private @Nullable Path userIds;

  @Option(
      names = "--item-ids",
      paramLabel = "FILE",
      description = "The same of the items, whose columns come after those of the users.")
  private @Nullable Path itemIds;

  @Option(
      names = "--ridge",
      paramLabel = "TEXT",
      description =
          "For a --model that does not tell its regularization: 'fixed F L' or 'per-rating F L', on"
              + " factors and linear weights. Default: estimated.")
  private @Nullable String ridge;

  @Option(names = "--no-norm", description = "The --model is of xLearn, trained with --no-norm.")
  private boolean noNorm;

  private @Nullable ModelSource source;

  /** {@return the files that are read} */
  List<Path> files() {
    return Stream.of(userIds, itemIds).flatMap(Stream::ofNullable).toList();
  }

  private boolean isSet() {
    return userIds != null || itemIds != null || ridge != null || noNorm;
  }

  /** Says that there is no model of another trainer, if an option is for one. */
  void requireUnset() {
    if (isSet()) {
      throw new IllegalArgumentException(
          "--user-ids, --item-ids, --ridge and --no-norm are for a --model of another trainer");
    }
  }

  /** Reads a model. {@return whether the file is one of another trainer} */
  boolean open(Path file) throws IOException {
    if ((userIds == null) != (itemIds == null)) {
      throw new IllegalArgumentException("--user-ids and --item-ids must both be given");
    }
    Optional<ModelFormat> format = ModelFormat.of(file);
    if (format.isEmpty() && isSet()) {
      throw new IllegalArgumentException(
          file.getFileName()
              + " must be a model of NumPy (.npz), safetensors, PyTorch, libFM or xLearn for"
              + " --user-ids, --item-ids, --ridge and --no-norm, but is not recognised as one");
    }
    if (format.isEmpty()) {
      return false;
    }
    // Whoever starts this program chose its memory with -Xmx.
    ModelSource read = ModelFiles.read(file, format.get(), Runtime.getRuntime().maxMemory());
    if (ridge != null) {
      read = read.withRidge(ridge(ridge));
    }
    if (userIds != null && itemIds != null) {
      read =
          read.withEncoder(
              OneHotEncoder.of(Files.readAllLines(userIds), Files.readAllLines(itemIds)));
    }
    source =
        read.withInstanceNorm(read.instanceNorm() && !noNorm)
            .withNotes(read.notes().stream().filter(note -> !isTold(note)).toList());
    return true;
  }

  private static Ridge ridge(String text) {
    try {
      return Ridge.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--ridge: " + e.getMessage(), e);
    }
  }

  /** {@return the model as it was read} */
  ModelSource source() {
    return Objects.requireNonNull(source);
  }

  /** {@return whether a note says that the file does not tell what an option does} */
  private boolean isTold(String note) {
    return (ridge != null && note.startsWith("ridge is not told"))
        || (userIds != null && note.startsWith("ids of the columns are not told"))
        || (noNorm && note.startsWith("instance norm is not told"));
  }

  /** {@return the ids of the model, if it or the options have them} */
  @Nullable FeatureEncoder encoder() {
    return source == null ? null : source.encoder();
  }

  /**
   * {@return the model with the ratings, and says what it was taken for}
   *
   * @param task what it predicts if the file does not tell
   * @param force whether it is taken however badly it predicts the ratings
   */
  TrainedModel model(RatingsData data, PredictorType task, boolean force, Console console) {
    ModelSource known = Objects.requireNonNull(source);
    known.notes().forEach(console::note);
    if (known.loss() == null) {
      known = known.withLoss(task == PredictorType.REGRESSOR ? Loss.HALF_SQUARED : Loss.LOGISTIC);
    }
    FeatureEncoder encoder = known.encoder() == null ? data.encoder() : known.encoder();
    RatingTarget told = known.target();
    TrainingSet set =
        TrainingSet.of(
            encoder,
            data.training(),
            told == null ? data.target(known.model().predictorType()) : told);
    TrainedModel trained = force ? TrainedModel.ofAnyFit(known, set) : TrainedModel.of(known, set);
    console.note(
        "took it for a model of "
            + known.format()
            + ": "
            + encoder
            + ", loss "
            + Objects.requireNonNull(known.loss()).lossName()
            + (known.instanceNorm() ? ", instance norm folded in" : "")
            + ", ridge "
            + trained.ridge().text());
    return trained;
  }
}
