/**
 * Trained models, ratings, titles and results as files. {@link
 * io.github.fmexplain.io.TrainedModelFile} keeps a trained model as one file, {@link
 * io.github.fmexplain.io.ResultsJson} writes and reads results as JSON, {@link
 * io.github.fmexplain.io.RatingsFile} reads ratings or purchases and {@link
 * io.github.fmexplain.io.TitlesFile} items from files of text. What cannot be read is refused with
 * what was expected, what was there and what to do; nothing is skipped.
 */
@NullMarked
package io.github.fmexplain.io;

import org.jspecify.annotations.NullMarked;
