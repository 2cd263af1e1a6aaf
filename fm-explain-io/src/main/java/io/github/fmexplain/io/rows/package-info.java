/**
 * Explanations as rows of plain columns, for engines that run many users: Spark, Flink, Beam, JDBC
 * or a stream of the JDK. {@link io.github.fmexplain.io.rows.HistoryRows} takes one history and
 * gives its {@link io.github.fmexplain.io.rows.ExplanationRow}s or its {@link
 * io.github.fmexplain.io.rows.CounterfactualRow}. A user that fails is a row that says why.
 */
@NullMarked
package io.github.fmexplain.io.rows;

import org.jspecify.annotations.NullMarked;
