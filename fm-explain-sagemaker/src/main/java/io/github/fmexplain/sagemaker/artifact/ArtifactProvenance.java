package io.github.fmexplain.sagemaker.artifact;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a model came from, and what was decided while it was read.
 *
 * @param source the name of the artifact
 * @param member the member that was read, such as {@code model_algo-1}; the artifact's own name if
 *     it is no archive
 * @param members the members of all workers, in the order of the archive
 * @param layout how the parameters lay in the artifact
 * @param predictorTypeSource who said what the model predicts
 * @param otherSettings the settings in {@code meta.json} that {@link
 *     io.github.fmexplain.train.FmHyperparameters} does not have, in the order of their names
 * @param notes what a reader of the model should know: parameters that were missing, settings that
 *     could not be used, arguments that contradict the artifact
 */
public record ArtifactProvenance(
    String source,
    String member,
    List<String> members,
    ParameterLayout layout,
    PredictorTypeSource predictorTypeSource,
    Map<String, String> otherSettings,
    List<String> notes) {

  public ArtifactProvenance {
    members = List.copyOf(members);
    otherSettings = Collections.unmodifiableMap(new TreeMap<>(otherSettings));
    notes = List.copyOf(notes);
  }
}
