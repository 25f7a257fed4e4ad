package dev.carga.bootstrap.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.carga.adapters.amqp.RabbitMqPartQueue;
import dev.carga.adapters.http.HttpServer;
import dev.carga.adapters.postgres.Database;
import dev.carga.application.InfrastructureException;
import dev.carga.bootstrap.Main;
import dev.carga.domain.document.Cpf;
import dev.carga.fixture.Fixtures;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Checks the rules between classes. Maven checks those between modules (see `ModuleRulesIT`).
final class ArchitectureTest {

    private static final String CARGA = "dev.carga";

    /// One class of each module, which locates the folder or jar of the module's classes, without those of its
    /// tests.
    private static final List<Class<?>> MODULES = List.of(
            Cpf.class,
            InfrastructureException.class,
            Database.class,
            RabbitMqPartQueue.class,
            HttpServer.class,
            Main.class);

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .importUrls(MODULES.stream()
                    .map(module -> module.getProtectionDomain().getCodeSource().getLocation())
                    .toList());

    private static final List<ArchitectureRule> RULES = ArchitectureRule.ALL;

    @Test
    void programIsSeenWholeAndWithoutItsTests() {
        assertThat(MODULES).allMatch(module -> PROGRAM.contain(module));
        assertThat(PROGRAM.stream().map(JavaClass::getName))
                .allMatch(name -> name.startsWith(CARGA + "."))
                .noneMatch(name -> name.startsWith(Fixtures.class.getPackageName()))
                .noneMatch(name -> name.endsWith("Test") || name.endsWith("IT") || name.endsWith("Contract"));
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void programKeepsTheRule(ArchitectureRule rule) {
        rule.in().apply(CARGA).check(PROGRAM);
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void ruleFailsOnItsFixture(ArchitectureRule rule) {
        var result = rule.in().apply(root(rule)).evaluate(fixtureOf(rule));
        assertThat(result.hasViolation()).isTrue();
        assertThat(rule.culprits())
                .allSatisfy(culprit ->
                        assertThat(result.getFailureReport().toString()).contains(root(rule) + "." + culprit));
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void ruleAcceptsTheRestOfItsFixture(ArchitectureRule rule) {
        JavaClasses fixture = fixtureOf(rule);
        List<JavaClass> culprits = rule.culprits().stream()
                .map(culprit -> fixture.get(root(rule) + "." + culprit))
                .toList();
        JavaClasses rest = fixture.that(DescribedPredicate.describe("no culprit", type -> !culprits.contains(type)));
        assertThat(rest).isNotEmpty();
        // Without the culprits no class may be left to which the rule applies.
        rule.in().apply(root(rule)).allowEmptyShould(true).check(rest);
    }

    @Test
    void everyFixtureProvesOneRule() {
        JavaClasses all = new ClassFileImporter().importPackagesOf(Fixtures.class);
        String fixtures = Fixtures.class.getPackageName() + ".";
        assertThat(all.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.startsWith(fixtures))
                        .map(name -> name.substring(fixtures.length()).replaceFirst("\\..*", ""))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(
                        RULES.stream().map(ArchitectureRule::fixture).toList());
    }

    private static String root(ArchitectureRule rule) {
        return Fixtures.class.getPackageName() + "." + rule.fixture();
    }

    private static JavaClasses fixtureOf(ArchitectureRule rule) {
        return new ClassFileImporter().importPackages(root(rule));
    }
}
