package io.github.fmexplain;

/** The three quantities of a contribution. All are in score units; positive speaks for the item. */
public enum Quantity {
  /** How the score would move, had the rating been different: ∂s/∂y. */
  INFLUENCE,

  /** The rating's additive share of the score. */
  IMPACT,

  /** What the score would lose, were the rating not there. */
  REMOVAL_EFFECT;

  /**
   * {@return this quantity of a contribution, in score units}
   *
   * @param contribution any contribution
   */
  public double of(Contribution contribution) {
    return switch (this) {
      case INFLUENCE -> contribution.influence();
      case IMPACT -> contribution.impact();
      case REMOVAL_EFFECT -> contribution.removalEffect();
    };
  }
}
