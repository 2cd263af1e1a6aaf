package io.github.fmexplain.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Files that are not what they should be: each is refused in one line. */
class TrainedModelFormatTest {

  private final Path file = Jimfs.newFileSystem(Configuration.unix()).getPath("/recommender.fmx");

  private byte[] written(TrainedModel trained) throws IOException {
    TrainedModelFile.write(trained, file);
    return Files.readAllBytes(file);
  }

  private byte[] whole() throws IOException {
    return written(Samples.whole());
  }

  private byte[] withoutPath(EncoderSections.Kind kind) throws IOException {
    return written(
        Samples.trained(
            kind, PredictorType.REGRESSOR, Ridge.fixed(0.5, 2), TrainingMode.other(), false, null));
  }

  private String refusal(byte[] bytes) throws IOException {
    return refusal(bytes, TrainedModelLimits.defaults());
  }

  private String refusal(byte[] bytes, TrainedModelLimits limits) throws IOException {
    Files.write(file, bytes);
    TrainedModelFormatException e =
        assertThrows(TrainedModelFormatException.class, () -> TrainedModelFile.read(file, limits));
    String message = String.valueOf(e.getMessage());
    assertFalse(message.chars().anyMatch(Character::isISOControl), message);
    assertTrue(message.length() < 1000, message);
    return message;
  }

  private void assertRefused(String message, byte[] bytes) throws IOException {
    assertEquals(message, refusal(bytes));
  }

  private static byte[] changed(byte[] bytes, UnaryOperator<byte[]> change) {
    return change.apply(bytes.clone());
  }

  @Test
  void everyByteThatIsFlipped_isFound() throws IOException {
    byte[] whole = whole();
    for (int j = 0; j < whole.length; j++) {
      for (int flip : new int[] {1, 0x80, 0xff}) {
        byte[] flipped = whole.clone();
        flipped[j] ^= (byte) flip;
        refusal(flipped);
      }
    }
  }

