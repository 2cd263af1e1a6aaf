package io.github.fmexplain;

import io.github.fmexplain.train.TrainingPath;

/**
 * How a user's training was done again; see {@link Method.Replay}.
 *
 * @param path which path of the item parameters it followed
 * @param thinning F: for how many epochs a replayed one stands, which need not be whole
 * @param distance of the replayed parameters θ from those that score, relative to the length of the
 *     latter: a check that needs no truth. 0 for a user who is folded in by the replay itself
 */
public record Replayed(TrainingPath.Kind path, double thinning, double distance) {}
