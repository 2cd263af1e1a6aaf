package io.github.fmexplain.io;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Files with the right checksums and anything in them: each is read, or refused with one exception.
 */
class TrainedModelFileProperties {

  private static final List<String> VALUES =
      List.of(
          "null",
          "-1",
          "0",
          "1",
          "1.5",
          "1e999",
          "NaN",
          "2147483647",
          "9223372036854775807",
          "99999999999999999999",
          "true",
          "\"\"",
          "\"x\"",
          "[]",
          "{}",
          "[[[[",
          "\"\\u0000\"");

  private final Path file = Jimfs.newFileSystem(Configuration.unix()).getPath("/x.fmx");
  private final List<Container> wholes;

  TrainedModelFileProperties() throws IOException {
    wholes =
        List.of(
            container(EncoderSections.Kind.ONE_HOT),
            container(EncoderSections.Kind.TAGS),
            container(EncoderSections.Kind.ID_MAP),
            container(EncoderSections.Kind.HISTORY));
  }

  private Container container(EncoderSections.Kind kind) throws IOException {
    TrainedModelFile.write(
        Samples.trained(
            kind,
            PredictorType.BINARY_CLASSIFIER,
            Ridge.fixed(1, 2),
            TrainingMode.sageMaker(),
            true,
            TrainingPath.Kind.RECORDED),
        file);
    return Container.of(Files.readAllBytes(file));
  }

  private void assertReadOrRefused(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    try {
      TrainedModelFile.read(file);
    } catch (TrainedModelFormatException e) {
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains("/x.fmx") && message.length() < 2000, message);
      assertFalse(message.chars().anyMatch(Character::isISOControl), message);
    }
  }

  @Property(seed = "1", tries = 2000)
  void headers(@ForAll @IntRange(max = 2) int kind, @ForAll long seed) throws IOException {
    Random random = new Random(seed);
    assertReadOrRefused(
        wholes.get(kind).with("header", header -> otherHeader(header, random)).bytes());
  }

  /** A value, or any piece of the text, is replaced. */
  private static byte[] otherHeader(byte[] header, Random random) {
    String text = new String(header, StandardCharsets.UTF_8);
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(6));
      if (random.nextBoolean()) {
        from = text.indexOf(':', from) + 1;
        to = from;
        while (to < text.length() && ",}".indexOf(text.charAt(to)) < 0) {
          to++;
        }
      }
      String value = VALUES.get(random.nextInt(VALUES.size()));
      text = text.substring(0, from) + value + text.substring(to);
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Property(seed = "1", tries = 4000)
  void sections(@ForAll @IntRange(max = 2) int kind, @ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Container whole = wholes.get(kind);
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      List<String> names = whole.names().subList(1, whole.names().size());
      whole =
          whole.with(names.get(random.nextInt(names.size())), bytes -> otherBytes(bytes, random));
    }
    assertReadOrRefused(whole.bytes());
  }

  private static byte[] otherBytes(byte[] bytes, Random random) {
    if (bytes.length < 4) {
      return bytes;
    }
    int at = random.nextInt(bytes.length - 3);
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(8));
      case 2 -> {
        bytes[at] = (byte) random.nextInt();
        yield bytes;
      }
      default -> {
        int aligned = random.nextBoolean() ? at : at / 4 * 4;
        int[] values = {0, 1, -1, 4, Integer.MAX_VALUE, Integer.MIN_VALUE, random.nextInt(20)};
        ByteBuffer.wrap(bytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(aligned, values[random.nextInt(values.length)]);
        yield bytes;
      }
    };
  }

  @Property(seed = "1", tries = 1000)
  void anyBytes(@ForAll byte[] bytes) throws IOException {
    byte[] begun = Arrays.copyOf(wholes.get(0).bytes(), 12 + bytes.length);
    System.arraycopy(bytes, 0, begun, 12, bytes.length);
    assertReadOrRefused(begun);
    assertReadOrRefused(bytes);
  }
}
