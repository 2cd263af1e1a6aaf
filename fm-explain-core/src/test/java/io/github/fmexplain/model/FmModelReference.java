package io.github.fmexplain.model;

/** The definition of the score, pair by pair: the slow route. */
public final class FmModelReference {

  private FmModelReference() {}

  /** Returns w0 + Σ_f w_f x_f + Σ_{f<g} <v_f, v_g> x_f x_g over all n² pairs of features. */
  public static double score(FmModel model, FeatureVector x) {
    int n = model.numFeatures();
    double[] dense = new double[n];
    for (int j = 0; j < x.size(); j++) {
      dense[x.index(j)] = x.value(j);
    }
    double score = model.bias();
    for (int f = 0; f < n; f++) {
      score += model.linearWeight(f) * dense[f];
      for (int g = f + 1; g < n; g++) {
        double product = 0;
        for (int c = 0; c < model.numFactors(); c++) {
          product += (double) model.factors(f)[c] * model.factors(g)[c];
        }
        score += product * dense[f] * dense[g];
      }
    }
    return score;
  }
}
