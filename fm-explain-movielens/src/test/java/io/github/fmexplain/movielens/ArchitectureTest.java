package io.github.fmexplain.movielens;

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
import java.util.List;

@AnalyzeClasses(
    packages = "io.github.fmexplain",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule NO_INTERNALS_OF_OTHERS =
      noClasses()
          .that()
          .resideInAPackage("io.github.fmexplain.movielens..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.fmexplain.internal..");

  @ArchTest
  static final ArchRule CORE_DOES_NOT_KNOW_THIS_MODULE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.fmexplain.movielens..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.fmexplain.movielens..");

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
  static void atMostTwelvePublicTypes(JavaClasses classes) {
    List<String> types =
        classes.stream()
            .filter(type -> type.getPackageName().equals("io.github.fmexplain.movielens"))
            .filter(type -> type.isTopLevelClass())
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .map(JavaClass::getSimpleName)
            .sorted()
            .toList();

    assertTrue(types.size() <= 12, types.toString());
  }
}
