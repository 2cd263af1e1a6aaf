package io.github.fmexplain.sagemaker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FormatsArchitectureTest {

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages("io.github.fmexplain.sagemaker");

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
          .importPackages("io.github.fmexplain.sagemaker");

  private static boolean isApi(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && !type.getPackageName().contains(".internal");
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("io.github.fmexplain.sagemaker.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void nothing_usesTheInternalsOfCore() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.github.fmexplain.internal..")
        .check(MAIN);
  }

  @Test
  void publicApi_isFreeOfOtherLibraries() {
    int methods = 0;
    for (JavaClass type : MAIN) {
      if (!isApi(type)) {
        continue;
      }
      for (JavaMethod method : type.getMethods()) {
        if (method.getModifiers().contains(JavaModifier.PUBLIC)) {
          method
              .getAllInvolvedRawTypes()
              .forEach(used -> assertOwn(used.getBaseComponentType(), method.getFullName()));
          methods++;
        }
      }
    }
    assertTrue(methods > 50, "found " + methods);
  }

  private static void assertOwn(JavaClass used, String where) {
    String name = used.getPackageName();
    assertTrue(
        !name.startsWith("com.google.protobuf")
            && !name.startsWith("org.apache.commons")
            && !name.startsWith("tools.jackson")
            && !name.contains(".internal"),
        where + " has " + used.getName());
  }

  @Test
  void packages_haveAtMostTwelvePublicTypes() {
    Map<String, Integer> counts = new TreeMap<>();
    for (JavaClass type : MAIN) {
      if (type.isTopLevelClass() && isApi(type) && !type.getSimpleName().equals("package-info")) {
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
    assertTrue(properties > 5, "found " + properties);
  }
}
