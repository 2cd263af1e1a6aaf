/**
 * The model artifact of Amazon SageMaker's factorization machines: {@code model.tar.gz}. {@link
 * io.github.fmexplain.sagemaker.artifact.SageMakerArtifact} reads one into a model, with its {@link
 * io.github.fmexplain.sagemaker.artifact.ArtifactProvenance}, and writes a model as one. Artifacts
 * are not trusted: {@link io.github.fmexplain.sagemaker.artifact.ArtifactLimits} bound what they
 * can ask for, nothing in them is unpacked under a name of theirs, and whatever is wrong with one
 * is an {@link io.github.fmexplain.sagemaker.artifact.ArtifactFormatException} with its place.
 */
@NullMarked
package io.github.fmexplain.sagemaker.artifact;

import org.jspecify.annotations.NullMarked;
