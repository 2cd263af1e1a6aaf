package io.github.fmexplain.chart;

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
import java.util.Map;
import java.util.stream.Collectors;

@AnalyzeClasses(
    packages = "io.github.fmexplain",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final List<String> MODULE =
      List.of("io.github.fmexplain.chart", "io.github.fmexplain.page");

  @ArchTest
  static final ArchRule NO_INTERNALS_OF_OTHERS =
      noClasses()
          .that()
          .resideInAnyPackage("io.github.fmexplain.chart..", "io.github.fmexplain.page..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.fmexplain.internal..");

  @ArchTest
  static final ArchRule CORE_DOES_NOT_KNOW_THIS_MODULE =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.github.fmexplain.chart..", "io.github.fmexplain.page..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.fmexplain.chart..", "io.github.fmexplain.page..");

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

  /** Core counts its own; its test classes may be in a jar, where they cannot be told apart. */
  @ArchTest
  static void atMostTwelvePublicTypes(JavaClasses classes) {
    Map<String, List<String>> types =
        classes.stream()
            .filter(type -> type.isTopLevelClass())
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> MODULE.contains(type.getPackageName()))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getPackageName,
                    Collectors.mapping(JavaClass::getSimpleName, Collectors.toList())));

    assertTrue(types.containsKey("io.github.fmexplain.chart"), types.toString());
    types.forEach((name, members) -> assertTrue(members.size() <= 12, name + ": " + members));
  }
}
