package io.github.fmexplain;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.internal.UserSpace;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.train.TrainingTrajectory;
import org.jspecify.annotations.Nullable;

/** What an explainer was built with. */
record ExplainerSettings(
    FmModel model,
    FeatureEncoder encoder,
    Catalogue catalogue,
    CatalogueItems items,
    RatingTarget target,
    double factorRidge,
    double linearRidge,
    Influence influence,
    @Nullable TrainingTrajectory trajectory) {

  /** {@return those settings that make a user's problem, whatever the method} */
  UserSpace.Settings userSettings() {
    return new UserSpace.Settings(model, encoder, catalogue, target, factorRidge, linearRidge);
  }
}
