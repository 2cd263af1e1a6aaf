package io.github.fmexplain.evaluation;

import io.github.fmexplain.ArchitectureRules;

class ArchitectureTest extends ArchitectureRules {

  ArchitectureTest() {
    super(Evaluation.class);
  }
}
