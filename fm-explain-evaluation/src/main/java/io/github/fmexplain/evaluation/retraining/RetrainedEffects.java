package io.github.fmexplain.evaluation.retraining;

import io.github.fmexplain.evaluation.RemovalEffects;
import java.util.List;
import java.util.Locale;

/**
 * What removals of single ratings did to the scores of models that were trained again without them.
 *
 * @param groups the users whose ratings were removed at the same time, in the order of the users
 * @param controls the number of users without a removal whose scores were watched in every
 *     retraining
 * @param controlDeviation the standard deviation of the controls' score changes, over controls and
 *     all retrainings; NaN if there are none. Effects of this size are noise
 */
public record RetrainedEffects(List<Group> groups, int controls, double controlDeviation) {

  public RetrainedEffects {
    groups = List.copyOf(groups);
  }

  /**
   * Users whose ratings were removed at the same time.
   *
   * @param effects one per user: the score of the user's first recommendation before minus after
   * @param retrainings how often the model was trained again for them
   * @param controlDeviation the standard deviation of the controls' score changes, over controls
   *     and the group's retrainings; NaN if there are none
   */
  public record Group(List<RemovalEffects> effects, int retrainings, double controlDeviation) {

    public Group {
      effects = List.copyOf(effects);
    }

    /** {@return the number of users and retrainings, and the noise} */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "Group[users %d, retrainings %d, noise %.4f]",
          effects.size(),
          retrainings,
          controlDeviation);
    }
  }

  /** {@return the effects of all groups, one per user, in the order of the users} */
  public List<RemovalEffects> effects() {
    return groups.stream().flatMap(group -> group.effects().stream()).toList();
  }

  /** {@return how often the model was trained again} */
  public int retrainings() {
    return groups.stream().mapToInt(Group::retrainings).sum();
  }

  /** {@return the number of users and retrainings, and the noise} */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "RetrainedEffects[users %d, retrainings %d, controls %d, noise %.4f]",
        effects().size(),
        retrainings(),
        controls,
        controlDeviation);
  }
}
