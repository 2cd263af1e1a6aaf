package io.github.fmexplain;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The rules that the classes of every module follow. A module's own test extends this class, names
 * one of the module's main classes, and adds what holds for that module only.
 *
 * <p>Only the module's own classes are read, once; classes of others are known by their names,
 * which is all that these rules ask for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ArchitectureRules {

  private static final String PROJECT = "io.github.fmexplain";

  /**
   * More public types than this, nested ones counted, are too many to find one's way in. A sealed
   * interface with its cases inside it is one: who meets it meets all of them in one place.
   */
  private static final int MOST_PUBLIC_TYPES = 20;

  /** The main classes of the module. */
  protected final JavaClasses main;

  private final Class<?> mainClass;
  private final JavaClasses tests;
  private final Set<String> ownPackages;

  /**
   * Reads the classes of a module.
   *
   * @param mainClass any of its main classes; its test classes are those beside the class that
   *     extends this one
   */
  protected ArchitectureRules(Class<?> mainClass) {
    this.mainClass = mainClass;
    main = classesBeside(mainClass);
    tests = classesBeside(getClass());
    ownPackages = main.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
  }

  private static JavaClasses classesBeside(Class<?> member) {
    JavaClasses classes =
        ArchConfiguration.withThreadLocalScope(
            configuration -> {
              configuration.setResolveMissingDependenciesFromClassPath(false);
              return new ClassFileImporter().importPath(folderOf(member));
            });
    assertTrue(classes.contain(member), () -> "no " + member + " in " + folderOf(member));
    return classes;
  }

  /** The folder that a class was loaded from: that of its module's main or test classes. */
  static Path folderOf(Class<?> member) {
    try {
      return Path.of(location(member).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static URL location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  /**
   * {@return how many public types a package may have that has more than 20 of them today, by the
   * name of the package}
   */
  protected Map<String, Integer> crowdedPackages() {
    return Map.of();
  }

  /** {@return a class of each module beside core that this one knows; none for all but few} */
  protected List<Class<?>> knownModules() {
    return List.of();
  }

  /** {@return whether a public type may have types of other libraries in its signatures} */
  protected boolean maySpeakOfOtherLibraries(JavaClass type) {
    return false;
  }

  @Test
  void nothing_logs() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.slf4j..",
            "org.apache.commons.logging..",
            "org.apache.log4j..",
            "org.apache.logging..",
            "java.util.logging..")
        .check(main);
  }

  @Test
  void nothing_writesToTheConsole() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethodWhere(
            HasName.Predicates.name("printStackTrace").onResultOf(call -> call.getTarget()))
        .check(main);
  }

  @Test
  void packages_haveNoCycles() {
    slices().assignedFrom(new PackageAssignment(ownPackages)).should().beFreeOfCycles().check(main);
  }

  /** What is in the package that core keeps for its friends may be used by all modules. */
  @Test
  void nothing_usesInternalsOfOthers() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage(PROJECT + "..internal..")
                .and(isNotOwn())
                .and(DescribedPredicate.not(resideInAPackage(PROJECT + ".internal")))
                .as("are internal to another module"))
        .check(main);
  }

  @Test
  void ofTheModules_onlyCoreIsKnown() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage(PROJECT + "..")
                .and(isNotOwn())
                .and(DescribedPredicate.not(isOfKnownModule()))
                .as("are of another module than core"))
        .check(main);
  }

  private DescribedPredicate<JavaClass> isNotOwn() {
    return DescribedPredicate.describe(
        "are not of this module", type -> !ownPackages.contains(type.getPackageName()));
  }

  private DescribedPredicate<JavaClass> isOfKnownModule() {
    List<URL> known =
        Stream.concat(Stream.of(FmExplainer.class), knownModules().stream())
            .map(ArchitectureRules::location)
            .toList();
    return DescribedPredicate.describe(
        "are of core", type -> known.contains(location(type.reflect())));
  }

  @Test
  void exportedSignatures_nameOwnTypesAndThoseOfTheJdkOnly() {
    List<String> foreign = new ArrayList<>();
    int members = 0;
    for (JavaClass type : main) {
      if (!isPublic(type) || isInternal(type)) {
        continue;
      }
      for (Map.Entry<String, Set<JavaClass>> signature : signatures(type).entrySet()) {
        members++;
        for (JavaClass named : signature.getValue()) {
          JavaClass used = named.getBaseComponentType();
          if (isInternal(used) || (isForeign(used) && !maySpeakOfOtherLibraries(type))) {
            foreign.add(signature.getKey() + " has " + used.getName());
          }
        }
      }
    }
    assertTrue(members > 20, "found " + members);
    assertEquals(List.of(), foreign);
  }

  /** What is named where others see it, by member: public and protected, and the class's head. */
  private static Map<String, Set<JavaClass>> signatures(JavaClass type) {
    Map<String, Set<JavaClass>> signatures = new TreeMap<>();
    Set<JavaClass> head = new HashSet<>();
    type.getSuperclass().map(JavaType::getAllInvolvedRawTypes).ifPresent(head::addAll);
    type.getInterfaces().forEach(i -> head.addAll(i.getAllInvolvedRawTypes()));
    type.getTypeParameters().forEach(p -> head.addAll(p.getAllInvolvedRawTypes()));
    signatures.put(type.getName(), head);
    for (JavaMember member : type.getMembers()) {
      Set<JavaModifier> modifiers = member.getModifiers();
      boolean seen =
          modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
      if (!seen || modifiers.contains(JavaModifier.SYNTHETIC)) {
        continue;
      }
      Set<JavaClass> named = new HashSet<>();
      if (member instanceof JavaField field) {
        named.addAll(field.getAllInvolvedRawTypes());
      } else if (member instanceof JavaCodeUnit unit) {
        named.addAll(unit.getAllInvolvedRawTypes());
        unit.getExceptionTypes().forEach(named::add);
      }
      signatures.put(member.getFullName(), named);
    }
    return signatures;
  }

  private static boolean isForeign(JavaClass type) {
    return !type.isPrimitive()
        && !resideInAnyPackage("java..", "javax..", PROJECT + "..").test(type);
  }

  private static boolean isInternal(JavaClass type) {
    return resideInAPackage(PROJECT + "..internal..").test(type);
  }

  /** Whether others see a type: it and those that it is nested in are public. */
  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && !type.getSimpleName().equals("package-info")
        && type.getEnclosingClass().map(ArchitectureRules::isPublic).orElse(true);
  }

  @Test
  void publicApi_isThatInDocs() throws IOException {
    PublicApi.assertIsAsWritten(mainClass);
  }

  @Test
  void packages_haveAtMostTwentyPublicTypes() {
    Map<String, Set<String>> types = new TreeMap<>();
    for (JavaClass type : main) {
      if (isPublic(type) && !isGenerated(type) && !isCase(type)) {
        types.computeIfAbsent(type.getPackageName(), n -> new TreeSet<>()).add(type.getName());
      }
    }
    assertFalse(types.isEmpty());
    types.forEach(
        (name, members) -> {
          int most = crowdedPackages().getOrDefault(name, MOST_PUBLIC_TYPES);
          assertTrue(
              members.size() <= most, () -> name + " has " + members.size() + ": " + members);
        });
    crowdedPackages()
        .forEach(
            (name, most) ->
                assertTrue(
                    types.getOrDefault(name, Set.of()).size() > MOST_PUBLIC_TYPES,
                    () -> name + " needs no exception any more; take it away"));
  }

  private static boolean isCase(JavaClass type) {
    return type.getEnclosingClass()
        .filter(outer -> outer.reflect().isSealed() && type.isAssignableTo(outer.getName()))
        .isPresent();
  }

  private static boolean isGenerated(JavaClass type) {
    return type.getPackageName().endsWith(".proto");
  }

  @Test
  void properties_areSeededSoThatEveryRunIsTheSame() {
    int properties = 0;
    for (JavaClass type : tests) {
      for (JavaMethod method : type.getMethods()) {
        if (method.isAnnotatedWith(Property.class)) {
          properties++;
          assertEquals(
              "1", method.getAnnotationOfType(Property.class).seed(), method.getFullName());
        }
      }
    }
    assertTrue(properties > 0, "found none");
  }

  /** Each package of the module for itself. */
  private record PackageAssignment(Set<String> packages) implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return packages.contains(type.getPackageName())
          ? SliceIdentifier.of(type.getPackageName())
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "each package";
    }
  }
}
