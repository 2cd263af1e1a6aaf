package io.github.fmexplain.report.chart;

import io.github.fmexplain.ArchitectureRules;

/** For all packages of the module. */
class ArchitectureTest extends ArchitectureRules {

  ArchitectureTest() {
    super(ExplanationCharts.class);
  }
}
