package io.github.fmexplain.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A session, data sets of histories, and what plain core says, as text with every bit. */
final class Sparks {

  static final StructType RATING =
      new StructType()
          .add("user", DataTypes.StringType)
          .add("item", DataTypes.StringType)
          .add("rating", DataTypes.DoubleType);

  private Sparks() {}

  /** {@return the session of all tests, in this process} */
  static SparkSession local() {
    SparkSession session =
        SparkSession.builder()
            .master("local[2]")
            .appName("tests")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 4)
            .config("spark.sql.warehouse.dir", "target/spark-warehouse")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate();
    session.sparkContext().setLogLevel("ERROR");
    return session;
  }

  /** {@return the ratings of histories in random order} */
  static Dataset<Row> ratings(List<History> histories, long seed) {
    List<Row> rows = new ArrayList<>();
    for (History history : histories) {
      for (Interaction rating : history.interactions()) {
        rows.add(RowFactory.create(history.userId(), rating.itemId(), rating.rating()));
      }
    }
    Collections.shuffle(rows, new Random(seed));
    return local().createDataFrame(rows, RATING);
  }

  /** {@return one row for each history, in their order} */
  static Dataset<Row> histories(List<History> histories) {
    StructType rating =
        new StructType().add("item", DataTypes.StringType).add("rating", DataTypes.DoubleType);
    List<Row> rows = new ArrayList<>();
    for (History history : histories) {
      Object[] ratings =
          history.interactions().stream()
              .map(r -> RowFactory.create(r.itemId(), r.rating()))
              .toArray();
      rows.add(RowFactory.create(history.userId(), ratings));
    }
    return local()
        .createDataFrame(
            rows,
            new StructType()
                .add("user", DataTypes.StringType)
                .add("ratings", DataTypes.createArrayType(rating)));
  }

  /** {@return the items with their titles} */
  static Dataset<Row> items(Catalogue catalogue) {
    List<Row> rows = new ArrayList<>();
    for (CatalogueItem item : catalogue.items()) {
      rows.add(RowFactory.create(item.id(), item.title(), item.tags().toArray()));
    }
    return local()
        .createDataFrame(
            rows,
            new StructType()
                .add("item", DataTypes.StringType)
                .add("title", DataTypes.StringType)
                .add("tags", DataTypes.createArrayType(DataTypes.StringType)));
  }

  /** {@return the catalogue as a data set of items gives it: in the order of the ids} */
  static Catalogue inOrder(Catalogue catalogue) {
    return Catalogue.of(
        catalogue.items().stream().sorted(Comparator.comparing(CatalogueItem::id)).toList());
  }

  /** {@return the history in the order of its item ids, as ratings give it} */
  static History inOrder(History history) {
    return new History(
        history.userId(),
        history.userTags(),
        history.interactions().stream().sorted(Comparator.comparing(Interaction::itemId)).toList());
  }

  /** {@return what core recommends to a user and why, a line each} */
  static List<String> recommended(UserExplainer user, int count, int strongest) {
    List<String> lines = new ArrayList<>();
    List<Recommendation> list = user.recommend(count);
    List<Explanation> all = user.explainAll(list.stream().map(Recommendation::itemId).toList());
    for (int j = 0; j < list.size(); j++) {
      lines.add(line(user, list.get(j).rank(), all.get(j), strongest));
    }
    return lines;
  }

  /** {@return an explanation of core as a line} */
  static String line(
      UserExplainer user, @Nullable Integer rank, Explanation explanation, int strongest) {
    List<Contribution> all = new ArrayList<>(explanation.contributions());
    all.sort(Comparator.comparingDouble(c -> -Math.abs(Quantity.REMOVAL_EFFECT.of(c))));
    List<Contribution> shown = all.subList(0, Math.min(strongest, all.size()));
    double rest = 0;
    if (shown.size() < all.size()) {
      rest = explanation.totalImpact();
      for (Contribution contribution : shown) {
        rest -= contribution.impact();
      }
    }
    List<String> ratings =
        shown.stream()
            .map(
                c ->
                    text(
                        c.interaction().itemId(),
                        c.interaction().rating(),
                        c.influence(),
                        c.impact(),
                        c.removalEffect()))
            .toList();
    var replay = explanation.diagnostics().replay();
    return text(
        explanation.userId(),
        rank,
        explanation.itemId(),
        explanation.title(),
        explanation.score(),
        explanation.probability(),
        explanation.offset(),
        explanation.residual(),
        user.history().size(),
        ratings,
        rest,
        explanation.diagnostics().warnings().stream().map(Object::toString).toList(),
        explanation.method().name(),
        replay == null ? null : replay.path().name().toLowerCase(java.util.Locale.ROOT),
        explanation.provenance().modelFingerprint(),
        null);
  }

  private static String text(@Nullable Object... values) {
    return String.join("; ", java.util.Arrays.stream(values).map(String::valueOf).toList());
  }

  /** {@return a row as a line of the same form} */
  static String line(Row row) {
    List<String> values = new ArrayList<>();
    for (int j = 0; j < row.length(); j++) {
      if (row.schema().fields()[j].dataType() instanceof org.apache.spark.sql.types.ArrayType) {
        List<Object> list = row.getList(j);
        values.add(list.stream().map(e -> e instanceof Row r ? line(r) : e).toList().toString());
      } else {
        values.add(String.valueOf(row.get(j)));
      }
    }
    return String.join("; ", values);
  }

  /**
   * {@return all rows as lines, in the order of users and ranks} Those of explanations are asserted
   * to add up, as {@link io.github.fmexplain.ExplanationAssert#assertExplains} does with those of
   * core.
   */
  static List<String> lines(Dataset<Row> rows) {
    List<Row> all = rows.orderBy("user", rows.columns()[1], "item").collectAsList();
    if (List.of(rows.columns()).contains("restImpact")) {
      all.forEach(Sparks::assertExplains);
    }
    return all.stream().map(Sparks::line).toList();
  }

  /** Asserts that offset + Σ impact + restImpact + residual = score, or that there is an error. */
  private static void assertExplains(Row row) {
    if (row.getAs("error") != null) {
      assertNull(row.getAs("score"));
      return;
    }
    double score = row.getAs("score");
    double sum =
        row.<Double>getAs("offset")
            + row.<Double>getAs("restImpact")
            + row.<Double>getAs("residual");
    List<Row> contributions = row.getList(row.fieldIndex("contributions"));
    for (Row contribution : contributions) {
      sum += contribution.<Double>getAs("impact");
    }
    assertEquals(score, sum, 1e-9 * (1 + Math.abs(score)), row::toString);
  }
}
