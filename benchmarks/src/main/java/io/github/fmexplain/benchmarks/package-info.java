/**
 * Measures the library: one class a row of the table in {@code docs/performance.md}, to be run by
 * JMH, and {@link io.github.fmexplain.benchmarks.ResultsTable}, which prints the table. Not
 * published.
 */
@NullMarked
package io.github.fmexplain.benchmarks;

import org.jspecify.annotations.NullMarked;