  @Test
  void everyTruncation_isFound() throws IOException {
    byte[] whole = whole();
    for (int length = 0; length < whole.length; length++) {
      refusal(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void everyExtension_isFound() throws IOException {
    byte[] whole = whole();
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      byte[] more = new byte[1 + random.nextInt(100)];
      random.nextBytes(more);
      byte[] extended = Arrays.copyOf(whole, whole.length + more.length);
      System.arraycopy(more, 0, extended, whole.length, more.length);
      assertRefused(
          "file must end here, but has " + more.length + " bytes more, in /recommender.fmx",
          extended);
    }
  }

  @Test
  void otherFiles_areRefused() throws IOException {
    String message =
        "file must begin as TrainedModelFile writes it, but does not, in /recommender.fmx; is it"
            + " another kind of file?";
    assertRefused(message, new byte[0]);
    assertRefused(message, "userId,movieId,rating\n".getBytes(StandardCharsets.UTF_8));
    assertRefused(message, new byte[1 << 20]);
  }

  @Test
  void otherVersions_areRefused() throws IOException {
    assertRefused(
        "format version must be 1, but is 2; read it with a later version of fm-explain, or write"
            + " it again with this one, in /recommender.fmx",
        changed(
            whole(),
            bytes -> {
              bytes[8] = 2;
              return Container.signed(bytes);
            }));
    assertRefused(
        "format version must be 1, but is 4278190081; read it with a later version of fm-explain,"
            + " or write it again with this one, in /recommender.fmx",
        changed(
            whole(),
            bytes -> {
              bytes[11] = (byte) 0xff;
              return bytes;
            }));
    assertRefused(
        "format version must be 1, but is 0; write it again with this version of fm-explain, in"
            + " /recommender.fmx",
        changed(
            whole(),
            bytes -> {
              bytes[8] = 0;
              return bytes;
            }));
  }

  @Test
  void damage_isSaidWhere() throws IOException {
    byte[] whole = whole();
    assertTrue(
        refusal(
                changed(
                    whole,
                    bytes -> {
                      bytes[40] ^= 1;
                      return bytes;
                    }))
            .matches(
                "checksum must be [0-9a-f]{8}, but is [0-9a-f]{8}; the file is damaged, copy it"
                    + " again, in section 'header' of /recommender.fmx"));
    assertRefused(
        "SHA-256 must be that of the file, but is not; the file is damaged, copy it again, in"
            + " /recommender.fmx",
        changed(
            whole,
            bytes -> {
              bytes[bytes.length - 1] ^= 1;
              return bytes;
            }));
    assertRefused(
        "there must be room for 476 bytes, but the file has 475 left, in section 'path' of"
            + " /recommender.fmx; is it complete?",
        Arrays.copyOf(whole, whole.length - 1));
    assertRefused(
        "file must have 4 bytes more, but has 3, in /recommender.fmx; is it complete?",
        Arrays.copyOf(whole, 11));
    assertRefused(
        "there must be room for "
            + Container.of(whole).part("header").length
            + " bytes, but the file has 43 left, in section 'header' of /recommender.fmx; is"
            + " it complete?",
        Arrays.copyOf(whole, 106));
    assertRefused(
        "section must be 'header', but is 'hea?er', in /recommender.fmx",
        changed(
            whole,
            bytes -> {
              bytes[16] = 7;
              return bytes;
            }));
    assertRefused(
        "there must be room for 18446744073709551615 bytes, but the file has "
            + (whole.length - 27 - 36)
            + " left, in section 'header' of /recommender.fmx; is it complete?",
        changed(
            whole,
            bytes -> {
              ByteBuffer.wrap(bytes).putLong(19, -1);
              return bytes;
            }));
  }

  @Test
  void headers_areChecked() throws IOException {
    Container whole = Container.of(whole());
    assertHeaderRefused(
        "features must be a whole number", whole, "\"features\":14", "\"features\":1.5");
    assertHeaderRefused(
        "features must be a whole number", whole, "\"features\":14", "\"features\":null");
    assertHeaderRefused(
        "encoder must be one of one-hot, tags, id-map, history", whole, "\"tags\"", "\"x\"");
    assertHeaderRefused("more is unknown", whole, "{\"pred", "{\"more\":1,\"pred");
    assertHeaderRefused("text must be JSON", whole, "}}", "");
    assertHeaderRefused("ridge.factors must be a finite number", whole, "0.5", "1e999");
    assertEquals(
        "header must be one of a trained model: mode.padded must be true or false, but is 1, in"
            + " /recommender.fmx",
        refusal(whole.withHeader("\"padded\":true", "\"padded\":1").bytes()));
    assertEquals(
        "header must be one of a trained model: ridge is refused: ridge on factors must be finite"
            + " and positive, but was -0.5, in /recommender.fmx",
        refusal(whole.withHeader("0.5", "-0.5").bytes()));
    assertEquals(
        "unknown hyperparameter 'epochz', in /recommender.fmx",
        refusal(whole.withHeader("epochs", "epochz").bytes()).replaceAll(";.*, in", ", in"));
    assertEquals(
        "there must be at most 1048576 bytes, but there are 1048577, in section 'header' of"
            + " /recommender.fmx",
        refusal(whole.with("header", any -> new byte[(1 << 20) + 1]).bytes()));
    assertEquals(
        "text must be UTF-8, but is not, in section 'header' of /recommender.fmx",
        refusal(whole.with("header", any -> new byte[] {(byte) 0xff}).bytes()));
  }

  private void assertHeaderRefused(String message, Container whole, String from, String to)
      throws IOException {
    String refusal = refusal(whole.withHeader(from, to).bytes());
    assertTrue(refusal.startsWith("header must be one of a trained model: " + message), refusal);
  }

  @Test
  void models_areChecked() throws IOException {
    Container whole = Container.of(whole());
    int bytes = whole.part("model").length;
    assertEquals(
        "there must be a bias, and a weight and 2 factors for each of 15 features, but there are "
            + bytes
            + " bytes, in section 'model' of /recommender.fmx",
        refusal(whole.withHeader("\"features\":14", "\"features\":15").bytes()));
    for (String features : new String[] {"0", "-1", "1073741839", "40000000"}) {
      String refusal =
          refusal(whole.withHeader("\"features\":14", "\"features\":" + features).bytes());
      assertTrue(refusal.contains(" features, but there are "), refusal);
    }
    TrainedModelLimits all =
        TrainedModelLimits.builder()
            .maximumFactors(Integer.MAX_VALUE)
            .maximumFeatures(Integer.MAX_VALUE)
            .maximumPoints(Integer.MAX_VALUE)
            .build();
    String most =
        refusal(
            whole
                .withHeader("\"features\":14", "\"features\":2147483647")
                .withHeader("\"factors\":2,", "\"factors\":2147483647,")
                .bytes(),
            all);
    assertTrue(most.contains("for each of 2147483647 features, but there are "), most);
    String points = refusal(whole.withHeader("\"points\":3", "\"points\":2147483647").bytes(), all);
    assertTrue(points.startsWith("there must be 2147483647 points over 11 of the 14 features"));
    assertEquals(
        "factor 1 of feature 13 must be finite, but was NaN, in /recommender.fmx",
        refusal(whole.withNumber("model", bytes - 4, 0x7fc00000).bytes()));
    assertEquals(
        "training path must end at the model, but ends at another one; record it in the same"
            + " training, in /recommender.fmx",
        refusal(whole.withNumber("model", bytes - 4, 0).bytes()));
  }

  @Test
  void ids_areChecked() throws IOException {
    Container oneHot = Container.of(withoutPath(EncoderSections.Kind.ONE_HOT));
    assertEquals(
        "user 'u' occurs twice, in /recommender.fmx",
        refusal(
            oneHot
                .with(
                    "users",
                    bytes -> {
                      bytes[13] = 'u';
                      return bytes;
                    })
                .bytes()));
    assertEquals(
        "there must be room for 4 users, but there are 15 bytes left, in section 'users' of"
            + " /recommender.fmx",
        refusal(oneHot.withNumber("users", 0, 4).bytes()));
    assertEquals(
        "there must be at most 50000000 users, but there are 4294967295; raise the limit with"
            + " TrainedModelLimits.builder().maximumIds(…), in section 'users' of"
            + " /recommender.fmx",
        refusal(oneHot.withNumber("users", 0, -1).bytes()));
    assertEquals(
        "there must be nothing more, but there are 5 bytes, in section 'users' of"
            + " /recommender.fmx",
        refusal(oneHot.withNumber("users", 0, 2).bytes()));
    assertEquals(
        "there must be room for 12 bytes of an id, but there are 11 bytes left, in section 'users'"
            + " of /recommender.fmx",
        refusal(oneHot.withNumber("users", 4, 12).bytes()));
    assertEquals(
        "user id must not be empty, in /recommender.fmx",
        refusal(
            oneHot
                .with("users", bytes -> ints(3, 0, 0, 0x01000000, 0))
                .with("users", bytes -> Arrays.copyOf(ints(3, 0, 0, 3, 0x00646362), 19))
                .bytes()));
    assertEquals(
        "text must be UTF-8, but is not, in section 'users' of /recommender.fmx",
        refusal(
            oneHot
                .with(
                    "users",
                    bytes -> {
                      bytes[8] = (byte) 0xc0;
                      return bytes;
                    })
                .bytes()));
    assertEquals(
        "encoder has 7 features, but the model has 8, in /recommender.fmx; was it"
            + " trained on another data set?",
        refusal(oneHot.with("users", bytes -> Arrays.copyOf(ints(2, 1, 0x175, 0x7600), 14)).bytes())
            .replace("encoder has 7", "encoder has 7"));
  }

  private static byte[] ints(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      buffer.putInt(value);
    }
    return buffer.array();
  }

  @Test
  void historyBlocks_areChecked() throws IOException {
    Container bags = Container.of(withoutPath(EncoderSections.Kind.HISTORY));
    assertEquals(
        "encoder must be from 0 to 2, but is 3, in section 'history' of /recommender.fmx",
        refusal(bags.withNumber("history", 0, 3).bytes()));
    assertEquals(
        "products must be from 0 to 1, but is 2, in section 'history' of /recommender.fmx",
        refusal(bags.withNumber("history", 16, 2).bytes()));
    assertEquals(
        "last must be at least 1, but was 0, in /recommender.fmx",
        refusal(bags.withNumber("history", 20, 0).bytes()));
    assertEquals(
        "encoder has 17 features, but the model has 16, in /recommender.fmx; was it"
            + " trained on another data set?",
        refusal(bags.withNumber("history", 4, 12).bytes()));
  }

  @Test
  void columnsAndTags_areChecked() throws IOException {
    Container idMap = Container.of(withoutPath(EncoderSections.Kind.ID_MAP));
    assertEquals(
        "column must be from 0 to 10, but is 11, in section 'user-columns' of /recommender.fmx",
        refusal(idMap.withNumber("user-columns", 4, 11).bytes()));
    assertEquals(
        "column must be from 0 to 10, but is -1, in section 'item-columns' of /recommender.fmx",
        refusal(idMap.withNumber("item-columns", 0, -1).bytes()));
    assertEquals(
        "column 9 must belong to one id, but user 'u' and user 'w' have it, in /recommender.fmx",
        refusal(idMap.withNumber("user-columns", 4, 9).bytes()));
    assertEquals(
        "there must be a column for each of 3 users, but there are 8 bytes, in section"
            + " 'user-columns' of /recommender.fmx",
        refusal(idMap.with("user-columns", bytes -> Arrays.copyOf(bytes, 8)).bytes()));
    assertEquals(
        "id 'v' must occur once, but occurs twice, in section 'user-columns' of /recommender.fmx",
        refusal(
            idMap
                .with(
                    "users",
                    bytes -> {
                      bytes[13] = 'v';
                      return bytes;
                    })
                .bytes()));
    Container tags = Container.of(whole());
    assertEquals(
        "item tag must be from 0 to 2, but is 3, in section 'tags-of-items' of /recommender.fmx",
        refusal(tags.withNumber("tags-of-items", 4, 3).bytes()));
    assertEquals(
        "item tags must be those of the items in their order, but are Comedy, Drama, War, in"
            + " section 'tags-of-items' of /recommender.fmx",
        refusal(tags.withNumber("tags-of-items", 8, 1).bytes()));
  }

  @Test
  void histories_areChecked() throws IOException {
    Container whole = Container.of(whole());
    int bytes = whole.part("histories").length;
    assertEquals(
        "row must be from 0 to 5, but is 6, in section 'histories' of /recommender.fmx",
        refusal(whole.withNumber("histories", bytes - 16, 6).bytes()));
    assertEquals(
        "sampled item must be from 0 to 4, but is 5, in section 'histories' of /recommender.fmx",
        refusal(whole.withNumber("histories", bytes - 4, 5).bytes()));
    assertEquals(
        "there must be room for 2 sampled items, but there are 4 bytes left, in section"
            + " 'histories' of /recommender.fmx",
        refusal(whole.withNumber("histories", bytes - 8, 2).bytes()));
    String parts =
        "training histories must have a hash, a rising start and sampled items for each of 2"
            + " users, and 6 rows, but their parts differ, in /recommender.fmx";
    assertEquals(parts, refusal(whole.withNumber("histories", 14 + 16, 4).bytes()));
    // More sampled items than rows.
    assertEquals(
        parts,
        refusal(
            whole
                .with(
                    "histories",
                    all -> {
                      byte[] more = Arrays.copyOf(all, all.length + 12);
                      more[all.length - 8] = 4;
                      return more;
                    })
                .bytes()));
    assertEquals(
        "there must be 8 bytes more, but there are 6, in section 'histories' of /recommender.fmx",
        refusal(whole.with("histories", all -> Arrays.copyOf(all, 20)).bytes()));
  }

  @Test
  void paths_areChecked() throws IOException {
    Container whole = Container.of(whole());
    assertEquals(
        "column must be from 0 to 13, but is 14, in section 'path' of /recommender.fmx",
        refusal(whole.withNumber("path", 40, 14).bytes()));
    assertEquals(
        "columns of a training path must rise from 0 on, but 3 does not, in /recommender.fmx",
        refusal(whole.withNumber("path", 4, 3).bytes()));
    String assumed = refusal(whole.withHeader("retraced", "assumed").bytes());
    assertEquals(
        "a training path must be recorded or retraced; an assumed one has no points, in"
            + " /recommender.fmx",
        assumed);
    for (String columns : new String[] {"0", "-11", "12", "15"}) {
      String refusal =
          refusal(whole.withHeader("\"columns\":11", "\"columns\":" + columns).bytes());
      assertTrue(refusal.startsWith("there must be 3 points over " + columns + " of"), refusal);
    }
  }

  @Test
  void limits_areKept() throws IOException {
    byte[] whole = whole();
    assertLimit(
        whole,
        TrainedModelLimits.builder().maximumBytes(whole.length - 1),
        "there must be at most %d bytes, but there are %d; raise the limit with"
            + " TrainedModelLimits.builder().maximumBytes(…), in /recommender.fmx",
        whole.length);
    assertLimit(
        whole,
        TrainedModelLimits.builder().maximumFeatures(13),
        "there must be at most %d features, but there are %d; raise the limit with"
            + " TrainedModelLimits.builder().maximumFeatures(…), in /recommender.fmx",
        14);
    assertLimit(
        whole,
        TrainedModelLimits.builder().maximumFactors(1),
        "there must be at most %d factors, but there are %d; raise the limit with"
            + " TrainedModelLimits.builder().maximumFactors(…), in /recommender.fmx",
        2);
    assertLimit(
        whole,
        TrainedModelLimits.builder().maximumIds(2),
        "there must be at most %d users, but there are %d; raise the limit with"
            + " TrainedModelLimits.builder().maximumIds(…), in section 'users' of"
            + " /recommender.fmx",
        3);
    assertLimit(
        whole,
        TrainedModelLimits.builder().maximumIdBytes(6),
        "there must be at most %d bytes of an id, but there are %d; raise the limit with"
            + " TrainedModelLimits.builder().maximumIdBytes(…), in section 'context-tags' of"
            + " /recommender.fmx",
        7);
    assertLimit(
        whole,
        TrainedModelLimits.builder().maximumRatings(5),
        "there must be at most %d ratings, but there are %d; raise the limit with"
            + " TrainedModelLimits.builder().maximumRatings(…), in section 'histories' of"
            + " /recommender.fmx",
        6);
    assertLimit(
        whole,
        TrainedModelLimits.builder().maximumPoints(2),
        "there must be at most %d points, but there are %d; raise the limit with"
            + " TrainedModelLimits.builder().maximumPoints(…), in /recommender.fmx",
        3);
    TrainedModelLimits exact =
        TrainedModelLimits.builder()
            .maximumBytes(whole.length)
            .maximumFeatures(14)
            .maximumFactors(2)
            .maximumIds(5)
            .maximumIdBytes(7)
            .maximumRatings(6)
            .maximumPoints(3)
            .build();
    Files.write(file, whole);
    assertEquals(Samples.whole(), TrainedModelFile.read(file, exact));
  }

  private void assertLimit(
      byte[] whole, TrainedModelLimits.Builder limits, String message, int found)
      throws IOException {
    assertEquals(String.format(message, found - 1, found), refusal(whole, limits.build()));
  }

  @Test
  void limits_haveDefaults() {
    TrainedModelLimits defaults = TrainedModelLimits.defaults();

    assertEquals(17179869184L, defaults.maximumBytes());
    assertEquals(50_000_000, defaults.maximumFeatures());
    assertEquals(10_000, defaults.maximumFactors());
    assertEquals(50_000_000, defaults.maximumIds());
    assertEquals(10_000, defaults.maximumIdBytes());
    assertEquals(1_000_000_000, defaults.maximumRatings());
    assertEquals(10_000, defaults.maximumPoints());
    assertEquals(
        "maximumBytes must be at least 1, but was 0",
        assertThrows(
                IllegalArgumentException.class, () -> TrainedModelLimits.builder().maximumBytes(0))
            .getMessage());
    assertEquals(
        "maximumIds must be at least 1, but was 0",
        assertThrows(
                IllegalArgumentException.class, () -> TrainedModelLimits.builder().maximumIds(0))
            .getMessage());
    assertEquals(
        "maximumPoints was already set",
        assertThrows(
                IllegalStateException.class,
                () -> TrainedModelLimits.builder().maximumPoints(1).maximumPoints(1))
            .getMessage());
  }
}
