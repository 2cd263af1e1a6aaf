package io.github.fmexplain.io.models;

import static io.github.fmexplain.io.models.ModelBytes.f4;
import static io.github.fmexplain.io.models.ModelBytes.npy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.Loss;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.ModelSource;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {

  @TempDir private Path folder;

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private ModelSource read() throws IOException {
    return ModelFiles.npz(Files.write(folder.resolve("m.npz"), ModelBytes.zip(entries)));
  }

  private void assertRefused(String message) {
    assertEquals(
        message + ", in m.npz", assertThrows(ModelFormatException.class, this::read).getMessage());
  }

  /** V = [[1, 2], [3, 4], [5, 6]]. */
  private void assertFactors(ModelSource source) {
    assertEquals(3, source.model().numFeatures());
    for (int f = 0; f < 3; f++) {
      assertArrayEquals(new float[] {2 * f + 1, 2 * f + 2}, source.model().factors(f));
    }
  }

  @Test
  void numbers_areOfEveryTypeAndOrder() throws IOException {
    Map<String, ByteBuffer> types = new LinkedHashMap<>();
    types.put("<f8", ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN));
    types.put(">f4", ByteBuffer.allocate(24));
    types.put(">f8", ByteBuffer.allocate(48));
    types.put("<i8", ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN));
    types.put(">i4", ByteBuffer.allocate(24));
    types.put("|i1", ByteBuffer.allocate(6));
    types.put("|u1", ByteBuffer.allocate(6));
    for (Map.Entry<String, ByteBuffer> type : types.entrySet()) {
      for (int j = 1; j <= 6; j++) {
        switch (type.getKey().substring(1)) {
          case "f8" -> type.getValue().putDouble(j);
          case "f4" -> type.getValue().putFloat(j);
          case "i8" -> type.getValue().putLong(j);
          case "i4" -> type.getValue().putInt(j);
          default -> type.getValue().put((byte) j);
        }
      }
      entries.put("V.npy", npy(type.getKey(), "3, 2", type.getValue().array()));
      assertFactors(read());
    }
    // 1, 2, 3 … in IEEE 754's 16 bits: 0 01111 0…, 0 10000 0…, 0 10000 1….
    byte[] halves = {0, 0x3c, 0, 0x40, 0, 0x42, 0, 0x44, 0, 0x45, 0, 0x46};
    entries.put("V.npy", npy("<f2", "3, 2", halves));
    assertFactors(read());
  }

  @Test
  void columns_mayComeFirst() throws IOException {
    entries.put(
        "V.npy",
        npy("{'descr': '<f4', 'fortran_order': True, 'shape': (3, 2), }", f4(1, 3, 5, 2, 4, 6)));
    assertFactors(read());
  }

  @Test
  void headersOfOtherWriters_areRead() throws IOException {
    for (String header :
        List.of(
            "{'shape': (3, 2), 'fortran_order': False, 'descr': '<f4'}",
            " {'descr':'<f4','fortran_order':False,'shape':(3,2)} \n")) {
      entries.put("V.npy", npy(header, f4(1, 2, 3, 4, 5, 6)));
      assertFactors(read());
    }
    // Version 2 has the length of its header in four bytes.
    byte[] first = npy("<f4", "3, 2", f4(1, 2, 3, 4, 5, 6));
    byte[] second = new byte[first.length + 2];
    System.arraycopy(first, 0, second, 0, 10);
    second[6] = 2;
    System.arraycopy(first, 10, second, 12, first.length - 10);
    entries.put("V.npy", second);
    assertFactors(read());
  }

  /** What {@code AlternatingLeastSquares.save} of the library implicit writes. */
  @Test
  void leastSquaresOfImplicit_areRead() throws IOException {
    entries.put("user_factors.npy", npy("<f4", "1, 2", f4(1, 2)));
    entries.put("item_factors.npy", npy("<f4", "2, 2", f4(3, 4, 5, 6)));
    entries.put("regularization.npy", npy("<f8", "", f8(0.5)));
    entries.put("factors.npy", npy("<i8", "", new byte[] {2, 0, 0, 0, 0, 0, 0, 0}));
    entries.put("use_native.npy", npy("|b1", "", new byte[] {1}));
    entries.put("dtype.npy", npy("float32"));
    entries.put("alpha.npy", npy("<f8", "", f8(40)));
    ModelSource source = read();

    assertFactors(source);
    assertEquals(Loss.IMPLICIT, source.loss());
    assertEquals(new RatingTarget.Implicit(0, 40), source.target());
    assertEquals(Ridge.fixed(0.5, 0.5), source.ridge());
    assertEquals(
        List.of("ids of the columns are not told", "not used: factors, use_native, dtype"),
        source.notes());
  }

  /**
   * Users as implicit's {@code user_linear_equation} solves them, {@code (YᵀY + Σ (c − 1) y yᵀ +
   * 0.5·I) x = Σ c y} with c = 40·r, for items (1, 0), (0, 1), (1, 1) and (1, −1). Taken r = 2 of
   * the first item and 1 of the third: c = 80 and 40, so that the matrix is (3 + 79 + 39 + .5, 0 +
   * 39; 39, 3 + 39 + .5) and the right side (120, 40).
   */
  @Test
  void usersOfImplicit_areSolutions() throws IOException {
    double determinant = 121.5 * 42.5 - 39 * 39;
    float first = (float) ((120 * 42.5 - 40 * 39) / determinant);
    float second = (float) ((121.5 * 40 - 39 * 120) / determinant);
    entries.put("user_factors.npy", npy("<f4", "1, 2", f4(first, second)));
    entries.put("item_factors.npy", npy("<f4", "4, 2", f4(1, 0, 0, 1, 1, 1, 1, -1)));
    entries.put("regularization.npy", npy("<f8", "", f8(0.5)));
    entries.put("alpha.npy", npy("<i8", "", new byte[] {40, 0, 0, 0, 0, 0, 0, 0}));
    ModelSource source = read();
    OneHotEncoder encoder = OneHotEncoder.of(List.of("u"), List.of("a", "b", "c", "d"));
    History history = History.of("u", List.of(Interaction.of("a", 2), Interaction.of("c", 1)));

    TrainedModel trained =
        TrainedModel.of(
            source,
            TrainingSet.of(encoder, List.of(history), Objects.requireNonNull(source.target())));

    assertEquals(0, trained.summary().typicalGap(), 1e-6);
    Catalogue catalogue =
        Catalogue.of(
            Stream.of("a", "b", "c", "d").map(id -> new CatalogueItem(id, id, Set.of())).toList());
    Explanation why = FmExplainer.of(trained, catalogue).forHistory(history).explain("b");
    ExplanationAssert.assertExplains(why, trained.model(), encoder, history);
    assertEquals(0, why.residual(), 1e-6);
  }

  private static byte[] f8(double value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array();
  }

  /** What {@code BayesianPersonalizedRanking.save} writes. */
  @Test
  void rankingOfImplicit_isOnlyScored() throws IOException {
    entries.put("user_factors.npy", npy("<f4", "1, 2", f4(1, 2)));
    entries.put("item_factors.npy", npy("<f4", "2, 2", f4(3, 4, 5, 6)));
    entries.put("verify_negative_samples.npy", npy("|b1", "", new byte[] {1}));
    entries.put("dtype.npy", npy("float32"));
    ModelSource source = read();

    assertFactors(source);
    assertEquals(Loss.RANKING, source.loss());
    assertEquals(
        List.of(
            "ridge is not told",
            "ids of the columns are not told",
            "not used: verify_negative_samples, dtype"),
        source.notes());
    entries.put("neg_prop.npy", npy("<i8", "", new byte[8]));
    assertRefused(
        "loss must be one of logistic, half-squared, squared, implicit, ranking, but implicit's"
            + " logistic matrix factorization has another");
  }

  /** As docs/models.md exports Surprise's SVD. */
  @Test
  void biasesAndMean_areLinearWeights() throws IOException {
    entries.put("user_factors.npy", npy("<f4", "1, 2", f4(1, 2)));
    entries.put("item_factors.npy", npy("<f4", "2, 2", f4(3, 4, 5, 6)));
    entries.put("user_biases.npy", npy("<f4", "1,", f4(7)));
    entries.put("item_biases.npy", npy("<f4", "2, 1", f4(8, 9)));
    entries.put(
        "global_mean.npy", npy("<f8", "", ByteBuffer.allocate(8).putLong(0, 0x840L).array()));
    entries.put("loss.npy", npy("half-squared"));
    entries.put("ridge.npy", npy("per-rating 0.02 0.04"));
    entries.put("range.npy", npy("1 5"));
    entries.put("user_ids.npy", npy("<U2", "1,", utf32("u", "\0")));
    entries.put(
        "item_ids.npy",
        npy("<i8", "2,", new byte[] {9, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1}));
    ModelSource source = read();

    assertFactors(source);
    assertEquals(7, source.model().linearWeight(0));
    assertEquals(9, source.model().linearWeight(2));
    assertEquals(Loss.HALF_SQUARED, source.loss());
    assertEquals(Ridge.perRating(0.02, 0.04), source.ridge());
    assertEquals(1, source.lowest());
    assertEquals(5, source.highest());
    assertEquals(OneHotEncoder.of(List.of("u"), List.of("9", "-1")), source.encoder());
    assertEquals(List.of("'global_mean' is rounded to float32"), source.notes());
  }

  private static byte[] utf32(String... characters) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * characters.length).order(ByteOrder.LITTLE_ENDIAN);
    for (String character : characters) {
      bytes.putInt(character.codePointAt(0));
    }
    return bytes.array();
  }

  @Test
  void otherArrays_areRefused() {
    byte[] factors = npy("<f4", "3, 2", f4(1, 2, 3, 4, 5, 6));
    assertRefused(
        "arrays must be V, w and w0, or user_factors and item_factors with their biases, but"
            + " 'user_factors' is missing; see docs/models.md");
    entries.put("V.npy", npy("|O", "3, 2", new byte[10]));
    assertRefused(
        "array 'V' must be of numbers or texts, but is of '|O'; save it with numpy.asarray(…,"
            + " 'f4'), or leave it out");
    entries.put("V.npy", npy("<f4", "6,", f4(1, 2, 3, 4, 5, 6)));
    assertRefused("'V' must have shape [rows, factors], but has [6]");
    entries.put("V.npy", npy("<f4", "3, 3", f4(1, 2, 3, 4, 5, 6)));
    assertRefused("array 'V' must have 36 bytes for its shape [3, 3], but has 24");
    entries.put("V.npy", npy("<f4", "0, 2", new byte[0]));
    assertRefused(
        "model must have at least 1 feature and 1 factor, and fewer than 2^31 of both together, but"
            + " has 0 features with 2 factors each");
    entries.put("V.npy", npy("{'descr': '<f4', 'shape': (3, 2)}", f4(1, 2, 3, 4, 5, 6)));
    assertRefused(
        "header of 'V.npy' must have descr, fortran_order and shape, but is '{'descr': '<f4',"
            + " 'shape': (3, 2)}'");
    entries.put("V.npy", npy("<f4", "3, 2", f4(1, 2, 3, 4, Float.NaN, 6)));
    assertRefused("factor 0 of feature 2 must be finite, but was NaN");
    entries.put("V.npy", factors);
    entries.put("w.npy", npy("<f4", "2,", f4(1, 2)));
    assertRefused("'w' must have shape [3], as many rows as 'V', but has [2]");
    entries.put("w.npy", npy("<f4", "3,", f4(1, 2, 3)));
    entries.put("w0.npy", npy("<f4", "2,", f4(1, 2)));
    assertRefused("'w0' must be one number, but has shape [2]");
    entries.remove("w0.npy");
    entries.put("user_biases.npy", npy("<f4", "1,", f4(1)));
    assertRefused("'V' must not be there together with 'user_biases', but is");
    entries.remove("user_biases.npy");
    entries.put("mlp.npy", npy("<f4", "1,", f4(1)));
    assertRefused(
        "array 'mlp' must be one of a factorization machine (w0, w, V, user_factors, item_factors,"
            + " user_biases, item_biases), but is not; a model that has more than these scores"
            + " otherwise, and what is no part of the score must be left out");
    entries.remove("mlp.npy");
    entries.put("loss.npy", npy("hinge"));
    assertRefused(
        "loss must be one of logistic, half-squared, squared, implicit, ranking, but was 'hinge'");
    entries.remove("loss.npy");
    for (String target : List.of("implicit 1", "like", "like four", "all")) {
      entries.put("target.npy", npy(target));
      assertRefused(
          "target must be 'stars', 'like' and the lowest rating that is one, or 'implicit' and two"
              + " numbers, but was '"
              + target
              + "'");
    }
    entries.remove("target.npy");
    entries.put("ridge.npy", npy("none"));
    assertRefused(
        "ridge must be 'fixed' or 'per-rating' and two numbers, such as 'per-rating 0.02 0.02', but"
            + " was 'none'");
    entries.remove("ridge.npy");
    entries.put("range.npy", npy("1"));
    assertRefused("range must be two numbers, such as '1 5', but is '1'");
    entries.put("range.npy", npy("1 b"));
    assertRefused("range must be two numbers, but is '1 b'");
    entries.put("range.npy", npy("5 1"));
    assertRefused("lowest prediction must be below the highest, but they are 5.0 and 1.0");
    entries.remove("range.npy");
    entries.put("user_ids.npy", npy("<U1", "1,", utf32("u")));
    assertRefused(
        "'user_ids' and 'item_ids' must both be there or none of them, but one is missing");
    entries.put("item_ids.npy", npy("<f4", "2,", f4(1, 2)));
    assertRefused("'item_ids' must be a list of texts or whole numbers, but has shape [2] of F32");
    entries.put("item_ids.npy", npy("<U1", "1,", new byte[] {0, (byte) 0xd8, 0, 0}));
    assertRefused("texts must be of characters, but one has the number 55296");
    entries.put("item_ids.npy", npy("<U1", "1,", utf32("i")));
    assertRefused(
        "encoder has 2 features, but the model has 3; was it trained on another data set?");
    entries.put("readme.txt", new byte[0]);
    assertRefused("entries must be arrays, NAME.npy, but one is 'readme.txt'");
  }

  private static String python(String program, Path... files)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", "-c", program));
    for (Path file : files) {
      command.add(file.toString());
    }
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return "no python3: " + e.getMessage();
    }
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return printed;
  }

  private static void assumeNumpy() throws IOException, InterruptedException {
    String found = python("import numpy; print('numpy')");
    assumeTrue(found.equals("numpy"), () -> "skipped, there is no NumPy: " + found);
  }

  @Test
  void numpy_readsWhatIsWritten() throws IOException, InterruptedException {
    assumeNumpy();
    Path file = folder.resolve("written.npz");
    FmModel model =
        FmModel.of(
            PredictorType.REGRESSOR, 2, 0.5f, new float[] {1, 2}, new float[] {3, 4, 5, 0.1f});
    ModelFiles.writeNpz(
        ModelSource.of("npz", model)
            .withLoss(Loss.SQUARED)
            .withRidge(Ridge.fixed(0.5, 2))
            .withEncoder(OneHotEncoder.of(List.of("Ülkü"), List.of("i"))),
        file);

    assertEquals(
        "0.5|[1.0, 2.0]|[[3.0, 4.0], [5.0, 0.10000000149011612]]|float32 True|squared|fixed 0.5"
            + " 2.0|['Ülkü']|['i']",
        python(
            """
            import numpy, sys
            m = numpy.load(sys.argv[1])
            s = '|'.join([str(float(m['w0'])), str(m['w'].tolist()), str(m['V'].tolist()),
              str(m['V'].dtype) + ' ' + str(m['V'].flags.c_contiguous), str(m['loss']),
              str(m['ridge']), str(m['user_ids'].tolist()), str(m['item_ids'].tolist())])
            sys.stdout.buffer.write(s.encode())\
            """,
            file));
  }

  @Test
  void whatNumpyWrites_isRead() throws IOException, InterruptedException {
    assumeNumpy();
    Path plain = folder.resolve("plain.npz");
    Path packed = folder.resolve("packed.npz");
    assertEquals(
        "",
        python(
            """
            import numpy as np, sys
            V = np.asfortranarray(np.arange(1, 7, dtype='>f8').reshape(3, 2))
            for save, f in (np.savez, sys.argv[1]), (np.savez_compressed, sys.argv[2]):
              save(f, w0=np.float64(.5), w=np.array([1, 2, 3]), V=V, loss='logistic',
                ridge='fixed 1 2', user_ids=['a'], item_ids=np.array([10, 2]))\
            """,
            plain,
            packed));
    ModelSource source = ModelFiles.npz(plain);

    assertFactors(source);
    assertEquals(0.5f, source.model().bias());
    assertEquals(3, source.model().linearWeight(2));
    assertEquals(Loss.LOGISTIC, source.loss());
    assertEquals(Ridge.fixed(1, 2), source.ridge());
    assertEquals(OneHotEncoder.of(List.of("a"), List.of("10", "2")), source.encoder());
    assertEquals(source, ModelFiles.npz(packed));
  }
}
