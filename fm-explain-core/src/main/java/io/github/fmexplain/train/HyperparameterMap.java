package io.github.fmexplain.train;

import io.github.fmexplain.model.PredictorType;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads and writes hyperparameters as SageMaker's map of strings. */
final class HyperparameterMap {

  private static final String FEATURE_DIM = "feature_dim";
  private static final List<String> INITIALIZER_PARTS =
      List.of("_method", "_sigma", "_scale", "_value");
  static final Set<String> KNOWN = Collections.unmodifiableSet(knownNames());

  private HyperparameterMap() {}

  private static Set<String> knownNames() {
    Set<String> names = new TreeSet<>();
    names.add(FEATURE_DIM);
    for (Setting setting : Setting.values()) {
      if (setting.kind() == Setting.Kind.INITIALIZER) {
        INITIALIZER_PARTS.forEach(part -> names.add(setting.hyperparameter() + part));
      } else {
        names.add(setting.hyperparameter());
      }
    }
    return names;
  }

  static Map<String, String> write(Map<Setting, Object> given) {
    Map<String, String> map = new LinkedHashMap<>();
    given.forEach(
        (setting, value) -> {
          String name = setting.hyperparameter();
          if (value instanceof Initializer initializer) {
            write(map, name, initializer);
          } else if (value instanceof PredictorType type) {
            map.put(name, type.hyperparameterValue());
          } else {
            map.put(name, value instanceof Double number ? plain(number) : value.toString());
          }
        });
    return Collections.unmodifiableMap(map);
  }

  private static void write(Map<String, String> map, String name, Initializer initializer) {
    if (initializer instanceof Initializer.Normal normal) {
      map.put(name + "_method", "normal");
      map.put(name + "_sigma", plain(normal.sigma()));
    } else if (initializer instanceof Initializer.Uniform uniform) {
      map.put(name + "_method", "uniform");
      map.put(name + "_scale", plain(uniform.scale()));
    } else if (initializer instanceof Initializer.Constant constant) {
      map.put(name + "_method", "constant");
      map.put(name + "_value", plain(constant.value()));
    }
  }

  /** The shortest decimal that reads back as the same number, without exponent: 0.00001. */
  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  static FmHyperparameters read(Map<String, String> map) {
    for (String name : new TreeSet<>(map.keySet())) {
      if (!KNOWN.contains(name)) {
        throw new IllegalArgumentException(
            "unknown hyperparameter '" + name + "'; known are " + String.join(", ", KNOWN));
      }
    }
    requireAll(map, List.of("predictor_type", "num_factors"));
    count(map, FEATURE_DIM);
    FmHyperparameters.Builder builder = FmHyperparameters.builder();
    for (Setting setting : Setting.values()) {
      Object value = read(map, setting);
      if (value != null) {
        builder.set(setting, value);
      }
    }
    return builder.build();
  }

  private static void requireAll(Map<String, String> map, List<String> names) {
    List<String> missing = names.stream().filter(name -> !map.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("missing hyperparameters: " + String.join(", ", missing));
    }
  }

  private static @Nullable Object read(Map<String, String> map, Setting setting) {
    String name = setting.hyperparameter();
    return switch (setting.kind()) {
      case TYPE -> PredictorType.ofHyperparameterValue(map.getOrDefault(name, ""));
      case COUNT -> count(map, name);
      case NUMBER, RATE -> number(map, name, setting.kind());
      case INITIALIZER -> initializer(map, setting);
    };
  }

  private static @Nullable Initializer initializer(Map<String, String> map, Setting setting) {
    String name = setting.hyperparameter();
    String method = map.get(name + "_method");
    Double sigma = number(map, name + "_sigma", Setting.Kind.RATE);
    Double scale = number(map, name + "_scale", Setting.Kind.RATE);
    Double value = number(map, name + "_value", Setting.Kind.NUMBER);
    if (method == null && sigma == null) {
      return null;
    }
    return switch (method == null ? "normal" : method) {
      case "normal" ->
          Initializer.normal(
              sigma != null ? sigma : setting == Setting.FACTORS_INIT ? 0.001 : 0.01);
      case "uniform" -> Initializer.uniform(needed(scale, name + "_scale", name, "uniform"));
      case "constant" -> Initializer.constant(needed(value, name + "_value", name, "constant"));
      default ->
          throw new IllegalArgumentException(
              name + "_method must be 'normal', 'uniform' or 'constant', but was '" + method + "'");
    };
  }

  private static double needed(@Nullable Double value, String part, String name, String method) {
    if (value == null) {
      throw new IllegalArgumentException(
          part + " is missing; " + name + "_method '" + method + "' needs it");
    }
    return value;
  }

  private static @Nullable Integer count(Map<String, String> map, String name) {
    String text = map.get(name);
    if (text == null) {
      return null;
    }
    int value;
    try {
      value = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          name + " must be a whole number below 2^31, but was '" + text + "'", e);
    }
    Setting.Kind.COUNT.check(name, value);
    return value;
  }

  private static @Nullable Double number(Map<String, String> map, String name, Setting.Kind kind) {
    String text = map.get(name);
    if (text == null) {
      return null;
    }
    double value;
    try {
      // Stricter than Double.parseDouble, which takes "1d", "0x1p3" and "NaN" for numbers.
      value = new BigDecimal(text).doubleValue();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a number, but was '" + text + "'", e);
    }
    kind.check(name, value);
    return value;
  }
}
