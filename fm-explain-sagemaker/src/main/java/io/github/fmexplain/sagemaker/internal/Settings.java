package io.github.fmexplain.sagemaker.internal;

import io.github.fmexplain.train.FmHyperparameters;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The settings of the factorization machines algorithm, as a job or an artifact has them, which
 * others may have written.
 *
 * @param known those that {@link FmHyperparameters} has, in the order of their names
 * @param others all others, in the order of their names
 */
public record Settings(Map<String, String> known, Map<String, String> others) {

  private static final Set<String> UNDOCUMENTED =
      Set.of("use_bias", "use_linear", "batch_metrics_publish_interval");

  public Settings {
    known = Collections.unmodifiableMap(new TreeMap<>(known));
    others = Collections.unmodifiableMap(new TreeMap<>(others));
  }

  /**
   * {@return settings, told apart}
   *
   * @param all any. Not modified.
   */
  public static Settings of(Map<String, String> all) {
    Map<String, String> known = new TreeMap<>(all);
    known.keySet().retainAll(FmHyperparameters.names());
    Map<String, String> others = new TreeMap<>(all);
    others.keySet().removeAll(known.keySet());
    return new Settings(known, others);
  }

  /** {@return the names of the others, without those that the algorithm has in secret} */
  public List<String> unheardOf() {
    return others.keySet().stream()
        .filter(name -> !name.startsWith("_") && !UNDOCUMENTED.contains(name))
        .toList();
  }
}
