package io.github.fmexplain.sagemaker.artifact;

import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which tensors of a list are the factors, the linear weights and the bias of a factorization
 * machine, decided by their names. Linear weights and bias can be missing: SageMaker can train
 * without them.
 */
final class ModelTensors {

  private static final String FACTORS = "v";
  private static final String SPARSE_LINEAR = "w1_weight";
  private static final String SPARSE_BIAS = "w0_weight";
  private static final String DENSE_LINEAR = "Linear_Plus_Bias_weight";
  private static final String DENSE_BIAS = "Linear_Plus_Bias_bias";
  private static final String ARGUMENT = "arg:";

  private final Map<String, ParamsTensor> tensors;
  private final String place;
  private final ArtifactLimits limits;
  private final ParameterLayout layout;
  private final ParamsTensor factors;
  private final @Nullable ParamsTensor linear;
  private final @Nullable ParamsTensor bias;
  private final int numFeatures;
  private final int numFactors;

  /**
   * Decides.
   *
   * @param all the tensors by their names in the file
   * @param place the file
   * @param limits what it may hold
   * @param told the layout by the caller, or null
   */
  ModelTensors(
      Map<String, ParamsTensor> all,
      String place,
      ArtifactLimits limits,
      @Nullable ParameterLayout told)
      throws ArtifactFormatException {
    this.place = place;
    this.limits = limits;
    this.tensors = arguments(all);
    ParamsTensor v = tensors.get(FACTORS);
    if (v == null) {
      throw failure("tensors must include 'v', but are " + names(tensors));
    }
    this.factors = v;
    this.layout = layout(told);
    boolean sparse = layout == ParameterLayout.SPARSE_TRAINED;
    this.linear = tensors.get(sparse ? SPARSE_LINEAR : DENSE_LINEAR);
    this.bias = tensors.get(sparse ? SPARSE_BIAS : DENSE_BIAS);
    long[] shape = v.shape();
    if (shape.length != 2 || v.size() == 0) {
      throw mismatch(FACTORS, v, sparse ? "[features, factors]" : "[factors, features]");
    }
    this.numFeatures = (int) limited(sparse ? shape[0] : shape[1], limits.maximumFeatures(), true);
    this.numFactors = (int) limited(sparse ? shape[1] : shape[0], limits.maximumFactors(), false);
    checkLinear(sparse);
    checkBias(sparse);
    checkMemory();
  }

  private void checkMemory() throws ArtifactFormatException {
    long memory = (long) Float.BYTES * numFeatures * (numFactors + 1L);
    for (ParamsTensor tensor : tensors.values()) {
      memory += tensor.memory();
    }
    if (memory > limits.maximumMemory()) {
      throw ArtifactFormatException.overLimit(
          place + " at byte " + factors.header(),
          "a model of "
              + numFeatures
              + " features and "
              + numFactors
              + " factors takes more memory, "
              + memory
              + " bytes,",
          limits.maximumMemory(),
          " bytes",
          "maximumMemory");
    }
  }

  private Map<String, ParamsTensor> arguments(Map<String, ParamsTensor> all)
      throws ArtifactFormatException {
    Map<String, ParamsTensor> arguments = new LinkedHashMap<>();
    for (Map.Entry<String, ParamsTensor> entry : all.entrySet()) {
      String name = entry.getKey();
      String plain = name.startsWith(ARGUMENT) ? name.substring(ARGUMENT.length()) : name;
      if (arguments.put(plain, entry.getValue()) != null) {
        throw failure(
            "tensor "
                + ArtifactFormatException.quoted(plain)
                + " must be there once, with or"
                + " without 'arg:'");
      }
    }
    return arguments;
  }

  private static String names(Map<String, ParamsTensor> tensors) {
    return tensors.isEmpty()
        ? "none"
        : tensors.keySet().stream()
            .limit(10)
            .map(ArtifactFormatException::quoted)
            .collect(Collectors.joining(", "));
  }

