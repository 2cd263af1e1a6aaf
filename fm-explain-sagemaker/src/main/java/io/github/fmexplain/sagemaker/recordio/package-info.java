/**
 * Training data and predictions in RecordIO-protobuf, the format of Amazon SageMaker's first-party
 * algorithms. {@link io.github.fmexplain.sagemaker.recordio.RecordIoWriter} and {@link
 * io.github.fmexplain.sagemaker.recordio.RecordIoReader} stream rows, {@link
 * io.github.fmexplain.sagemaker.recordio.RecordIoTensor} holds one of any type, {@link
 * io.github.fmexplain.sagemaker.recordio.RecordIoShard} is a part of a training set that makes one
 * object, and {@link io.github.fmexplain.sagemaker.recordio.RecordIoPredictionReader} reads what an
 * endpoint answers. Nothing here needs memory that grows with the number of rows.
 */
@NullMarked
package io.github.fmexplain.sagemaker.recordio;

import org.jspecify.annotations.NullMarked;
