/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it.structure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the modules that ship may depend on each other, and what their classes may be and use. */
final class ArchitectureTest {
    private static final String OURS = "dev.quiver.";

    /** What ships. */
    private static JavaClasses shipped = new ClassFileImporter().importClasses();
    /** What ships, and the tests of this module, which use it as well. */
    private static JavaClasses all = shipped;

    @BeforeAll
    static void read() {
        all = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/testbed") && !location.contains("-tests.jar"))
                .importPackages("dev.quiver");
        shipped = all.that(DescribedPredicate.describe("ship", type -> isShipped(type)));
    }

    private static boolean isShipped(JavaClass type) {
        return !type.getPackageName().startsWith("dev.quiver.it");
    }

    @Test
    void everyClassIsReadAndBelongsToAModule() {
        assertThat(shipped).hasSizeGreaterThan(100);
        assertThat(shipped)
                .allSatisfy(type -> assertThat(SuiteModule.values())
                        .as("modules of %s", type.getName())
                        .filteredOn(module -> module.contains(type))
                        .hasSize(1));
    }

    @ParameterizedTest
    @EnumSource
    void aModuleUsesOnlyThoseBelowIt(SuiteModule module) {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : shipped) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (module.contains(type) && target.getPackageName().startsWith(OURS) && !module.mayUse(target)) {
                    wrong.add(dependency.getDescription());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("dev.quiver.(**)").should().beFreeOfCycles().check(shipped);
    }

    @Test
    void storageKnowsNothingOfKafka() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.quiver.parquet..", "dev.quiver.store..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(shipped);
    }

    @Test
    void nothingNeedsHadoop() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.hadoop..")
                .check(shipped);
    }

    @Test
    void nothingPrints() {
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(shipped);
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "printStackTrace is called", call -> call.getName().equals("printStackTrace")))
                .check(shipped);
    }

    @Test
    void everythingLogsThroughSlf4j() {
        GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(shipped);
    }

    @Test
    void concreteClassesAreFinal() {
        ArchRule rule = classes()
                .that(DescribedPredicate.describe("are written as concrete classes", ArchitectureTest::isConcrete))
                .should()
                .haveModifier(JavaModifier.FINAL);
        rule.check(shipped);
    }

    private static boolean isConcrete(JavaClass type) {
        return !type.isInterface()
                && !type.isEnum()
                && !type.isAnonymousClass()
                && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                && !type.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass type : shipped) {
            if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                unmarked.add(type.getPackageName());
            }
        }
        assertThat(unmarked).isEmpty();
    }

    @Test
    void theParquetSinkShowsItsConnectorAndItsTaskOnly() {
        assertThat(shipped)
                .filteredOn(type -> type.getPackageName().equals("dev.quiver.sink.parquet") && isPublic(type))
                .extracting(JavaClass::getSimpleName)
                .containsExactlyInAnyOrder("ParquetSinkConnector", "ParquetSinkTask");
    }

    @Test
    void theDuckDbSinkShowsItsConnectorAndItsTaskOnly() {
        assertThat(shipped)
                .filteredOn(type -> type.getPackageName().equals("dev.quiver.sink.duckdb") && isPublic(type))
                .extracting(JavaClass::getSimpleName)
                .containsExactlyInAnyOrder("DuckDbSinkConnector", "DuckDbSinkTask");
    }

    /** Java has nothing between one package and everybody: what two packages of a module share must be public. */
    @Test
    void aPublicTypeIsNeededByAnotherPackage() {
        Set<JavaClass> needed = PublicTypes.neededIn(all);
        assertThat(shipped)
                .filteredOn(type -> isPublic(type) && !needed.contains(type))
                .extracting(JavaClass::getName)
                .isEmpty();
    }

    /** Whether others can name {@code type}: a public type inside one that is not public they cannot. */
    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
    }
}
