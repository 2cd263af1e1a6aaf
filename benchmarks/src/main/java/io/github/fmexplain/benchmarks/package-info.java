/**
 * Measures the library: one class per row of the table in {@code docs/performance.md}, to be run by
 * JMH, and {@link io.github.fmexplain.benchmarks.ResultsTable}, which prints the table. {@link
 * io.github.fmexplain.benchmarks.Growth} measures how time and memory grow, {@link
 * io.github.fmexplain.benchmarks.ArtifactHeap} what reading a large model takes, {@link
 * io.github.fmexplain.benchmarks.Soak} whether anything changes in the long run. Not published.
 */
@NullMarked
package io.github.fmexplain.benchmarks;

import org.jspecify.annotations.NullMarked;
