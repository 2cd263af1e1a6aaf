package io.github.fmexplain.movielens;

/**
 * How large a data set is.
 *
 * @param users the number of users, with or without ratings
 * @param items the number of items, rated or not
 * @param trainingRatings the number of ratings to train with
 * @param testRatings the number of ratings held out
 * @param features the number of columns of the encoder
 */
public record DataSetCounts(
    int users, int items, int trainingRatings, int testRatings, int features) {}
