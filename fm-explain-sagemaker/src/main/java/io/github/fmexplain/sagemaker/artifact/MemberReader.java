package io.github.fmexplain.sagemaker.artifact;

import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.internal.Settings;
import io.github.fmexplain.train.FmHyperparameters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a member into an artifact: a zip file with {@code params}, or that list of tensors alone.
 */
final class MemberReader {

  private static final byte[] ZIP_MAGIC = {'P', 'K'};
  private static final String PARAMS = "params";
  private static final String META = "meta.json";
  private static final String SYMBOL = "symbol.json";

  private final TarMember member;
  private final String source;
  private final String place;
  private final ArtifactLimits limits;
  private final @Nullable PredictorType told;
  private final @Nullable ParameterLayout toldLayout;
  private final List<String> notes = new ArrayList<>();
  private Map<String, String> settings = Map.of();
  private Set<PredictorType> outputs = Set.of();

  MemberReader(
      TarMember member,
      String source,
      ArtifactLimits limits,
      @Nullable PredictorType told,
      @Nullable ParameterLayout toldLayout) {
    this.member = member;
    this.source = source;
    this.place = source + "!" + member.name();
    this.limits = limits;
    this.told = told;
    this.toldLayout = toldLayout;
  }

  SageMakerArtifact read() throws IOException {
    FileChannel channel = member.file();
    byte[] magic = new ChannelRange(channel, 0, channel.size()).readNBytes(ZIP_MAGIC.length);
    return Arrays.equals(magic, ZIP_MAGIC)
        ? readZip(ZipDirectory.of(channel, place, limits))
        : readParams(() -> new ChannelRange(channel, 0, channel.size()), place);
  }

  private SageMakerArtifact readZip(ZipDirectory zip) throws IOException {
    try (InputStream meta = zip.open(META)) {
      if (meta != null) {
        settings = ArtifactJson.trainingParameters(meta, place + "!" + META);
      }
    }
    try (InputStream symbol = zip.open(SYMBOL)) {
      if (symbol != null) {
        outputs = ArtifactJson.outputs(symbol, place + "!" + SYMBOL);
      }
    }
    return readParams(
        () -> {
          InputStream params = zip.open(PARAMS);
          if (params == null) {
            throw ArtifactFormatException.at(
                place, "zip must have an entry 'params', but has " + names(zip));
          }
          return params;
        },
        place + "!" + PARAMS);
  }

  private static String names(ZipDirectory zip) {
    List<String> names = new ArrayList<>();
    for (String name : zip.names()) {
      if (names.size() < 10) {
        names.add(ArtifactFormatException.quoted(name));
      }
    }
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  /** The file of tensors, opened anew each time. */
  private interface Params {

    InputStream open() throws IOException;
  }

  private SageMakerArtifact readParams(Params params, String paramsPlace) throws IOException {
    ModelTensors tensors;
    try (InputStream in = params.open()) {
      tensors =
          new ModelTensors(
              ParamsIndex.of(in, paramsPlace, limits), paramsPlace, limits, toldLayout);
    }
    checkSetting("feature_dim", tensors.numFeatures(), "features");
    checkSetting("num_factors", tensors.numFactors(), "factors");
    notes.addAll(tensors.notes());
    Map<PredictorTypeSource, PredictorType> words = predictorTypes();
    if (words.isEmpty()) {
      throw ArtifactFormatException.at(
          place,
          "predictor type must be known, but neither meta.json nor symbol.json tells it; pass it"
              + " with SageMakerArtifact.reader().predictorType(…)");
    }
    Map.Entry<PredictorTypeSource, PredictorType> chosen = words.entrySet().iterator().next();
    noteContradictions(chosen, words);
    FmModel model;
    try (InputStream in = params.open()) {
      model = tensors.load(in, chosen.getValue());
    }
    FmHyperparameters hyperparameters = hyperparameters();
    return new SageMakerArtifact(
        model,
        hyperparameters,
        new ArtifactProvenance(
            source, member.name(), member.members(), tensors.layout(), chosen.getKey(), notes));
  }

  private void noteContradictions(
      Map.Entry<PredictorTypeSource, PredictorType> chosen,
      Map<PredictorTypeSource, PredictorType> words) {
    words.forEach(
        (who, type) -> {
          if (type != chosen.getValue()) {
            notes.add(
                who
                    + " says "
                    + type.hyperparameterValue()
                    + ", but "
                    + chosen.getKey()
                    + " goes before it with "
                    + chosen.getValue().hyperparameterValue());
          }
        });
  }

  /** What each says, the one to believe first. */
  private Map<PredictorTypeSource, PredictorType> predictorTypes() {
    Map<PredictorTypeSource, PredictorType> words = new EnumMap<>(PredictorTypeSource.class);
    if (told != null) {
      words.put(PredictorTypeSource.CALLER, told);
    }
    String meta = settings.getOrDefault("predictor_type", "");
    for (PredictorType type : PredictorType.values()) {
      if (type.hyperparameterValue().equals(meta)) {
        words.put(PredictorTypeSource.META_JSON, type);
      }
    }
    if (outputs.size() == 1) {
      words.put(PredictorTypeSource.SYMBOL_JSON, outputs.iterator().next());
    }
    return words;
  }

  private void checkSetting(String name, int found, String what) throws ArtifactFormatException {
    String text = settings.get(name);
    if (text != null && !text.equals(Integer.toString(found))) {
      throw ArtifactFormatException.at(
          place,
          name
              + " in meta.json must be the "
              + found
              + " "
              + what
              + " of tensor 'v', but was "
              + ArtifactFormatException.quoted(text));
    }
  }

  private @Nullable FmHyperparameters hyperparameters() {
    Map<String, String> known = Settings.documented(settings);
    if (known.isEmpty()) {
      return null;
    }
    try {
      return FmHyperparameters.ofMap(known);
    } catch (IllegalArgumentException e) {
      notes.add(
          "meta.json holds no usable hyperparameters: "
              + ArtifactFormatException.quoted(String.valueOf(e.getMessage())));
      return null;
    }
  }
}
