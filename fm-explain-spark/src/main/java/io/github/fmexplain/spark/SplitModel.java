package io.github.fmexplain.spark;

import io.github.fmexplain.train.TrainedModel;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A model whose users are a data set beside it: each user's parameters are needed once, where the
 * items' are needed by all. What executors hold does not grow with the users.
 *
 * @param trained the items, and what holds a user's parameters; its encoder has no user
 * @param users {@code user string, theta array<float>}: each user's k factors, and the linear
 *     weight behind them if the model has linear weights; each user once
 */
public record SplitModel(TrainedModel trained, Dataset<Row> users) {

  /**
   * Checks the columns.
   *
   * @throws IllegalArgumentException if one is missing or has the wrong type
   */
  public SplitModel {
    Objects.requireNonNull(trained, "trained");
    Objects.requireNonNull(users, "users");
    Columns columns = Columns.of("users", users.schema());
    columns.requireId("user");
    if (!columns.hasTheta()) {
      columns.type("theta");
    }
    users = users.select(users.col("user").cast("string").as("user"), users.col("theta"));
  }

  /** {@return the items} */
  @Override
  public String toString() {
    return "SplitModel[" + trained + "]";
  }
}
