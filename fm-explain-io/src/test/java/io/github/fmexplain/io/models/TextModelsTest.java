package io.github.fmexplain.io.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TagEncoder;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.io.internal.Where;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.Loss;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.ModelSource;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** libFM and xLearn. */
class TextModelsTest {

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.write(folder.resolve("m.txt"), text.getBytes(StandardCharsets.UTF_8));
  }

  private void assertRefused(String message, ModelFormat format, String text) throws IOException {
    Path file = file(text);
    assertEquals(
        Where.in(message, "m.txt"),
        assertThrows(
                ModelFormatException.class,
                () -> ModelFiles.read(file, format, ModelFiles.DEFAULT_MEMORY))
            .getMessage());
  }

  private static final String LIBFM =
      """
      #global bias W0
      3.5
      #unary interactions Wj
      0.25
      -0.5
      1e-05
      #pairwise interactions Vj,f
      0.5 -2
      3 0.25
      -1 0.125
      """;

  /**
   * Features 0 and 1 of value 1: 3.5 + (0.25 − 0.5) + (0.5·3 + −2·0.25) = 4.25. Features 0 of value
   * 2 and 2 of value 4: 3.5 + (2·0.25 + 4·1e-5) + 2·4·(0.5·−1 + −2·0.125) = −1.99996.
   */
  @Test
  void libfm_scoresAsItsFormula() throws IOException {
    ModelSource source = ModelFiles.libfm(file(LIBFM));

    assertEquals(4.25, source.model().score(FeatureVector.ones(0, 1)), 1e-6);
    assertEquals(
        -1.99996,
        source.model().score(FeatureVector.of(new int[] {0, 2}, new float[] {2, 4})),
        1e-6);
    assertEquals(5, source.notes().size());
    assertEquals(source, ModelFiles.libfm(file(LIBFM.replace("\n", "\r\n"))));
  }

  @Test
  void byteOrderMark_isReadOver() throws IOException {
    Path libfm = file("\ufeff" + LIBFM);
    assertEquals(Optional.of(ModelFormat.LIBFM), ModelFormat.of(libfm));
    assertEquals(4.25, ModelFiles.libfm(libfm).model().score(FeatureVector.ones(0, 1)), 1e-6);
    Path xlearn =
        file("\ufeff" + new String(ModelBytes.xlearnText(PAIR), StandardCharsets.US_ASCII));
    assertEquals(Optional.of(ModelFormat.XLEARN), ModelFormat.of(xlearn));
    assertEquals(PAIR, ModelFiles.xlearn(xlearn).model());
  }

  @Test
  void libfmWithoutBiasOrWeights_isRead() throws IOException {
    String factors = LIBFM.substring(LIBFM.indexOf("#pair"));
    // k0 = 0, k1 = 0: 0.5·3 − 2·0.25 = 1.
    assertEquals(1, ModelFiles.libfm(file(factors)).model().score(FeatureVector.ones(0, 1)), 1e-6);
    // k0 = 0: −0.25 + 1.
    assertEquals(
        0.75,
        ModelFiles.libfm(file(LIBFM.substring(LIBFM.indexOf("#unary"))))
            .model()
            .score(FeatureVector.ones(0, 1)),
        1e-6);
    // k1 = 0: 3.5 + 1.
    assertEquals(
        4.5,
        ModelFiles.libfm(file("#global bias W0\n3.5\n" + factors))
            .model()
            .score(FeatureVector.ones(0, 1)),
        1e-6);
  }

  @Test
  void otherTexts_areRefused() throws IOException {
    assertRefused(
        "line 1 must be '#pairwise interactions Vj,f', but is 'hello'",
        ModelFormat.LIBFM,
        "hello\n");
    assertRefused(
        "line 2 must have a number, but has '-nan'",
        ModelFormat.LIBFM,
        LIBFM.replace("3.5", "-nan"));
    assertRefused(
        "line 9 must have 2 factors as the first one has, but has 1",
        ModelFormat.LIBFM,
        LIBFM.replace("3 0.25", "3"));
    assertRefused(
        "line 10 must end, but the file ends before; is it complete?",
        ModelFormat.LIBFM,
        LIBFM.substring(0, LIBFM.length() - 1));
    assertRefused(
        "file must have as many linear weights as features with factors, but has 3 and 2; is it"
            + " complete?",
        ModelFormat.LIBFM,
        LIBFM.replace("-1 0.125\n", ""));
    assertRefused(
        "line 9 must have a number, but has ''", ModelFormat.LIBFM, LIBFM.replace("3 0.25", ""));
    assertRefused(
        "line 8 must have a number per factor, but is empty; without factors (-dim '1,1,0') there"
            + " is nothing of a user's taste to explain",
        ModelFormat.LIBFM,
        LIBFM.substring(0, LIBFM.indexOf("0.5 -2")) + "\n\n\n");
    assertRefused(
        "bias must be finite, but was Infinity", ModelFormat.LIBFM, LIBFM.replace("3.5", "9e99"));
    assertRefused(
        "line 1 must have at most 1048576 bytes, but has more",
        ModelFormat.LIBFM,
        "1".repeat(1 << 21));
    assertRefused(
        "model must be a factorization machine, but is linear: it has nothing of a user's taste to"
            + " explain",
        ModelFormat.XLEARN,
        "bias: 1\ni_0: 2\n");
    assertRefused(
        "line 3 must begin with 'v_0: ', but is 'v_0_0: 1 2'; a field-aware machine has no single"
            + " vector per feature",
        ModelFormat.XLEARN,
        "bias: 1\ni_0: 2\nv_0_0: 1 2\n");
    assertRefused(
        "line 2 must begin with 'i_0: ', but is 'i_1: 2'",
        ModelFormat.XLEARN,
        "bias: 1\ni_1: 2\nv_0: 1\n");
    Path ffm = folder.resolve("m.txt");
    Files.write(
        ffm, ModelBytes.xlearnBinary(World.model(PredictorType.REGRESSOR), "ffm", "squared"));
    assertEquals(
        "model must be a factorization machine ('fm'), but is 'ffm'; a field-aware machine has no"
            + " single vector per feature, in m.txt",
        assertThrows(ModelFormatException.class, () -> ModelFiles.xlearn(ffm)).getMessage());
    Files.write(ffm, ModelBytes.xlearnBinary(World.model(PredictorType.REGRESSOR), "hinge"));
    assertEquals(
        "loss must be 'cross-entropy' or 'squared', but is 'hinge', in m.txt",
        assertThrows(ModelFormatException.class, () -> ModelFiles.xlearn(ffm)).getMessage());
  }

  /** w0 0.5, w (0.25, −0.5), v (1, 2) and (3, −4). */
  private static final FmModel PAIR =
      FmModel.of(
          PredictorType.REGRESSOR, 2, 0.5f, new float[] {0.25f, -0.5f}, new float[] {1, 2, 3, -4});

  /**
   * A row of a user and an item: r = 1/(1² + 1²) = ½, so that the score is 0.5 + √½·(0.25 − 0.5) +
   * ½²·(1·3 − 2·4) = 0.5 − 0.1767767 − 1.25 = −0.9267767. Without the norm it is 0.5 − 0.25 − 5 =
   * −4.75.
   */
  @Test
  void xlearnWithInstanceNorm_scoresAsItsFormula() throws IOException {
    ModelSource source =
        ModelFiles.xlearn(file(new String(ModelBytes.xlearnText(PAIR), StandardCharsets.US_ASCII)))
            .withLoss(Loss.HALF_SQUARED)
            .withRidge(Ridge.perRating(0.1, 0.2));
    OneHotEncoder encoder = OneHotEncoder.of(List.of("u"), List.of("i"));
    TrainingSet set =
        TrainingSet.of(
            encoder,
            List.of(History.of("u", List.of(Interaction.of("i", -1)))),
            RatingTarget.stars());

    TrainedModel normed = TrainedModel.ofAnyFit(source, set);
    TrainedModel plain = TrainedModel.ofAnyFit(source.withInstanceNorm(false), set);

    FeatureVector row = encoder.encode("u", Set.of(), "i", Set.of());
    assertEquals(-0.9267767, normed.model().score(row), 1e-7);
    assertEquals(-4.75, plain.model().score(row), 1e-7);
    // λ|v|² of the file's v is λ/r² of what was scaled by r, λw² is λ/r.
    assertEquals(0.4, normed.ridge().factors(), 1e-12);
    assertEquals(0.4, normed.ridge().linear(), 1e-12);
    assertEquals(Ridge.perRating(0.1, 0.2), plain.ridge());
  }

  @Test
  void xlearnWithInstanceNorm_needsRowsOfOneNorm() throws IOException {
    ModelSource source =
        ModelFiles.xlearn(
                Files.write(folder.resolve("m.bin"), ModelBytes.xlearnBinary(TAGGED, "squared")))
            .withRidge(Ridge.perRating(0.1, 0.1));
    assertEquals(Loss.HALF_SQUARED, source.loss());
    Catalogue catalogue =
        Catalogue.of(
            List.of(
                new CatalogueItem("a", "A", Set.of()), new CatalogueItem("b", "B", Set.of("x"))));
    TrainingSet set =
        TrainingSet.of(
            TagEncoder.of(List.of("u"), catalogue, List.of(), List.of()),
            List.of(History.of("u", List.of(Interaction.of("a", 1), Interaction.of("b", 2)))),
            RatingTarget.stars());

    assertEquals(
        "rows must have the same Σx² to fold xLearn's instance norm into the model, but row 1 has"
            + " 2.00000 and row 2 has 3.00000; train with --no-norm",
        assertThrows(IllegalArgumentException.class, () -> TrainedModel.ofAnyFit(source, set))
            .getMessage());
    assertEquals(TAGGED, TrainedModel.ofAnyFit(source.withInstanceNorm(false), set).model());
  }

  private static final FmModel TAGGED =
      FmModel.of(PredictorType.REGRESSOR, 1, 0, new float[] {1, 2, 3, 4}, new float[] {1, 2, 3, 4});

  @Test
  void xlearnsBinaryModels_haveTheSameParametersAsItsText() throws IOException {
    FmModel model = World.model(PredictorType.BINARY_CLASSIFIER);
    ModelSource source =
        ModelFiles.xlearn(
            Files.write(folder.resolve("m.bin"), ModelBytes.xlearnBinary(model, "cross-entropy")));

    assertEquals(model, source.model());
    assertEquals(Loss.LOGISTIC, source.loss());
    assertTrue(source.instanceNorm());
    assertEquals(
        source.model(),
        ModelFiles.xlearn(file(new String(ModelBytes.xlearnText(model), StandardCharsets.US_ASCII)))
            .withLoss(Loss.LOGISTIC)
            .model());
  }
}
