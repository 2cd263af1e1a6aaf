package io.github.fmexplain.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import io.github.fmexplain.ArchitectureRules;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.sagemaker.recordio.RecordIoWriter;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends ArchitectureRules {

  ArchitectureTest() {
    super(SparkExplainer.class);
  }

  /** Models travel as the files of io; training data are written by SageMaker's writer. */
  @Override
  protected List<Class<?>> knownModules() {
    return List.of(TrainedModelFile.class, RecordIoWriter.class);
  }

  /** It is optional: everything else runs without it. */
  @Test
  void sageMaker_isKnownToOneClass() {
    noClasses()
        .that()
        .haveNameNotMatching(SparkRecordIo.class.getName() + ".*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.github.fmexplain.sagemaker..")
        .check(main);
  }

  /**
   * A session of Spark Connect, as serverless Spark has it, knows no context, no broadcast and no
   * RDD: only what sends a model that the driver holds may call them.
   */
  @Test
  void modelsOfAPath_needNoContext() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.spark.rdd..")
        .orShould()
        .dependOnClassesThat()
        .haveSimpleNameStartingWith("JavaRDD")
        .orShould()
        .dependOnClassesThat()
        .haveSimpleNameStartingWith("JavaPairRDD")
        .check(main);
    TreeSet<String> callers = new TreeSet<>();
    for (JavaClass type : main) {
      for (JavaAccess<?> access : type.getAccessesFromSelf()) {
        if (ofAContext(access)) {
          callers.add(type.getSimpleName() + "." + access.getOrigin().getName());
        }
      }
    }
    assertEquals("[Sent.make, SparkExplainer.sent, SparkExplainer.source]", callers.toString());
  }

  private static boolean ofAContext(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    return owner.equals("org.apache.spark.SparkContext")
        || owner.equals("org.apache.spark.api.java.JavaSparkContext")
        || owner.startsWith("org.apache.spark.broadcast.")
        || access.getName().equals("sparkContext");
  }

  /** Who uses this module speaks of data sets. */
  @Override
  protected boolean maySpeakOfOtherLibraries(JavaClass type) {
    return true;
  }
}
