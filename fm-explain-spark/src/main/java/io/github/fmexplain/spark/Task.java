package io.github.fmexplain.spark;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.data.History;
import io.github.fmexplain.io.rows.CounterfactualRow;
import io.github.fmexplain.io.rows.ExplanationRow;
import io.github.fmexplain.io.rows.HistoryRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** What is made of each user, and the columns of it. */
enum Task {
  RECOMMEND,
  EXPLAIN,
  COUNTERFACTUALS;

  private static final StructType EXPLAINED =
      new StructType()
          .add("user", DataTypes.StringType)
          .add("rank", DataTypes.IntegerType)
          .add("item", DataTypes.StringType)
          .add("title", DataTypes.StringType)
          .add("score", DataTypes.DoubleType)
          .add("probability", DataTypes.DoubleType)
          .add("offset", DataTypes.DoubleType)
          .add("residual", DataTypes.DoubleType)
          .add("ratings", DataTypes.IntegerType)
          .add(
              "contributions",
              list(
                  new StructType()
                      .add("item", DataTypes.StringType, false)
                      .add("rating", DataTypes.DoubleType, false)
                      .add("influence", DataTypes.DoubleType, false)
                      .add("impact", DataTypes.DoubleType, false)
                      .add("removalEffect", DataTypes.DoubleType, false)),
              false)
          .add("restImpact", DataTypes.DoubleType)
          .add("warnings", list(DataTypes.StringType), false)
          .add("method", DataTypes.StringType)
          .add("path", DataTypes.StringType)
          .add("modelFingerprint", DataTypes.StringType)
          .add("error", DataTypes.StringType);

  private static final StructType EDITED =
      new StructType()
          .add("user", DataTypes.StringType)
          .add("item", DataTypes.StringType)
          .add("title", DataTypes.StringType)
          .add("score", DataTypes.DoubleType)
          .add(
              "removals",
              list(
                  new StructType()
                      .add("item", DataTypes.StringType, false)
                      .add("title", DataTypes.StringType, false)
                      .add("rating", DataTypes.DoubleType)),
              false)
          .add("scoreAfter", DataTypes.DoubleType)
          .add("otherItem", DataTypes.StringType)
          .add("otherTitle", DataTypes.StringType)
          .add("otherScore", DataTypes.DoubleType)
          .add("ratings", DataTypes.IntegerType)
          .add("warnings", list(DataTypes.StringType), false)
          .add("method", DataTypes.StringType)
          .add("path", DataTypes.StringType)
          .add("modelFingerprint", DataTypes.StringType)
          .add("error", DataTypes.StringType);

  private static DataType list(DataType element) {
    return DataTypes.createArrayType(element, false);
  }

  StructType schema() {
    return this == COUNTERFACTUALS ? EDITED : EXPLAINED;
  }

  /** {@return the rows of one user, with an error where one fails} */
  List<Row> rows(HistoryRows form, FmExplainer explainer, Given given) {
    String error = given.error();
    if (error == null) {
      try {
        return rows(form, explainer, given, given.history());
      } catch (IllegalArgumentException e) {
        error = HistoryRows.messageOf(e);
      }
    }
    return failed(given, error);
  }

  private List<Row> rows(HistoryRows form, FmExplainer explainer, Given given, History history) {
    double @Nullable [] theta = given.theta();
    return switch (this) {
      case RECOMMEND -> explained(form.recommend(explainer, history, theta));
      case EXPLAIN -> explained(form.explain(explainer, history, theta, given.wanted()));
      case COUNTERFACTUALS -> List.of(row(form.counterfactual(explainer, history, theta)));
    };
  }

  private List<Row> failed(Given given, String error) {
    return switch (this) {
      case RECOMMEND -> List.of(row(ExplanationRow.failed(given.user(), null, error)));
      case EXPLAIN ->
          given.wanted().stream()
              .map(item -> row(ExplanationRow.failed(given.user(), item, error)))
              .toList();
      case COUNTERFACTUALS -> List.of(row(CounterfactualRow.failed(given.user(), error)));
    };
  }

  private static List<Row> explained(List<ExplanationRow> explained) {
    List<Row> rows = new ArrayList<>(explained.size());
    explained.forEach(row -> rows.add(row(row)));
    return rows;
  }

  private static Row row(ExplanationRow row) {
    Row[] contributions = new Row[row.contributions().size()];
    for (int r = 0; r < contributions.length; r++) {
      Contribution contribution = row.contributions().get(r);
      contributions[r] =
          RowFactory.create(
              contribution.interaction().itemId(),
              contribution.interaction().rating(),
              contribution.influence(),
              contribution.impact(),
              contribution.removalEffect());
    }
    return RowFactory.create(
        row.user(),
        row.rank(),
        row.item(),
        row.title(),
        row.score(),
        row.probability(),
        row.offset(),
        row.residual(),
        row.ratings(),
        contributions,
        row.restImpact(),
        texts(row.warnings()),
        row.method(),
        row.path(),
        row.modelFingerprint(),
        row.error());
  }

  private static Row row(CounterfactualRow row) {
    Row[] removals = new Row[row.removals().size()];
    for (int r = 0; r < removals.length; r++) {
      RatingEdits.Edit removal = row.removals().get(r);
      removals[r] = RowFactory.create(removal.itemId(), removal.title(), removal.oldRating());
    }
    return RowFactory.create(
        row.user(),
        row.item(),
        row.title(),
        row.score(),
        removals,
        row.scoreAfter(),
        row.otherItem(),
        row.otherTitle(),
        row.otherScore(),
        row.ratings(),
        texts(row.warnings()),
        row.method(),
        row.path(),
        row.modelFingerprint(),
        row.error());
  }

  private static @Nullable Object texts(List<String> texts) {
    return texts.toArray(new String[0]);
  }
}
