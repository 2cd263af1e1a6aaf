/**
 * Factorization machines in Amazon SageMaker. {@link
 * io.github.fmexplain.sagemaker.SageMakerTrainer} trains, {@link
 * io.github.fmexplain.sagemaker.SageMakerTrainingJob} follows a job and takes its model, {@link
 * io.github.fmexplain.sagemaker.SageMakerEndpoint} hosts a model, {@link
 * io.github.fmexplain.sagemaker.EndpointScorer} and {@link
 * io.github.fmexplain.sagemaker.BatchTransform} score with it, and {@link
 * io.github.fmexplain.sagemaker.KnnExport} turns it into vectors for a nearest-neighbour search.
 * All calls go through {@link io.github.fmexplain.sagemaker.SageMakerClients}; their failures carry
 * no credentials, signatures or names of role sessions.
 */
@NullMarked
package io.github.fmexplain.sagemaker;

import org.jspecify.annotations.NullMarked;
