package io.github.fmexplain.io.models;

import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.internal.Text;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.Loss;
import io.github.fmexplain.train.ModelSource;
import io.github.fmexplain.train.Ridge;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a file of arrays is written of: w0, w, V, what is known of the training, and the ids. */
final class TensorWriter {

  private final FmModel model;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final @Nullable OneHotEncoder ids;

  TensorWriter(ModelSource source) {
    if (source.instanceNorm()) {
      throw new IllegalArgumentException(
          "source must be without instance norm to be written, but has one; write the model of"
              + " TrainedModel.of, which has it folded in");
    }
    if (source.encoder() != null && !(source.encoder() instanceof OneHotEncoder)) {
      throw new IllegalArgumentException(
          "ids must be of one column per user, then one per item, to be written, but are of "
              + source.encoder());
    }
    model = source.model();
    ids = (OneHotEncoder) source.encoder();
    ids().values().forEach(named -> named.forEach(TensorWriter::requireCharacters));
    Loss loss = source.loss();
    if (loss != null) {
      settings.put("loss", loss.lossName());
    }
    RatingTarget target = source.target();
    if (target != null) {
      settings.put("target", TargetText.of(target));
    }
    Ridge ridge = source.ridge();
    if (ridge != null) {
      settings.put("ridge", ridge.text());
    }
    if (source.lowest() > Double.NEGATIVE_INFINITY || source.highest() < Double.POSITIVE_INFINITY) {
      settings.put("range", source.lowest() + " " + source.highest());
    }
  }

  private static void requireCharacters(String id) {
    if (id.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw new IllegalArgumentException(
          "ids must be of whole characters to be written, but "
              + Text.quoted(id)
              + " has half of a pair of surrogates");
    }
  }

  FmModel model() {
    return model;
  }

  /** {@return what is known of the training, in a fixed order} */
  Map<String, String> settings() {
    return settings;
  }

  /** {@return user_ids and item_ids, or nothing} */
  Map<String, List<String>> ids() {
    Map<String, List<String>> named = new LinkedHashMap<>();
    if (ids != null) {
      named.put("user_ids", ids.users().ids());
      named.put("item_ids", ids.items().ids());
    }
    return named;
  }

  /** {@return the shape of each array, in the order of {@link #write}} */
  Map<String, List<Integer>> shapes() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    shapes.put("w0", List.of());
    shapes.put("w", List.of(model.numFeatures()));
    shapes.put("V", List.of(model.numFeatures(), model.numFactors()));
    return shapes;
  }

  /** Writes the numbers of an array, float32, little-endian. */
  void write(String name, OutputStream out) throws IOException {
    switch (name) {
      case "w0" -> out.write(bytes(model.bias()));
      case "w" -> {
        for (int f = 0; f < model.numFeatures(); f++) {
          out.write(bytes(model.linearWeight(f)));
        }
      }
      default -> {
        byte[] row = new byte[model.numFactors() * Float.BYTES];
        ByteBuffer bytes = ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN);
        for (int f = 0; f < model.numFeatures(); f++) {
          bytes.asFloatBuffer().put(model.factors(f));
          out.write(row);
        }
      }
    }
  }

  private static byte[] bytes(float number) {
    return ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(number).array();
  }
}
