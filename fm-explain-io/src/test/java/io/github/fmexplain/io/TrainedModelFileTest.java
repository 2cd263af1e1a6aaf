package io.github.fmexplain.io;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.HistoryBlock;
import io.github.fmexplain.data.HistoryEncoder;
import io.github.fmexplain.data.HistoryHash;
import io.github.fmexplain.data.IdIndex;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingHistories;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedModelFileTest {

  private static Path memory() {
    return Jimfs.newFileSystem(Configuration.unix()).getPath("/recommender.fmx");
  }

  private static byte[] bytes(TrainedModel trained) throws IOException {
    Path file = memory();
    TrainedModelFile.write(trained, file);
    return Files.readAllBytes(file);
  }

  @Test
  void everyCombination_isReadAsItWasWritten() throws IOException {
    Path file = memory();
    for (TrainedModel trained : Samples.all()) {
      TrainedModelFile.write(trained, file);
      TrainedModel read = TrainedModelFile.read(file);

      assertEquals(trained, read);
      assertEquals(trained.model().fingerprint(), read.model().fingerprint());
      assertEquals(trained.toString(), read.toString());
    }
  }

  @Test
  void sampledItems_comeBack() throws IOException {
    Path file = memory();
    TrainedModel trained = Samples.whole();
    TrainedModelFile.write(trained, file);
    TrainedModel read = TrainedModelFile.read(file);
    assertEquals(List.of(List.of(), List.of("käse")), read.summary().histories().sampled());

    History history = Samples.histories(EncoderSections.Kind.TAGS).get(1);
    UserExplainer user = explainer(read, Method.replay()).forHistory(history);
    assertEquals(List.of("käse"), user.history().sampled());
    assertTrue(user.recommend(5).stream().anyMatch(item -> item.itemId().equals("käse")));
    Explanation explanation = user.explain("käse");
    assertEquals(
        explainer(trained, Method.replay()).forHistory(history).explain("käse"), explanation);
    assertEquals(2, explanation.contributions().size());
    assertExplains(explanation, read.model(), read.encoder(), user.history());
  }

  @Test
  void isTrainedModel_tellsFilesApart(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("recommender.fmx");
    TrainedModelFile.write(Samples.whole(), file);
    assertTrue(TrainedModelFile.isTrainedModel(file));
    Path other = Files.write(folder.resolve("other"), new byte[] {0x1f, (byte) 0x8b});
    assertFalse(TrainedModelFile.isTrainedModel(other));
    assertThrows(
        NoSuchFileException.class,
        () -> TrainedModelFile.isTrainedModel(folder.resolve("missing")));
  }

  @Test
  void whatIsRead_explainsWithTheSameBits() throws IOException {
    Path file = memory();
    for (EncoderSections.Kind kind : EncoderSections.Kind.values()) {
      for (PredictorType type : PredictorType.values()) {
        TrainedModel trained =
            Samples.trained(kind, type, Ridge.fixed(0.5, 2), TrainingMode.other(), false, null);
        TrainedModelFile.write(trained, file);
        TrainedModel read = TrainedModelFile.read(file);
        for (History history : Samples.histories(kind)) {
          for (Method method : List.of(Method.hessian(), Method.leastSquares(), Method.paper())) {
            UserExplainer before = explainer(trained, method).forHistory(history);
            UserExplainer after = explainer(read, method).forHistory(history);
            // Records compare doubles by their bits.
            assertEquals(before.recommend(5), after.recommend(5));
            Explanation explanation = after.explain("käse");
            assertEquals(before.explain("käse"), explanation);
            assertExplains(explanation, read.model(), read.encoder(), history);
          }
        }
      }
    }
  }

  @Test
  void bagsAndImplicitFeedback_areRead() throws IOException {
    Path file = memory();
    FeatureEncoder base = Samples.encoder(EncoderSections.Kind.TAGS);
    for (HistoryBlock block :
        List.of(
            HistoryBlock.mean(), HistoryBlock.fism(0), HistoryBlock.svdPlusPlus().withLast(1))) {
      HistoryEncoder encoder = HistoryEncoder.of(base, block);
      FmModel model = Samples.model(PredictorType.BINARY_CLASSIFIER, encoder.numFeatures());
      List<History> histories = Samples.histories(EncoderSections.Kind.TAGS);
      TrainingSet set = TrainingSet.of(encoder, histories, RatingTarget.likeFrom(3.5));
      TrainedModel trained = TrainedModel.ofAnyFit(model, Ridge.none(), set);
      TrainedModelFile.write(trained, file);
      TrainedModel read = TrainedModelFile.read(file);
      assertEquals(trained, read);
      Explanation explanation =
          FmExplainer.of(read, Samples.CATALOGUE).forHistory(histories.get(0)).explain("käse");
      assertEquals(Method.removal(), explanation.method());
      assertExplains(explanation, model, encoder, histories.get(0));
    }
    FmModel.Builder plain = FmModel.builder(PredictorType.REGRESSOR, 8, 1);
    for (int f = 0; f < 8; f++) {
      plain.factor(f, 0, f - 3);
    }
    TrainingSet set =
        TrainingSet.of(
            Samples.encoder(EncoderSections.Kind.ONE_HOT),
            Samples.histories(EncoderSections.Kind.ONE_HOT),
            new RatingTarget.Implicit(0, 1.5));
    TrainedModel trained = TrainedModel.ofAnyFit(plain.build(), Ridge.perRating(0.5, 0.5), set);
    TrainedModelFile.write(trained, file);
    assertEquals(trained, TrainedModelFile.read(file));
  }

  private static FmExplainer explainer(TrainedModel trained, Method method) {
    return FmExplainer.of(trained, Samples.CATALOGUE).withMethod(method);
  }

  @Test
  void sameModel_sameBytes() throws IOException {
    assertArrayEquals(bytes(Samples.whole()), bytes(Samples.whole()));
    TrainedModel read = TrainedModelFile.read(TestFile.of("a.fmx", bytes(Samples.whole())));
    assertArrayEquals(bytes(Samples.whole()), bytes(read));
  }

  @Test
  void bytes_areAsDescribed() throws IOException {
    byte[] bytes = bytes(Samples.whole());
    Container container = Container.of(bytes);

    assertEquals(
        List.of(
            "header",
            "model",
            "users",
            "items",
            "user-tags",
            "item-tags",
            "context-tags",
            "tags-of-items",
            "histories",
            "path"),
        container.names());
    assertArrayEquals(bytes, container.bytes());
    assertEquals(
        List.of("header", "model", "users", "user-columns", "items", "item-columns", "histories"),
        Container.of(
                bytes(
                    Samples.trained(
                        EncoderSections.Kind.ID_MAP,
                        PredictorType.REGRESSOR,
                        Ridge.fixed(1, 1),
                        TrainingMode.other(),
                        false,
                        null)))
            .names());
  }

  @Test
  void write_replacesAnOlderFile_andLeavesNothingElse(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("recommender.fmx");
    Files.writeString(file, "older");
    TrainedModelFile.write(Samples.whole(), file);

    assertEquals(Samples.whole(), TrainedModelFile.read(file));
    assertEquals(List.of(file), files(folder));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void write_thatFails_leavesTheOlderFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("recommender.fmx");
    Files.writeString(file, "older");

    assertEquals(
        "encoder must be a OneHotEncoder, TagEncoder, IdMapEncoder or HistoryEncoder to be written,"
            + " but is a "
            + OwnEncoder.class.getName(),
        assertThrows(
                IllegalArgumentException.class,
                () -> TrainedModelFile.write(withEncoder(new OwnEncoder()), file))
            .getMessage());
    assertEquals(
        "id 'a?' must be text to be written, but has half a character",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    TrainedModelFile.write(
                        withEncoder(OneHotEncoder.of(List.of("a\ud800"), items())), file))
            .getMessage());
    assertEquals(
        "row must be from 0 to 0 to be written, but is 1",
        assertThrows(IllegalArgumentException.class, () -> TrainedModelFile.write(withRow(1), file))
            .getMessage());
    Thread.currentThread().interrupt();
    IOException interrupted =
        assertThrows(IOException.class, () -> TrainedModelFile.write(Samples.whole(), file));
    assertTrue(Thread.interrupted());
    assertEquals(
        "writing '" + file + "' failed: ClosedByInterruptException", interrupted.getMessage());
    assertInstanceOf(ClosedByInterruptException.class, interrupted.getCause());
    assertEquals("older", Files.readString(file));
    assertEquals(List.of(file), files(folder));
  }

  @Test
  void write_followsALink(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("model-1.fmx"), "older");
    Path link = Files.createSymbolicLink(folder.resolve("model.fmx"), file);
    TrainedModelFile.write(Samples.whole(), link);
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(Samples.whole().model(), TrainedModelFile.read(file).model());
    assertEquals(2, files(folder).size());
  }

  @Test
  void write_intoAPipe_isReadAtItsEnd(@TempDir Path folder) throws Exception {
    Path pipe = folder.resolve("pipe.fmx");
    Assumptions.assumeTrue(isMade(pipe), "there is no mkfifo here");
    CompletableFuture<byte[]> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readAllBytes(pipe);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    TrainedModelFile.write(Samples.whole(), pipe);
    Path file = folder.resolve("model.fmx");
    TrainedModelFile.write(Samples.whole(), file);
    assertArrayEquals(Files.readAllBytes(file), read.get());
    assertFalse(Files.isRegularFile(pipe));
    assertEquals(2, files(folder).size());
  }

  private static boolean isMade(Path pipe) throws InterruptedException {
    try {
      return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void write_whereNoFileCanBe_namesIt(@TempDir Path folder) throws IOException {
    Path nowhere = folder.resolve("none/recommender.fmx");
    assertEquals(
        nowhere + ": there is no folder " + folder.resolve("none"),
        assertThrows(
                NoSuchFileException.class, () -> TrainedModelFile.write(Samples.whole(), nowhere))
            .getMessage());
    assertEquals(
        "/: must be the name of a file",
        assertThrows(
                FileSystemException.class,
                () -> TrainedModelFile.write(Samples.whole(), Path.of("/")))
            .getMessage());
    Path full = Files.createDirectories(folder.resolve("folder.fmx/within"));
    IOException taken =
        assertThrows(
            IOException.class,
            () -> TrainedModelFile.write(Samples.whole(), folder.resolve("folder.fmx")));
    assertTrue(String.valueOf(taken.getMessage()).contains("folder.fmx"), taken.getMessage());
    assertEquals(List.of(folder.resolve("folder.fmx")), files(folder));
    assertTrue(Files.exists(full));
  }

  @Test
  void read_whereThereIsNoFile_namesIt(@TempDir Path folder) {
    Path nowhere = folder.resolve("recommender.fmx");
    assertEquals(
        nowhere.toString(),
        assertThrows(NoSuchFileException.class, () -> TrainedModelFile.read(nowhere)).getMessage());
    IOException directory = assertThrows(IOException.class, () -> TrainedModelFile.read(folder));
    assertTrue(String.valueOf(directory.getMessage()).contains(folder.toString()));
  }

  private static List<String> items() {
    return List.of("10", "käse", "日本", "🎬", "a b");
  }

  private static TrainedModel withEncoder(FeatureEncoder encoder) {
    TrainedModel whole = Samples.whole();
    return new TrainedModel(
        Samples.model(PredictorType.BINARY_CLASSIFIER, encoder.numFeatures()),
        encoder,
        whole.target(),
        null,
        whole.ridge(),
        whole.mode(),
        whole.summary(),
        null);
  }

  private static TrainedModel withRow(int row) {
    TrainedModel whole = Samples.whole();
    TrainingSummary summary = whole.summary();
    TrainingHistories histories =
        TrainingHistories.of(
            List.of("u"),
            List.of(new HistoryHash(1, 2)),
            new int[] {0, 1},
            new int[] {row},
            List.of(List.of()));
    return new TrainedModel(
        whole.model(),
        whole.encoder(),
        whole.target(),
        null,
        whole.ridge(),
        whole.mode(),
        new TrainingSummary(
            1, summary.metrics(), summary.constantLoss(), summary.typicalGap(), histories),
        null);
  }

  /** Somebody's own encoder. */
  private static final class OwnEncoder implements FeatureEncoder {

    @Override
    public int numFeatures() {
      return 1;
    }

    @Override
    public IdIndex items() {
      return IdIndex.of("item", List.of());
    }

    @Override
    public OptionalInt userFeature(String userId) {
      return OptionalInt.empty();
    }

    @Override
    public FeatureVector userSideFeatures(Set<String> userTags) {
      return FeatureVector.empty();
    }

    @Override
    public FeatureVector itemFeatures(String itemId) {
      return FeatureVector.empty();
    }

    @Override
    public FeatureVector contextFeatures(Set<String> context) {
      return FeatureVector.empty();
    }

    @Override
    public int numUsers() {
      return 0;
    }
  }
}
