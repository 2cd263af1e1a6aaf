package io.github.fmexplain.io.models;

import static io.github.fmexplain.io.models.ModelBytes.f4;
import static io.github.fmexplain.io.models.ModelBytes.npy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
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
import io.github.fmexplain.io.internal.Where;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.Loss;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.ModelSource;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
        Where.in(message, "m.npz"),
        assertThrows(ModelFormatException.class, this::read).getMessage());
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
    types.put("<u2", ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN));
    types.put(">i2", ByteBuffer.allocate(12));
    types.put("<u4", ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN));
    types.put(">u8", ByteBuffer.allocate(48));
    for (Map.Entry<String, ByteBuffer> type : types.entrySet()) {
      for (int j = 1; j <= 6; j++) {
        switch (type.getKey().substring(1)) {
          case "f8" -> type.getValue().putDouble(j);
          case "f4" -> type.getValue().putFloat(j);
          case "i8", "u8" -> type.getValue().putLong(j);
          case "i4", "u4" -> type.getValue().putInt(j);
          case "i2", "u2" -> type.getValue().putShort((short) j);
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

  /** The largest of each width, of which float32 has those of 2 bytes; 2^64 − 1 is 2^64 there. */
  @Test
  void numbersWithoutSign_areNotNegative() throws IOException {
    Map<String, Float> largest = Map.of("|u1", 255f, "<u2", 65535f, "<u4", 0x1p32f, "<u8", 0x1p64f);
    for (Map.Entry<String, Float> type : largest.entrySet()) {
      byte[] ones = new byte[type.getKey().charAt(2) - '0'];
      Arrays.fill(ones, (byte) -1);
      entries.put("V.npy", npy(type.getKey(), "1, 1", ones));
      ModelSource source = read();
      assertEquals(type.getValue(), source.model().factors(0)[0]);
      assertEquals(ones.length > 2, source.notes().contains("'V' is rounded to float32"));
    }
  }

  private List<String> idsOf(String descr, byte[] ids) throws IOException {
    int each = ids.length / 2;
    entries.put("V.npy", npy("<f4", "2, 1", f4(1, 2)));
    entries.put("user_ids.npy", npy(descr, "1,", Arrays.copyOf(ids, each)));
    entries.put("item_ids.npy", npy(descr, "1,", Arrays.copyOfRange(ids, each, 2 * each)));
    OneHotEncoder encoder = (OneHotEncoder) Objects.requireNonNull(read().encoder());
    return List.of(encoder.users().ids().get(0), encoder.items().ids().get(0));
  }

  @Test
  void wholeNumbers_areIdsToTheLastDigit() throws IOException {
    // Double has neither of the first two.
    byte[] numbers =
        ByteBuffer.allocate(16).putLong(9007199254740993L).putLong(1234567890123456789L).array();
    assertEquals(List.of("9007199254740993", "1234567890123456789"), idsOf(">i8", numbers));
    byte[] ends = ByteBuffer.allocate(16).putLong(Long.MIN_VALUE).putLong(-1).array();
    assertEquals(List.of("-9223372036854775808", "-1"), idsOf(">i8", ends));
    assertEquals(List.of("9223372036854775808", "18446744073709551615"), idsOf(">u8", ends));
    byte[] bytes = {(byte) 0x80, 0, 0, 0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff};
    assertEquals(List.of("-2147483648", "-1"), idsOf(">i4", bytes));
    assertEquals(List.of("2147483648", "4294967295"), idsOf(">u4", bytes));
    byte[] four = {(byte) 0x80, 0, (byte) 0xff, (byte) 0xff};
    assertEquals(List.of("-32768", "-1"), idsOf(">i2", four));
    assertEquals(List.of("32768", "65535"), idsOf(">u2", four));
    byte[] two = {(byte) 0x80, (byte) 0xff};
    assertEquals(List.of("-128", "-1"), idsOf("|i1", two));
    assertEquals(List.of("128", "255"), idsOf("|u1", two));
  }

  @Test
  void bytes_areTextsInUtf8() throws IOException {
    byte[] texts = "Ülkü\0i\0\0\0\0\0\0".getBytes(StandardCharsets.UTF_8);
    assertEquals(List.of("Ülkü", "i"), idsOf("|S7", texts));
    texts[0] = (byte) 0xff;
    entries.put("user_ids.npy", npy("|S14", "1,", texts));
    assertRefused("'user_ids' must be UTF-8, but is not; save it with .astype(str)");
    entries.put("user_ids.npy", npy("|O", "1,", texts));
    assertRefused(
        "array 'user_ids' must be of numbers or texts, but is of '|O'; save it with .astype(str)");
    entries.put("user_ids.npy", npy("<U10001", "1,", texts));
    assertRefused("texts of 'user_ids' must have at most 10000 characters, but have 10001");
  }

  @Test
  void settings_mayBeLists() throws IOException {
    entries.put("V.npy", npy("<f4", "2, 1", f4(1, 2)));
    entries.put("range.npy", npy("|i1", "2,", new byte[] {1, 5}));
    entries.put("loss.npy", npy("|S7", "1,", "squared".getBytes(StandardCharsets.US_ASCII)));
    entries.put("ridge.npy", npy("<U5", "3,", utf32("fixed", "1", "2")));
    ModelSource source = read();
    assertEquals(1, source.lowest());
    assertEquals(5, source.highest());
    assertEquals(Loss.SQUARED, source.loss());
    assertEquals(Ridge.fixed(1, 2), source.ridge());
    entries.put("range.npy", npy("|i1", "1, 2", new byte[] {1, 5}));
    assertRefused("'range' must be one value, or a list of at most 10, but has shape [1, 2]");
    entries.put("range.npy", npy("|i1", "11,", new byte[11]));
    assertRefused("'range' must be one value, or a list of at most 10, but has shape [11]");
  }

  @Test
  void manyAxes_areRefused() {
    entries.put("V.npy", npy("<f4", "1, ".repeat(33), f4(1)));
    assertRefused("'V' must have at most 32 axes, but has 33");
    entries.put("V.npy", npy("<f4", "1, ".repeat(32), f4(1)));
    assertRefused("'V' must have shape [rows, factors], but has [1, 1, 1, 1, 1, 1, 1, 1, …]");
  }

  /** A zip64 whose directory says that an array of 2^58 texts is there, to the byte. */
  @Test
  void sizesThatOverflow_areRefused() throws IOException {
    try (InputStream zip = NpzTest.class.getResourceAsStream("ParserFuzzTestInputs/npz/zip64")) {
      Files.write(folder.resolve("m.npz"), Objects.requireNonNull(zip).readAllBytes());
    }
    assertEquals(
        "'user_ids' must take at most 268435256 bytes of memory, but would take"
            + " 9223372036854775807; raise the limit with ModelFiles.read(file, format,"
            + " maximumMemory), in m.npz",
        assertThrows(ModelFormatException.class, () -> ModelFiles.npz(folder.resolve("m.npz")))
            .getMessage());
  }

  @Test
  void namesThatAreNotUtf8_areRefused() throws IOException {
    entries.put("V\u00e4.npy", npy("<f4", "2, 1", f4(1, 2)));
    byte[] zip = ModelBytes.zip(entries);
    for (int at = 1; at < zip.length; at++) {
      if (zip[at - 1] == (byte) 0xc3 && zip[at] == (byte) 0xa4) {
        zip[at] = 'a';
      }
    }
    Path file = Files.write(folder.resolve("m.npz"), zip);

    assertEquals(Optional.of(ModelFormat.NPZ), ModelFormat.of(file));
    String message =
        String.valueOf(
            assertThrows(ModelFormatException.class, () -> ModelFiles.npz(file)).getMessage());
    assertTrue(
        message.matches(
            // The first is what later Java says itself.
            "file must be whole, but is not: .*, in m.npz|names of the zip's entries must be UTF-8,"
                + " but one is not; copy it again, in m.npz"),
        message);
  }

  @Test
  void idsThatWouldBeOthers_areNotWritten() throws IOException {
    FmModel model =
        FmModel.of(PredictorType.REGRESSOR, 1, 0, new float[] {1, 2}, new float[] {3, 4});
    Map<String, String> refused = new LinkedHashMap<>();
    refused.put(
        "a".repeat(10_001),
        "ids must have at most 10000 characters to be written as npz, but '"
            + "a".repeat(40)
            + "…' has more; use writeSafetensors");
    refused.put(
        "a\0",
        "ids must not end in a NUL to be written as npz, as NumPy leaves it out, but 'a?' does; use"
            + " writeSafetensors");
    refused.put(
        "\ud800a",
        "ids must be of whole characters to be written, but '\ud800a' has half of a pair of"
            + " surrogates");
    Path npz = folder.resolve("m.npz");
    for (Map.Entry<String, String> id : refused.entrySet()) {
      OneHotEncoder ids = OneHotEncoder.of(List.of("u"), List.of(id.getKey()));
      ModelSource source = ModelSource.of("npz", model).withEncoder(ids);
      assertEquals(
          id.getValue(),
          assertThrows(IllegalArgumentException.class, () -> ModelFiles.writeNpz(source, npz))
              .getMessage());
      assertTrue(Files.notExists(npz));
      Path other = folder.resolve("m.safetensors");
      if (id.getKey().startsWith("a")) {
        ModelFiles.writeSafetensors(source, other);
        assertEquals(ids, ModelFiles.safetensors(other).encoder());
      } else {
        assertThrows(
            IllegalArgumentException.class, () -> ModelFiles.writeSafetensors(source, other));
      }
    }
    String longest = "😀".repeat(10_000);
    OneHotEncoder ids = OneHotEncoder.of(List.of("u"), List.of(longest));
    ModelFiles.writeNpz(ModelSource.of("npz", model).withEncoder(ids), npz);
    assertEquals(ids, ModelFiles.npz(npz).encoder());
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
    // α belongs to that loss alone.
    entries.put("loss.npy", npy("half-squared"));
    assertEquals(Loss.HALF_SQUARED, read().loss());
    assertNull(read().target());
    assertTrue(read().notes().contains("not used: factors, use_native, dtype, alpha"));
  }

  @Test
  void leastSquaresWithoutRegularization_areScored() throws IOException {
    entries.put("user_factors.npy", npy("<f4", "1, 2", f4(1, 2)));
    entries.put("item_factors.npy", npy("<f4", "2, 2", f4(3, 4, 5, 6)));
    entries.put("regularization.npy", npy("<f8", "", f8(0)));
    entries.put("alpha.npy", npy("<f8", "", f8(40)));
    ModelSource source = read();

    assertFactors(source);
    assertEquals(Loss.IMPLICIT, source.loss());
    assertNull(source.ridge());
    assertEquals(
        List.of(
            "regularization is 0, and a ridge must be positive to explain with",
            "ids of the columns are not told"),
        source.notes());
    entries.put("regularization.npy", npy("<f8", "", f8(-1)));
    assertRefused("ridge on factors must be finite and positive, but was -1.0");
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

  /** Texts that are as long as the first one, or filled up to that. */
  private static byte[] utf32(String... texts) {
    int length = texts[0].length();
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * length * texts.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int j = 0; j < texts.length; j++) {
      bytes.position(4 * length * j);
      texts[j].chars().forEach(bytes::putInt);
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
    entries.put("V.npy", npy("<f16", "3, 2", new byte[96]));
    assertRefused(
        "array 'V' must be of numbers or texts, but is of '<f16'; save it with numpy.asarray(…,"
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
