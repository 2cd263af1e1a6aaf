package io.github.fmexplain.sagemaker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.TreeMap;

@AnalyzeClasses(
    packages = "io.github.fmexplain.sagemaker",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule NO_INTERNALS_OF_OTHERS =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.github.fmexplain.internal..");

  @ArchTest
  static final ArchRule FORMATS_AND_LOGS_KNOW_NOTHING_OF_AWS =
      noClasses()
          .that()
          .resideInAnyPackage("..recordio..", "..artifact..", "..log..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.github.fmexplain.(**)").should().beFreeOfCycles();

  @ArchTest static final ArchRule NO_OUTPUT = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest static final ArchRule NO_JAVA_LOGGING = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule NO_LOGGING =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.slf4j..", "org.apache.commons.logging..", "org.apache.log4j..");

  @ArchTest
  static void atMostTwelvePublicTypesAPackage(JavaClasses classes) {
    Map<String, Integer> counts = new TreeMap<>();
    for (JavaClass type : classes) {
      if (type.isTopLevelClass()
          && type.getModifiers().contains(JavaModifier.PUBLIC)
          && !type.getPackageName().endsWith(".proto")) {
        counts.merge(type.getPackageName(), 1, Integer::sum);
      }
    }
    counts.forEach((name, count) -> assertTrue(count <= 12, name + " has " + count));
  }
}
