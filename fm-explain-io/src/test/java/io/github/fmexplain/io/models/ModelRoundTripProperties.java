package io.github.fmexplain.io.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.Loss;
import io.github.fmexplain.train.ModelSource;
import io.github.fmexplain.train.Ridge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ModelRoundTripProperties {

  /** Floats of all bits that are numbers. */
  private static float finite(Random random) {
    float number = Float.intBitsToFloat(random.nextInt());
    return Float.isFinite(number) ? number : 0;
  }

  @Property(tries = 100, seed = "1")
  void everyBit_comesBack(
      @ForAll Loss loss,
      @ForAll @IntRange(min = 1, max = 9) int users,
      @ForAll @IntRange(min = 1, max = 40) int items,
      @ForAll @IntRange(min = 1, max = 9) int factors,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    FmModel.Builder builder =
        FmModel.builder(loss.predictorType(), users + items, factors).bias(finite(random));
    for (int f = 0; f < users + items; f++) {
      builder.linearWeight(f, finite(random));
      for (int c = 0; c < factors; c++) {
        builder.factor(f, c, finite(random));
      }
    }
    ModelSource source =
        ModelSource.of("", builder.build())
            .withLoss(loss)
            .withTarget(target(random))
            .withRidge(new Ridge(Ridge.Kind.ESTIMATED, 1e-60 + random.nextDouble(), 1e9))
            .withRange(-random.nextDouble(), Double.POSITIVE_INFINITY)
            .withEncoder(OneHotEncoder.of(ids(users, random), ids(items, random)));
    Path file = Files.createTempFile("model", null);
    try {
      ModelFiles.writeNpz(source, file);
      assertSame(source, ModelFiles.npz(file));
      ModelFiles.writeSafetensors(source, file);
      assertSame(source, ModelFiles.safetensors(file));
    } finally {
      Files.delete(file);
    }
  }

  private static void assertSame(ModelSource source, ModelSource read) {
    assertEquals(
        new ModelSource(
            read.format(),
            source.model(),
            source.loss(),
            source.target(),
            source.ridge(),
            source.lowest(),
            source.highest(),
            false,
            source.encoder(),
            List.of()),
        read);
  }

  private static RatingTarget target(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> RatingTarget.stars();
      case 1 -> RatingTarget.likeFrom(random.nextGaussian());
      default -> new RatingTarget.Implicit(random.nextInt(2), random.nextDouble());
    };
  }

  /** Of any characters, but without zeros at their ends, which NumPy cuts. */
  private static List<String> ids(int count, Random random) {
    return IntStream.range(0, count)
        .mapToObj(
            j ->
                new StringBuilder()
                    .appendCodePoint(1 + random.nextInt(0xd7ff))
                    .appendCodePoint(0x10000 + random.nextInt(0x100000))
                    .append(j)
                    .toString())
        .toList();
  }
}
