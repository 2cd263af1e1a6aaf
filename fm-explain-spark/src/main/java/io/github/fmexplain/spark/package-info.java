/**
 * Recommendations and explanations for all users of a data set, on Apache Spark. {@link
 * io.github.fmexplain.spark.SparkExplainer} turns a {@code Dataset} of ratings into one of
 * explanations; {@link io.github.fmexplain.spark.ExplainTransformer} does so in a pipeline. {@link
 * io.github.fmexplain.spark.SparkModels} reads the models that Spark's ALS and factorization
 * machines leave.
 */
@NullMarked
package io.github.fmexplain.spark;

import org.jspecify.annotations.NullMarked;
