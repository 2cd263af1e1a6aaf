package io.github.fmexplain.io.models;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.IdMapEncoder;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.Loss;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.ModelSource;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.UntrainedRowsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every format. */
class ModelFilesTest {

  private static final FmModel MODEL = World.model(PredictorType.REGRESSOR);
  private static final Catalogue CATALOGUE =
      Catalogue.of(World.ITEMS.stream().map(id -> new CatalogueItem(id, id, Set.of())).toList());

  @TempDir private Path folder;

  static byte[] bytes(ModelFormat format, FmModel model) {
    return switch (format) {
      case NPZ -> ModelBytes.npz(model);
      case SAFETENSORS -> ModelBytes.safetensors(model);
      case TORCH -> ModelBytes.torch(model);
      case LIBFM -> ModelBytes.libfm(model);
      case XLEARN -> ModelBytes.xlearnText(model);
    };
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("model.bin"), bytes);
  }

  private static ModelSource read(Path file, ModelFormat format) throws IOException {
    return switch (format) {
      case NPZ -> ModelFiles.npz(file);
      case SAFETENSORS -> ModelFiles.safetensors(file);
      case TORCH -> ModelFiles.torch(file);
      case LIBFM -> ModelFiles.libfm(file);
      case XLEARN -> ModelFiles.xlearn(file);
    };
  }

  @ParameterizedTest
  @EnumSource
  void fileMadeByHand_hasTheParameters(ModelFormat format) throws IOException {
    Path file = write(bytes(format, MODEL));

    assertEquals(Optional.of(format), ModelFormat.of(file));
    ModelSource source = read(file, format);

    assertEquals(format.formatName(), source.format());
    assertEquals(MODEL, source.model().predicting(PredictorType.REGRESSOR));
    assertTrue(
        source.notes().contains("ids of the columns are not told"), () -> "" + source.notes());
    assertEquals(
        source,
        ModelFiles.read(file, format, 30_000 + 64 * Files.size(file)),
        "with little memory");
  }

  @ParameterizedTest
  @EnumSource
  void ratingsOfTheModel_areExplained(ModelFormat format) throws IOException {
    ModelSource source =
        read(write(bytes(format, MODEL)), format)
            .withInstanceNorm(false)
            .withLoss(Loss.HALF_SQUARED)
            .withRidge(Ridge.perRating(0.1, 0.1));
    List<History> histories = World.histories(MODEL);

    TrainedModel trained = TrainedModel.of(source, World.stars(World.ENCODER, histories));

    assertEquals(MODEL, trained.model());
    assertEquals(Ridge.perRating(0.1, 0.1), trained.ridge());
    UserExplainer user = FmExplainer.of(trained, CATALOGUE).forHistory(histories.get(3));
    Explanation why = user.explain(user.recommend(1).get(0).itemId());
    assertExplains(why, trained.model(), World.ENCODER, histories.get(3));
  }

  @ParameterizedTest
  @EnumSource
  void idsInAnotherOrder_areRefused(ModelFormat format) throws IOException {
    ModelSource source =
        read(write(bytes(format, MODEL)), format).withInstanceNorm(false).withLoss(Loss.SQUARED);
    TrainingSet backwards = World.stars(World.BACKWARDS, World.histories(MODEL));

    UntrainedRowsException e =
        assertThrows(UntrainedRowsException.class, () -> TrainedModel.of(source, backwards));

    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith("model must predict its 80 training rows better than a constant does"),
        e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void modelThatIsTooLarge_isRefused(ModelFormat format) throws IOException {
    Path file = write(bytes(format, MODEL));

    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> ModelFiles.read(file, format, 100));

    assertTrue(
        String.valueOf(e.getMessage())
            .matches(
                "(model|header|data.pkl) must take at most 100 bytes of memory, but would take"
                    + " \\d+; raise the limit with ModelFiles.read\\(file, format,"
                    + " maximumMemory\\), in model.bin"),
        e.getMessage());
    assertEquals(
        "maximumMemory must be at least 1, but was 0",
        assertThrows(IllegalArgumentException.class, () -> ModelFiles.read(file, format, 0))
            .getMessage());
  }

  @Test
  void filesThatCannotBeRead_areNamed() {
    assertThrows(NoSuchFileException.class, () -> ModelFiles.npz(folder.resolve("none")));
    assertThrows(NoSuchFileException.class, () -> ModelFiles.libfm(folder.resolve("none")));
    IOException e = assertThrows(IOException.class, () -> ModelFiles.xlearn(folder));
    assertTrue(String.valueOf(e.getMessage()).contains(folder.toString()), e.getMessage());
    assertThrows(
        NoSuchFileException.class,
        () ->
            ModelFiles.writeNpz(
                ModelSource.of("npz", MODEL), folder.resolve("none").resolve("model.npz")));
  }

  @Test
  void otherFiles_areOfNoFormat() throws IOException {
    assertEquals(Optional.empty(), ModelFormat.of(write(new byte[0])));
    assertEquals(Optional.empty(), ModelFormat.of(write(new byte[] {31, (byte) 139, 8, 0, 0, 0})));
    assertEquals(
        Optional.of(ModelFormat.XLEARN),
        ModelFormat.of(write(ModelBytes.xlearnBinary(MODEL, "squared"))));
    assertEquals(Optional.of(ModelFormat.NPZ), ModelFormat.of(write(new byte[] {'P', 'K', 3, 4})));
  }

  @ParameterizedTest
  @EnumSource(names = {"NPZ", "SAFETENSORS"})
  void whatIsWritten_isReadToTheLastBit(ModelFormat format) throws IOException {
    OneHotEncoder ids =
        OneHotEncoder.of(
            List.of("u", "Ülkü", "\uD83D\uDE00 smile"),
            List.of("a,b", "\"quoted\"", "line\nbreak"));
    FmModel model =
        FmModel.of(
            PredictorType.BINARY_CLASSIFIER,
            1,
            Float.MIN_VALUE,
            new float[] {-0f, Float.MAX_VALUE, 1, 2, 3, 4},
            new float[] {0.1f, -3.4e-38f, Float.MIN_VALUE, 5, 6, 7});
    ModelSource source =
        ModelSource.of(format.formatName(), model)
            .withLoss(Loss.LOGISTIC)
            .withRidge(Ridge.perRating(0.1, 1.0 / 3))
            .withRange(-1.5, 2)
            .withEncoder(ids);
    Path file = folder.resolve("written");

    write(source, file);

    assertEquals(source, read(file, format));
    assertEquals(Optional.of(format), ModelFormat.of(file));
    byte[] bytes = Files.readAllBytes(file);
    write(read(file, format), file);
    assertArrayEquals(bytes, Files.readAllBytes(file));
    ModelSource bare = ModelSource.of(format.formatName(), MODEL);
    write(bare, file);
    ModelSource again = read(file, format);
    assertEquals(MODEL, again.model());
    assertEquals(
        List.of("loss is not told", "ridge is not told", "ids of the columns are not told"),
        again.notes());
  }

  private static void write(ModelSource source, Path file) throws IOException {
    if (source.format().equals("npz")) {
      ModelFiles.writeNpz(source, file);
    } else {
      ModelFiles.writeSafetensors(source, file);
    }
  }

  @Test
  void whatCannotBeWritten_isRefused() {
    ModelSource source = ModelSource.of("xLearn", MODEL);
    Path file = folder.resolve("refused");
    FeatureEncoder mapped = IdMapEncoder.of(22, Map.of("u", 3), Map.of("i", 0));
    assertEquals(
        "source must be without instance norm to be written, but has one; write the model of"
            + " TrainedModel.of, which has it folded in",
        assertThrows(
                IllegalArgumentException.class,
                () -> ModelFiles.writeNpz(source.withInstanceNorm(true), file))
            .getMessage());
    assertEquals(
        "ids must be of one column per user, then one per item, to be written, but are of "
            + mapped,
        assertThrows(
                IllegalArgumentException.class,
                () -> ModelFiles.writeSafetensors(source.withEncoder(mapped), file))
            .getMessage());
    assertTrue(Files.notExists(file));
  }

  @Test
  void modelOfTheIdsInItsFile_isExplainedWithThem() throws IOException {
    Path file = folder.resolve("own.npz");
    ModelFiles.writeNpz(
        ModelSource.of("npz", MODEL)
            .withLoss(Loss.HALF_SQUARED)
            .withRidge(Ridge.fixed(1, 1))
            .withEncoder(World.ENCODER),
        file);

    ModelSource source = ModelFiles.npz(file);

    FeatureEncoder own = Objects.requireNonNull(source.encoder());
    List<History> histories = World.histories(MODEL);
    TrainedModel.of(source, TrainingSet.of(own, histories, RatingTarget.stars()));
    assertEquals(
        "encoder must be that of the model's own ids, OneHotEncoder[10 users, 12 items], but is"
            + " OneHotEncoder[10 users, 12 items]; make the training set with ModelSource.encoder",
        assertThrows(
                IllegalArgumentException.class,
                () -> TrainedModel.of(source, World.stars(World.BACKWARDS, histories)))
            .getMessage());
  }

  @Test
  void ridgeThatNobodyTells_isEstimated() throws IOException {
    // Ratings a little beyond the scores: each user is held back by a ridge of about a tenth.
    List<History> histories =
        World.histories(
            (u, i) ->
                1.1
                        * MODEL.score(
                            World.ENCODER.encode(
                                World.USERS.get(u), Set.of(), World.ITEMS.get(i), Set.of()))
                    - 0.025);
    ModelSource source = ModelFiles.libfm(write(ModelBytes.libfm(MODEL))).withLoss(Loss.SQUARED);

    TrainedModel trained = TrainedModel.of(source, World.stars(World.ENCODER, histories));

    assertEquals(Ridge.Kind.ESTIMATED, trained.ridge().kind());
    assertEquals(Ridge.estimated(MODEL, World.stars(World.ENCODER, histories)), trained.ridge());
    assertEquals(trained, TrainedModel.ofAnyFit(source, World.stars(World.ENCODER, histories)));
  }

  @Test
  void likes_needALossOfLikes() throws IOException {
    Map<String, float[]> tensors = new LinkedHashMap<>();
    tensors.put("user_factors.weight", ModelBytes.factors(MODEL, 0, 10));
    tensors.put("item_factors.weight", ModelBytes.factors(MODEL, 10, 22));
    ModelSource source =
        ModelFiles.torch(
            write(
                ModelBytes.torch(
                    tensors,
                    Map.of(
                        "user_factors.weight", List.of(10, 3),
                        "item_factors.weight", List.of(12, 3)))));
    TrainingSet set = World.stars(World.ENCODER, World.histories(MODEL));

    assertEquals(
        "loss must be known to explain with, but PyTorch does not tell it; set it with"
            + " ModelSource.withLoss",
        assertThrows(IllegalArgumentException.class, () -> TrainedModel.of(source, set))
            .getMessage());
    assertEquals(
        PredictorType.BINARY_CLASSIFIER, source.withLoss(Loss.LOGISTIC).model().predictorType());
    assertEquals(
        "loss must be of single ratings to explain with, but is of pairs of items, so that no"
            + " rating has a target; the model can be scored with ModelSource.model",
        assertThrows(
                IllegalArgumentException.class,
                () -> TrainedModel.of(source.withLoss(Loss.RANKING), set))
            .getMessage());
  }
}
