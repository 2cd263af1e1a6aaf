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
 * Reads a member into an artifact: a zip file with {@code params}, that list of tensors alone, or a
 * folder into which the zip file was unpacked.
 */
final class MemberReader {

  static final String PARAMS = "params";
  static final String META = "meta.json";
  static final String SYMBOL = "symbol.json";

  private final String source;
  private final String member;
  private final List<String> members;
  private final String place;
  private final ArtifactLimits limits;
  private final @Nullable PredictorType told;
  private final @Nullable ParameterLayout toldLayout;
  private final List<String> notes = new ArrayList<>();
  private Map<String, String> settings = Map.of();
  private Set<PredictorType> outputs = Set.of();

  /**
   * Makes a reader.
   *
   * @param source the name of the artifact
   * @param member the name of the member that is read
   * @param members the names of all members
   * @param place where the member is
   */
  MemberReader(
      String source,
      String member,
      List<String> members,
      String place,
      ArtifactLimits limits,
      @Nullable PredictorType told,
      @Nullable ParameterLayout toldLayout) {
    this.source = source;
    this.member = member;
    this.members = members;
    this.place = place;
    this.limits = limits;
    this.told = told;
    this.toldLayout = toldLayout;
  }

  SageMakerArtifact read(FileChannel channel) throws IOException {
    byte[] magic =
        new ChannelRange(channel, 0, channel.size()).readNBytes(TarMember.ZIP_MAGIC.length);
    return Arrays.equals(magic, TarMember.ZIP_MAGIC)
        ? read(ZipDirectory.of(channel, place, limits), "zip", PARAMS, SYMBOL)
        : readParams(() -> new ChannelRange(channel, 0, channel.size()), place);
  }

  /**
   * Reads the files of a model.
   *
   * @param what what they are in
   * @param paramsName what the list of tensors is called there
   * @param symbolName what the network is called there
   */
  SageMakerArtifact read(ModelEntries entries, String what, String paramsName, String symbolName)
      throws IOException {
    try (InputStream meta = entries.open(META)) {
      if (meta != null) {
        settings = ArtifactJson.trainingParameters(meta, place + "!" + META);
      }
    }
    try (InputStream symbol = entries.open(symbolName)) {
      if (symbol != null) {
        outputs = ArtifactJson.outputs(symbol, place + "!" + symbolName);
      }
    }
    return readParams(
        () -> {
          InputStream params = entries.open(paramsName);
          if (params == null) {
            List<String> names = entries.names();
            throw ArtifactFormatException.at(
                place,
                what
                    + " must have an entry 'params', but has "
                    + TarMember.shown(names, names.size()));
          }
          return params;
        },
        place + "!" + paramsName);
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
    Settings told = Settings.of(settings);
    FmHyperparameters hyperparameters = hyperparameters(told);
    return new SageMakerArtifact(
        model,
        hyperparameters,
        new ArtifactProvenance(
            source, member, members, tensors.layout(), chosen.getKey(), told.others(), notes));
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

  /** What others wrote is read as far as it is known. */
  private @Nullable FmHyperparameters hyperparameters(Settings told) {
    for (String name : told.unheardOf()) {
      notes.add(
          "meta.json has a setting that is not known, "
              + ArtifactFormatException.quoted(name)
              + "; it is among the other settings");
    }
    if (told.known().isEmpty()) {
      return null;
    }
    try {
      return FmHyperparameters.ofMap(told.known());
    } catch (IllegalArgumentException e) {
      notes.add(
          "meta.json holds no usable hyperparameters: "
              + ArtifactFormatException.quoted(String.valueOf(e.getMessage())));
      return null;
    }
  }
}
