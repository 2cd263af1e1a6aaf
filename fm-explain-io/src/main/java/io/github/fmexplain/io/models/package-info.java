/**
 * Models that other programs trained. {@link io.github.fmexplain.io.models.ModelFiles} reads them
 * from the files of NumPy, safetensors, PyTorch, libFM and xLearn, and writes the first two; what
 * it reads is a {@link io.github.fmexplain.train.ModelSource}, of which {@link
 * io.github.fmexplain.train.TrainedModel#of(io.github.fmexplain.train.ModelSource,
 * io.github.fmexplain.data.TrainingSet)} makes a model to explain. A file that is not what it must
 * be ends in a {@link io.github.fmexplain.io.models.ModelFormatException}.
 */
@NullMarked
package io.github.fmexplain.io.models;

import org.jspecify.annotations.NullMarked;
