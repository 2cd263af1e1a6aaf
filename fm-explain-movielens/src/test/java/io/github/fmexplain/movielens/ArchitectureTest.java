package io.github.fmexplain.movielens;

import io.github.fmexplain.ArchitectureRules;

class ArchitectureTest extends ArchitectureRules {

  ArchitectureTest() {
    super(MovieLens.class);
  }
}
