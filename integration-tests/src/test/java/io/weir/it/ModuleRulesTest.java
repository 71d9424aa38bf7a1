package io.weir.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.ObjectInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may import whom; ARCHITECTURE.md says why. */
class ModuleRulesTest {
    /** The modules, each with its packages and the modules that it may import. */
    @SuppressWarnings("ImmutableEnumChecker") // Both collections are.
    enum Module {
        KERNELS(List.of("io.weir.kernels")),
        SCHEMAS(List.of("io.weir.schemas", "io.weir.wire"), KERNELS),
        GUARD(List.of("io.weir.guard"), KERNELS, SCHEMAS),
        PRIVACY(List.of("io.weir.privacy")),
        TRAINERS(List.of("io.weir.trainers")),
        CLIENT(List.of("io.weir.client"), SCHEMAS, PRIVACY),
        AGGREGATOR(List.of("io.weir.aggregator"), SCHEMAS, GUARD, PRIVACY),
        PUBLISHER(List.of("io.weir.publisher"), SCHEMAS),
        CLI(List.of("io.weir.cli"), KERNELS, SCHEMAS, GUARD, PRIVACY, TRAINERS, CLIENT, AGGREGATOR, PUBLISHER);

        private final List<String> packages;
        private final Set<Module> allowed;

        Module(List<String> packages, Module... allowed) {
            this.packages = packages;
            this.allowed = Set.of(allowed);
        }

        /** In ArchUnit's notation. */
        String[] patterns() {
            return packages.stream().map(name -> name + "..").toArray(String[]::new);
        }

        String[] forbidden() {
            List<String> forbidden = new ArrayList<>();
            for (Module other : values()) {
                if (other != this && !allowed.contains(other)) {
                    forbidden.addAll(List.of(other.patterns()));
                }
            }
            return forbidden.toArray(String[]::new);
        }
    }

    private static JavaClasses classes;

    @BeforeAll
    static void importModules() {
        classes = new ClassFileImporter()
                .withImportOption(location -> !location.contains("test-classes"))
                .importPackages("io.weir");
    }

    @ParameterizedTest
    @EnumSource(Module.class)
    void everyModuleIsOnTheClassPath(Module module) {
        assertThat(classes.stream().map(JavaClass::getPackageName))
                .anyMatch(name -> module.packages.stream().anyMatch(name::startsWith));
    }

    @Test
    void everyPackageBelongsToAModule() {
        assertThat(classes.stream().map(JavaClass::getPackageName)).allMatch(name -> List.of(Module.values()).stream()
                .flatMap(module -> module.packages.stream())
                .anyMatch(own -> name.equals(own) || name.startsWith(own + ".")));
    }

    @ParameterizedTest
    @EnumSource(
            value = Module.class,
            names = {"CLI"},
            mode = EnumSource.Mode.EXCLUDE)
    void aModuleImportsOnlyThoseThatItMay(Module module) {
        noClasses()
                .that()
                .resideInAnyPackage(module.patterns())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(module.forbidden())
                .check(classes);
    }

    @Test
    void theGuardImportsTypesOfTheWireAndNoLogicOfSchemas() {
        noClasses()
                .that()
                .resideInAnyPackage(Module.GUARD.patterns())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.weir.schemas..")
                .check(classes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.weir.kernels..", "io.weir.guard..", "io.weir.privacy..", "io.weir.trainers.."})
    void pureModulesImportNoKafka(String pure) {
        noClasses()
                .that()
                .resideInAPackage(pure)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(classes);
    }

    @Test
    void onlyTrainersAndTheCommandLineKnowTheTensorLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.weir.trainers..", "io.weir.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
                .check(classes);
    }

    @ParameterizedTest
    @EnumSource(Module.class)
    void internalsAreUsedByTheirOwnModuleOnly(Module module) {
        String[] internals =
                module.packages.stream().map(name -> name + "..internal..").toArray(String[]::new);
        noClasses()
                .that()
                .resideOutsideOfPackages(module.patterns())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(internals)
                .check(classes);
    }

    @Test
    void nothingDeserializesJavaObjects() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .check(classes);
    }
}
