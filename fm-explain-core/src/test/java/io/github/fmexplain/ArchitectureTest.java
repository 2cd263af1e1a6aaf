package io.github.fmexplain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends ArchitectureRules {

  ArchitectureTest() {
    super(FmExplainer.class);
  }

  /**
   * None has more than 20 but for the builders, kinds and rows that are nested in what has them.
   */
  @Override
  protected Map<String, Integer> crowdedPackages() {
    return Map.of(
        "io.github.fmexplain.answer", 27,
        "io.github.fmexplain.data", 24,
        "io.github.fmexplain.train", 24);
  }

  @Test
  void core_isPureMathematics() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "software.amazon..",
            "com.google.protobuf..",
            "java.io..",
            "java.nio.file..",
            "java.net..")
        .check(main);
  }

  @Test
  void onlyInternal_usesEjml() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..internal..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.ejml..")
        .check(main);
  }

  @Test
  void numbers_knowNoIdsItemsOrCatalogues() {
    noClasses()
        .that()
        .resideInAnyPackage("..internal.linalg..", "..internal.user..", "..internal.method..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.github.fmexplain",
            "io.github.fmexplain.data..",
            "io.github.fmexplain.train..",
            "io.github.fmexplain.answer..",
            "..internal.items..",
            "..internal.edit..")
        .check(main);
  }
}