  private ParameterLayout layout(@Nullable ParameterLayout told) throws ArtifactFormatException {
    boolean sparse = tensors.containsKey(SPARSE_LINEAR) || tensors.containsKey(SPARSE_BIAS);
    boolean dense = tensors.containsKey(DENSE_LINEAR) || tensors.containsKey(DENSE_BIAS);
    if (sparse && dense) {
      throw failure("tensors must be those of one layout, but are of both: " + names(tensors));
    }
    if (sparse || dense) {
      return sparse ? ParameterLayout.SPARSE_TRAINED : ParameterLayout.DENSE_TRAINED;
    }
    if (told == null) {
      throw failure(
          "tensors must have linear weights or a bias to tell whether 'v' is [features, factors],"
              + " but are "
              + names(tensors)
              + "; pass it with SageMakerArtifact.reader().layout(…)");
    }
    return told;
  }

  private long limited(long value, int limit, boolean features) throws ArtifactFormatException {
    if (value > limit) {
      throw ArtifactFormatException.overLimit(
          place + " at byte " + factors.header(),
          features ? "tensor 'v' has more features" : "tensor 'v' has more factors",
          limit,
          "",
          features ? "maximumFeatures" : "maximumFactors");
    }
    return value;
  }

  private void checkLinear(boolean sparse) throws ArtifactFormatException {
    if (linear == null) {
      return;
    }
    long[] shape = linear.shape();
    boolean vector = shape.length == 1 && shape[0] == numFeatures;
    boolean matrix =
        shape.length == 2 && shape[sparse ? 0 : 1] == numFeatures && shape[sparse ? 1 : 0] == 1;
    if (!vector && !matrix) {
      throw sparse
          ? mismatch(SPARSE_LINEAR, linear, "[" + numFeatures + ", 1]")
          : mismatch(DENSE_LINEAR, linear, "[1, " + numFeatures + "]");
    }
  }

  private void checkBias(boolean sparse) throws ArtifactFormatException {
    if (bias != null && (bias.size() != 1 || bias.shape().length > 2)) {
      throw mismatch(sparse ? SPARSE_BIAS : DENSE_BIAS, bias, "[1]");
    }
  }

  private ArtifactFormatException mismatch(String name, ParamsTensor tensor, String wanted) {
    return ArtifactFormatException.at(
        place + " at byte " + tensor.header(),
        "tensor '" + name + "' must have shape " + wanted + ", but was " + tensor.shapeText());
  }

  private ArtifactFormatException failure(String message) {
    return ArtifactFormatException.at(place, message);
  }

  ParameterLayout layout() {
    return layout;
  }

  int numFeatures() {
    return numFeatures;
  }

  int numFactors() {
    return numFactors;
  }

  /** {@return a line for each parameter that is missing} */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (linear == null) {
      notes.add("the artifact has no linear weights; they are zero");
    }
    if (bias == null) {
      notes.add("the artifact has no bias; it is zero");
    }
    return notes;
  }

  /** {@return the model, its elements read from the file straight to where they stay} */
  FmModel load(InputStream in, PredictorType type) throws IOException {
    FmModel.Builder builder = FmModel.builder(type, numFeatures, numFactors);
    ParamsLoader loader = new ParamsLoader(in, place);
    List<Part> parts = new ArrayList<>();
    boolean sparse = layout == ParameterLayout.SPARSE_TRAINED;
    ParamsLoader.FloatSink toFactors =
        sparse ? builder::factor : (row, column, value) -> builder.factor(column, row, value);
    parts.add(new Part(FACTORS, factors, toFactors));
    if (linear != null) {
      parts.add(
          new Part(
              sparse ? SPARSE_LINEAR : DENSE_LINEAR,
              linear,
              (row, column, value) -> builder.linearWeight(row + column, value)));
    }
    if (bias != null) {
      parts.add(
          new Part(
              sparse ? SPARSE_BIAS : DENSE_BIAS,
              bias,
              (row, column, value) -> builder.bias(value)));
    }
    parts.sort(Comparator.comparingLong(part -> part.tensor.data()));
    for (Part part : parts) {
      if (part.tensor == factors && sparse && isRowsOfFloat32(factors)) {
        loader.loadRows(part.name, factors, builder::factors);
      } else {
        loader.load(part.tensor, loader.finite(part.name, part.tensor, part.sink));
      }
    }
    loader.finish();
    return builder.build();
  }

  private static boolean isRowsOfFloat32(ParamsTensor tensor) {
    return tensor.type() == ParamsType.FLOAT32 && tensor.columns() == null;
  }

  private record Part(String name, ParamsTensor tensor, ParamsLoader.FloatSink sink) {}
}
