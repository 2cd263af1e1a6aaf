package io.github.fmexplain.io.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.io.internal.Where;
import io.github.fmexplain.io.models.ModelBytes.Pickle;
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
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchTest {

  @TempDir private Path folder;

  private ModelSource read(Map<String, byte[]> entries) throws IOException {
    return ModelFiles.torch(Files.write(folder.resolve("m.pt"), ModelBytes.zip(entries)));
  }

  private ModelSource read(byte[] pickle, byte[] storage) throws IOException {
    return read(Map.of("m/data.pkl", pickle, "m/data/0", storage));
  }

  private void assertRefused(String message, byte[] pickle, byte[] storage) {
    assertEquals(
        Where.in(message, "m.pt"),
        assertThrows(ModelFormatException.class, () -> read(pickle, storage)).getMessage());
  }

  @Test
  void recBolesModel_hasPaddingColumns() throws IOException {
    FmModel plain = World.model(PredictorType.BINARY_CLASSIFIER);
    int n = World.padded().numFeatures();
    float[] linear = new float[n];
    float[] factors = new float[3 * n];
    for (int f = 0; f < plain.numFeatures(); f++) {
      int column = f < World.USERS.size() ? f + 1 : f + 2;
      linear[column] = plain.linearWeight(f);
      System.arraycopy(plain.factors(f), 0, factors, 3 * column, 3);
    }
    Map<String, float[]> tensors = new LinkedHashMap<>();
    tensors.put("token_embedding_table.embedding.weight", factors);
    tensors.put("first_order_linear.bias", new float[] {plain.bias()});
    tensors.put("first_order_linear.token_embedding_table.embedding.weight", linear);
    Path file =
        Files.write(
            folder.resolve("recbole.pth"),
            ModelBytes.torch(
                tensors,
                Map.of(
                    "token_embedding_table.embedding.weight", List.of(n, 3),
                    "first_order_linear.bias", List.of(1),
                    "first_order_linear.token_embedding_table.embedding.weight", List.of(n, 1))));

    ModelSource source = ModelFiles.torch(file);

    assertEquals(Loss.LOGISTIC, source.loss());
    assertTrue(source.notes().contains("the first column of each field is RecBole's padding"));
    List<History> likes =
        World.histories(
            (u, i) ->
                plain.score(
                            World.ENCODER.encode(
                                World.USERS.get(u), Set.of(), World.ITEMS.get(i), Set.of()))
                        > 0
                    ? 5
                    : 1);
    TrainedModel trained =
        TrainedModel.of(
            source.withRidge(Ridge.fixed(1, 1)),
            TrainingSet.of(World.padded(), likes, RatingTarget.likeFrom(4)));
    assertTrue(trained.summary().fitsBetterThanConstant());
  }

  private static Pickle state(String type, List<Integer> shape, int count) {
    return new Pickle().ordered().mark().text("V").tensor(type, 0, count, shape).op('u');
  }

  @Test
  void otherTypes_areRead() throws IOException {
    // 1, 2 and −3 as bfloat16: the upper half of a float32.
    byte[] brain = {(byte) 0x80, 0x3f, 0, 0x40, 0x40, (byte) 0xc0};
    ModelSource source = read(state("BFloat16Storage", List.of(3, 1), 3).attributes().end(), brain);
    assertArrayEquals(new float[] {-3}, source.model().factors(2));
    // Without attributes, and within a checkpoint.
    byte[] within =
        new Pickle()
            .op('}')
            .mark()
            .text("epoch")
            .number(3)
            .text("state_dict")
            .op('}')
            .text("V")
            .tensor("BFloat16Storage", 0, 3, List.of(3, 1))
            .op('s')
            .op('u')
            .end();
    assertEquals(source, read(within, brain));
  }

  @Test
  void bytesOfAnotherOrder_andColumns_areRead() throws IOException {
    byte[] pickle = state("FloatStorage", List.of(2, 2), 4).end();
    // The strides of shape [2, 2] are (2, 1); those of its transpose (1, 2).
    String text = new String(pickle, StandardCharsets.ISO_8859_1);
    String strides = "(J\2\0\0\0J\1\0\0\0t";
    assertTrue(text.contains(strides));
    byte[] transposed =
        text.replace(strides, "(J\1\0\0\0J\2\0\0\0t").getBytes(StandardCharsets.ISO_8859_1);
    byte[] big = {
      0x3f, (byte) 0x80, 0, 0, 0x40, 0, 0, 0, 0x40, 0x40, 0, 0, 0x40, (byte) 0x80, 0, 0
    };
    byte[] order = "big".getBytes(StandardCharsets.US_ASCII);

    ModelSource rows = read(Map.of("m/data.pkl", pickle, "m/data/0", big, "m/byteorder", order));
    ModelSource columns =
        read(Map.of("m/data.pkl", transposed, "m/data/0", big, "m/byteorder", order));

    assertArrayEquals(new float[] {1, 2}, rows.model().factors(0));
    assertArrayEquals(new float[] {1, 3}, columns.model().factors(0));
  }

  @Test
  void whatIsNoStateDictionary_isRefused() {
    byte[] none = new byte[0];
    assertRefused(
        "file must hold a state dictionary and nothing else, but has 'os.system'; save it with"
            + " torch.save(model.state_dict(), …)",
        new Pickle().global("os", "system").mark().text("rm").op('t').op('R').end(),
        none);
    assertRefused(
        "file must hold a state dictionary and nothing else, but has"
            + " 'recbole.config.configurator.Config'; save it with torch.save(model.state_dict(),"
            + " …)",
        new Pickle().global("recbole.config.configurator", "Config").end(),
        none);
    assertRefused(
        "file must hold a state dictionary, but does not", new Pickle().op('N').end(), none);
    assertRefused(
        "state dictionary must have tensors by name, but has 'epoch' without one",
        new Pickle().op('}').text("epoch").number(1).op('s').end(),
        none);
    assertRefused(
        "state dictionary must have tensors by name, but has 'a number' without one",
        new Pickle().op('}').number(1).number(1).op('s').end(),
        none);
    // Operations that call, look up elsewhere or copy are none of torch.save's.
    for (int operation : new int[] {'i', 'o', 0x81, 0x92, 0x93, 0x82, 'P', '2', 'I', 'd', 0x8c}) {
      assertRefused(
          "pickle must be as torch.save makes it of a state dictionary, but has operation "
              + operation,
          new Pickle().op('}').op(operation).end(),
          none);
    }
    assertRefused("pickle must be whole, but is not", new Pickle().op('s').end(), none);
    assertRefused("pickle must be whole, but is not", new Pickle().op('}').op('R').end(), none);
    assertRefused("pickle must be whole, but is not", new byte[] {(byte) 0x8a}, none);
    byte[] whole = new Pickle().op('}').end();
    assertRefused("pickle must be whole, but is not", Arrays.copyOf(whole, whole.length - 1), none);
  }

  @Test
  void keysThatHaveNoHash_areRefused() {
    // l = [l, l], which would take for ever to look up.
    byte[] pickle =
        new Pickle().op('}').op(']').op('q').op(0).op('h').op(0).op('a').op('N').op('s').end();
    assertRefused("keys must be texts or numbers, but one is not", pickle, new byte[0]);
  }

  @Test
  void shapesThatAreTooLarge_areRefused() {
    assertRefused(
        "shapes must have at most 32 axes, but one has 33",
        state("FloatStorage", Collections.nCopies(33, 1), 1).end(),
        new byte[4]);
    // Shape [2^62, 2], the first index being the fastest.
    String pickle =
        new String(state("FloatStorage", List.of(3, 2), 6).end(), StandardCharsets.ISO_8859_1);
    String large = "\u008a\b\0\0\0\0\0\0\0@";
    String changed =
        pickle
            .replace("(J\3\0\0\0J\2\0\0\0t", "(" + large + "J\2\0\0\0t")
            .replace("(J\2\0\0\0J\1\0\0\0t", "(J\1\0\0\0" + large + "t");
    assertEquals(pickle.length() + 10, changed.length());
    assertRefused(
        "tensor 'V' of shape [4611686018427387904, 2] must fill a storage of its own, which must be"
            + " in the file, but does not; save tensor.clone(), and copy a damaged file again",
        changed.getBytes(StandardCharsets.ISO_8859_1),
        new byte[24]);
  }

  @Test
  void storages_mustFit() {
    String message =
        "tensor 'V' of shape [3, 2] must fill a storage of its own, which must be in the file, but"
            + " does not; save tensor.clone(), and copy a damaged file again";
    byte[] pickle = state("FloatStorage", List.of(3, 2), 6).end();
    assertRefused(message, pickle, new byte[20]);
    assertRefused(message, state("FloatStorage", List.of(3, 2), 7).end(), new byte[28]);
    assertEquals(
        Where.in(message, "m.pt"),
        assertThrows(ModelFormatException.class, () -> read(Map.of("m/data.pkl", pickle)))
            .getMessage());
    assertEquals(
        "zip must have NAME/data.pkl, as torch.save makes it since PyTorch 1.6, but has not, in"
            + " m.pt",
        assertThrows(ModelFormatException.class, () -> read(Map.of("a", pickle))).getMessage());
    assertEquals(
        "zip must have one data.pkl, but has more, in m.pt",
        assertThrows(
                ModelFormatException.class,
                () -> read(Map.of("a/data.pkl", pickle, "b/data.pkl", pickle)))
            .getMessage());
    assertEquals(
        "byteorder must be 'little' or 'big', but is 'middle', in m.pt",
        assertThrows(
                ModelFormatException.class,
                () ->
                    read(
                        Map.of(
                            "m/data.pkl",
                            pickle,
                            "m/byteorder",
                            "middle".getBytes(StandardCharsets.US_ASCII))))
            .getMessage());
    assertEquals(
        "data.pkl must have at most 1048576 bytes, but has 2000000, in m.pt",
        assertThrows(
                ModelFormatException.class, () -> read(Map.of("m/data.pkl", new byte[2_000_000])))
            .getMessage());
  }
}
