package io.github.fmexplain;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.FmModel;

/** What an explainer was built with. */
record ExplainerSettings(
    FmModel model,
    FeatureEncoder encoder,
    Catalogue catalogue,
    RatingTarget target,
    double factorRidge,
    double linearRidge,
    Influence influence) {}
