package io.github.fmexplain.benchmarks;

/**
 * How much is measured on. {@code -Dbenchmarks.scale=small} is for tests of the benchmarks
 * themselves: everything is run, nothing that is measured means anything.
 *
 * @param users users of the synthetic ratings
 * @param items items of the synthetic ratings
 * @param ratings all synthetic ratings, those held out included
 * @param factors k of every model but that of {@link ReadArtifact}
 * @param epochs how long the model is trained
 * @param manyItems items of {@link MillionItems}
 * @param artifactFeatures features of {@link ReadArtifact}
 */
record Scale(
    int users,
    int items,
    int ratings,
    int factors,
    int epochs,
    int manyItems,
    int artifactFeatures) {

  static final String PROPERTY = "benchmarks.scale";

  private static final Scale FULL = new Scale(943, 1_682, 100_000, 64, 200, 1_000_000, 10_000_000);
  private static final Scale SMALL = new Scale(40, 100, 1_200, 8, 2, 1_000, 1_000);

  static Scale current() {
    String name = System.getProperty(PROPERTY, "full");
    return switch (name) {
      case "full" -> FULL;
      case "small" -> SMALL;
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " must be full or small, but was '" + name + "'");
    };
  }
}
