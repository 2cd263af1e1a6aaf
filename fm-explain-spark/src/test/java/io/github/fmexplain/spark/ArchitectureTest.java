package io.github.fmexplain.spark;

import com.tngtech.archunit.core.domain.JavaClass;
import io.github.fmexplain.ArchitectureRules;
import io.github.fmexplain.io.TrainedModelFile;
import java.util.List;

class ArchitectureTest extends ArchitectureRules {

  ArchitectureTest() {
    super(SparkExplainer.class);
  }

  /** Models travel as the files of io. */
  @Override
  protected List<Class<?>> knownModules() {
    return List.of(TrainedModelFile.class);
  }

  /** Who uses this module speaks of data sets. */
  @Override
  protected boolean maySpeakOfOtherLibraries(JavaClass type) {
    return true;
  }
}
