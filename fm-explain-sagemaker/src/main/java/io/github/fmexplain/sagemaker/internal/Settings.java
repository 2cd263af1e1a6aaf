package io.github.fmexplain.sagemaker.internal;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The settings of the factorization machines algorithm, as a job or an artifact has them. */
public final class Settings {

  private static final Set<String> UNDOCUMENTED =
      Set.of("use_bias", "use_linear", "batch_metrics_publish_interval");

  private Settings() {}

  /**
   * {@return the settings without those that the algorithm has and does not document, in the order
   * of their names}
   *
   * @param all the settings. Not modified.
   */
  public static Map<String, String> documented(Map<String, String> all) {
    Map<String, String> documented = new TreeMap<>(all);
    documented.keySet().removeIf(name -> name.startsWith("_") || UNDOCUMENTED.contains(name));
    return documented;
  }
}
