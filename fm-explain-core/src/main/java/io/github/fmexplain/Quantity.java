package io.github.fmexplain;

/** The three quantities of a contribution. All are in score units; positive speaks for the item. */
public enum Quantity {
  /** How the score would move, had the rating been different: ∂s/∂y. */
  INFLUENCE {
    @Override
    public double of(Contribution contribution) {
      return contribution.influence();
    }
  },

  /** The rating's additive share of the score. */
  IMPACT {
    @Override
    public double of(Contribution contribution) {
      return contribution.impact();
    }
  },

  /** What the score would lose, were the rating not there. */
  REMOVAL_EFFECT {
    @Override
    public double of(Contribution contribution) {
      return contribution.removalEffect();
    }
  };

  /**
   * {@return this quantity of a contribution, in score units}
   *
   * @param contribution any contribution
   */
  public abstract double of(Contribution contribution);
}
