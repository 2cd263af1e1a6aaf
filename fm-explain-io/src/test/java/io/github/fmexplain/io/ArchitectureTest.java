package io.github.fmexplain.io;

import io.github.fmexplain.ArchitectureRules;

class ArchitectureTest extends ArchitectureRules {

  ArchitectureTest() {
    super(TrainedModelFile.class);
  }
}
