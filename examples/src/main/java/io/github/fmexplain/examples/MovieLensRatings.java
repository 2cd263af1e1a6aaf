package io.github.fmexplain.examples;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.io.ExplanationDocument;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.movielens.DataSetCounts;
import io.github.fmexplain.movielens.MovieLens;
import java.util.List;

/**
 * The ratings of a MovieLens data set.
 *
 * @param movies the data set
 */
record MovieLensRatings(MovieLens movies) implements RatingsData {

  /** The user and the films that the AWS notebook looks at. */
  static final String NOTEBOOK_USER = "846";

  private static final List<String> NOTEBOOK_ITEMS = List.of("60", "9");

  @Override
  public ExplanationDocument.Dataset dataset() {
    DataSetCounts counts = movies.counts();
    return new ExplanationDocument.Dataset(
        movies.name(),
        movies.isSynthetic(),
        counts.users(),
        counts.items(),
        counts.trainingRatings(),
        counts.testRatings());
  }

  @Override
  public List<History> training() {
    return movies.trainingHistories();
  }

  @Override
  public List<History> test() {
    return movies.testHistories();
  }

  @Override
  public Catalogue catalogue() {
    return movies.catalogue();
  }

  @Override
  public FeatureEncoder encoder() {
    return movies.encoder();
  }

  @Override
  public History historyOf(String userId) {
    return movies.historyOf(userId);
  }

  @Override
  public RatingTarget target(PredictorType type) {
    return targetOf(type);
  }

  static RatingTarget targetOf(PredictorType type) {
    return type == PredictorType.REGRESSOR ? RatingTarget.stars() : MovieLens.likes();
  }

  @Override
  public String userByDefault() {
    return isNotebookSet() ? NOTEBOOK_USER : RatingsData.super.userByDefault();
  }

  @Override
  public List<String> itemsByDefault() {
    return isNotebookSet() ? NOTEBOOK_ITEMS : List.of();
  }

  private boolean isNotebookSet() {
    return movies.name().equals("ml-100k");
  }

  @Override
  public String toString() {
    return movies.toString();
  }
}
