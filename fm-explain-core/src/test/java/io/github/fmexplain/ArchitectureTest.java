package io.github.fmexplain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.fmexplain");

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
          .importPackages("io.github.fmexplain");

  @Test
  void core_isPureMathematics() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "software.amazon..",
            "com.google.protobuf..",
            "org.slf4j..",
            "java.util.logging..",
            "java.io..",
            "java.nio.file..",
            "java.net..")
        .check(
            MAIN.that(
                com.tngtech.archunit.base.DescribedPredicate.describe(
                    "not an exception", c -> !c.isAssignableTo(Throwable.class))));
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("io.github.fmexplain.(*)").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void onlyInternal_usesEjml() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..internal..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.ejml..")
        .check(MAIN);
  }

  @Test
  void publicMethods_takeAndGiveNothingInternal() {
    for (JavaClass type : MAIN) {
      if (type.getPackageName().endsWith(".internal")
          || !type.getModifiers().contains(JavaModifier.PUBLIC)) {
        continue;
      }
      for (JavaMethod method : type.getMethods()) {
        if (!method.getModifiers().contains(JavaModifier.PUBLIC)) {
          continue;
        }
        for (JavaType used : method.getParameterTypes()) {
          assertTrue(!used.getName().contains(".internal."), method.getFullName());
        }
        assertTrue(!method.getReturnType().getName().contains(".internal."), method.getFullName());
      }
    }
  }

  @Test
  void packages_haveAtMostTwelvePublicTypes() {
    Map<String, Integer> counts = new TreeMap<>();
    for (JavaClass type : MAIN) {
      if (type.isTopLevelClass()
          && type.getModifiers().contains(JavaModifier.PUBLIC)
          && !type.getSimpleName().equals("package-info")) {
        counts.merge(type.getPackageName(), 1, Integer::sum);
      }
    }
    counts.forEach((name, count) -> assertTrue(count <= 12, name + " has " + count));
  }

  @Test
  void properties_areSeededSoThatEveryRunIsTheSame() {
    int properties = 0;
    for (JavaClass type : TESTS) {
      for (JavaMethod method : type.getMethods()) {
        if (method.isAnnotatedWith(Property.class)) {
          properties++;
          assertEquals(
              "1", method.getAnnotationOfType(Property.class).seed(), method.getFullName());
        }
      }
    }
    assertTrue(properties > 10, "found " + properties);
  }
}
