package dev.carga.bootstrap.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.TOP_LEVEL_CLASSES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// An architecture rule and the fixture that proves it. The rule is a function of the root package, so that the same
/// rule checks Carga and a small fixture that violates it. A rule cannot be declared without a fixture.
///
/// @param in       the rule for the classes below a root package
/// @param fixture  the package below `dev.carga.fixture` that violates the rule
/// @param culprits the classes of the fixture that violate it, relative to that package; without them the rule holds
record ArchitectureRule(String name, Function<String, ArchRule> in, String fixture, List<String> culprits) {

    static final List<ArchitectureRule> ALL = List.of(
            rule("the domain depends only on the JDK", ArchitectureRule::domainDependsOnlyOnTheJdk)
                    .brokenBy("domainalone", "domain.LoggedDiscount", "domain.StoredDiscount"),
            rule("the application depends only on the domain", ArchitectureRule::applicationDependsOnlyOnTheDomain)
                    .brokenBy("applicationalone", "application.ReadReport", "application.ShowReport"),
            rule("adapters do not depend on each other", ArchitectureRule::adaptersDoNotDependOnEachOther)
                    .brokenBy("adaptersapart", "adapters.http.RowsRoute"),
            rule("subpackages of an adapter are internal", ArchitectureRule::subpackagesOfAnAdapterAreInternal)
                    .brokenBy("rooms", "bootstrap.TableCopy"),
            rule(
                            "settings of an adapter depend on no other package of it",
                            ArchitectureRule::settingsDependOnNoOtherPackage)
                    .brokenBy("settingsleaf", "adapters.http.settings.PageSettings"),
            rule(
                            "the server and the webhook messenger do not depend on each other",
                            ArchitectureRule::serverAndMessengerAreIndependent)
                    .brokenBy("messenger", "adapters.http.upload.UploadRoute"),
            rule("nothing depends on bootstrap", ArchitectureRule::nothingDependsOnBootstrap)
                    .brokenBy("bootstrapunseen", "adapters.http.SelfConfiguredServer"),
            rule("every class belongs to a module", ArchitectureRule::everyClassBelongsToAModule)
                    .brokenBy("modulesonly", "billing.Invoice", "adapters.Sending"),
            rule("packages are named by subject", ArchitectureRule::packagesAreNamedBySubject)
                    .brokenBy("subjects", "domain.util.Texts", "application.common.Retry", "adapters.http.impl.Route"),
            rule("packages have no cyclic dependencies", ArchitectureRule::packagesHaveNoCyclicDependencies)
                    .brokenBy("cycle", "domain.purchase.Purchase", "bootstrap.cli.Command"),
            rule("only adapters-postgres uses SQL", ArchitectureRule::onlyPostgresUsesSql)
                    .brokenBy("sql", "bootstrap.RowCount", "application.StoreReport"),
            rule("only adapters-amqp uses RabbitMQ", ArchitectureRule::onlyAmqpUsesRabbitMq)
                    .brokenBy("amqp", "adapters.postgres.Notification"),
            rule("only adapters-http uses the web server", ArchitectureRule::onlyHttpUsesTheWebServer)
                    .brokenBy("web", "bootstrap.ExtraRoute", "adapters.amqp.QueuePage"),
            rule("only the route table registers routes", ArchitectureRule::onlyTheRouteTableRegistersRoutes)
                    .brokenBy("routetable", "adapters.http.upload.UploadRoute"),
            rule("only the metrics use Micrometer", ArchitectureRule::onlyTheMetricsUseMicrometer)
                    .brokenBy("metrics", "application.CountedReport"),
            rule("ports are named by their role", ArchitectureRule::portsAreNamedByTheirRole)
                    .brokenBy("portnames", "application.IReportStore", "application.ReportStorePort"),
            rule("ports are interfaces", ArchitectureRule::portsAreInterfaces)
                    .brokenBy("portclass", "adapters.postgres.PostgresReportStore"),
            rule(
                            "ports are implemented outside the application",
                            ArchitectureRule::portsAreImplementedOutsideTheApplication)
                    .brokenBy("portwithin", "application.StandardReportStore"),
            rule("adapters are named by technology and role", ArchitectureRule::adaptersAreNamedByTechnologyAndRole)
                    .brokenBy("adapternames", "adapters.postgres.ReportStoreImpl", "adapters.amqp.ReportStore"),
            rule(
                            "the domain uses no clock and no random numbers",
                            ArchitectureRule::domainUsesNoClockAndNoRandomNumbers)
                    .brokenBy(
                            "clock",
                            "domain.StampedPart",
                            "domain.LazilyStampedPart",
                            "domain.TimedPart",
                            "domain.DrawnPart",
                            "domain.HastilyDrawnPart",
                            "domain.PartId"),
            rule("only the command line writes to the terminal", ArchitectureRule::onlyTheCommandLineWrites)
                    .brokenBy("terminal", "application.PrintProgress", "bootstrap.Greeting"));

    /// Subpackages of adapters that bootstrap may use: the schema state that `carga doctor` and `carga migrate` report,
    /// the settings of the server, and the JSON that the command line prints without a server.
    private static final List<String> SHARED_SUBPACKAGES = List.of("postgres.schema", "http.settings", "http.view");

    @Override
    public String toString() {
        return name;
    }

    private static ArchRule domainDependsOnlyOnTheJdk(String root) {
        return classes()
                .that()
                .resideInAPackage(root + ".domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(root + ".domain..", "java..");
    }

    private static ArchRule applicationDependsOnlyOnTheDomain(String root) {
        return classes()
                .that()
                .resideInAPackage(root + ".application..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(root + ".application..", root + ".domain..", "java..", "org.slf4j..");
    }

    private static ArchRule adaptersDoNotDependOnEachOther(String root) {
        return slices().matching(root + ".adapters.(*)..").should().notDependOnEachOther();
    }

    /// Code outside an adapter uses only its top package and the subpackages whose values it returns.
    private static ArchRule subpackagesOfAnAdapterAreInternal(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".adapters..")
                .should()
                .dependOnClassesThat(resideInAPackage(root + ".adapters.*.*..")
                        .and(not(resideInAnyPackage(SHARED_SUBPACKAGES.stream()
                                .map(subpackage -> root + ".adapters." + subpackage)
                                .toArray(String[]::new)))));
    }

    /// Bootstrap creates the settings, and so compiles against no other package of the adapter.
    private static ArchRule settingsDependOnNoOtherPackage(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".adapters.*.settings..")
                .should()
                .dependOnClassesThat(resideInAPackage(root + ".adapters..")
                        .and(not(resideInAPackage(root + ".adapters.*.settings.."))));
    }

    /// Clients call the server; the messenger calls receivers. Both may use `view`, which renders uploads as JSON.
    private static ArchRule serverAndMessengerAreIndependent(String root) {
        String[] server =
                List.of("server", "upload", "tus", "report", "preview", "control", "management", "site").stream()
                        .map(subpackage -> root + ".adapters.http." + subpackage)
                        .toArray(String[]::new);
        String messenger = root + ".adapters.http.webhook";
        return classes()
                .that()
                .resideInAPackage(root + ".adapters.http..")
                .should(new ArchCondition<>("not depend on the other side") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean inServer = resideInAnyPackage(server).test(type);
                        boolean inMessenger = resideInAPackage(messenger).test(type);
                        type.getDirectDependenciesFromSelf().stream()
                                .filter(dependency -> (inServer
                                                && resideInAPackage(messenger).test(dependency.getTargetClass()))
                                        || (inMessenger
                                                && resideInAnyPackage(server).test(dependency.getTargetClass())))
                                .forEach(dependency ->
                                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription())));
                    }
                });
    }

    /// With the rules above, only bootstrap can depend on adapters.
    private static ArchRule nothingDependsOnBootstrap(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".bootstrap..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".bootstrap..");
    }

    /// The rules above do not apply to a class outside these packages.
    private static ArchRule everyClassBelongsToAModule(String root) {
        return classes()
                .should()
                .resideInAnyPackage(
                        root + ".domain..", root + ".application..", root + ".adapters.*..", root + ".bootstrap..");
    }

    private static ArchRule packagesAreNamedBySubject(String root) {
        return noClasses()
                .should()
                .resideInAnyPackage(root + "..util..", root + "..common..", root + "..helper..", root + "..impl..");
    }

    /// Includes the top package of bootstrap, which contains only `Main` and depends on the command line.
    private static ArchRule packagesHaveNoCyclicDependencies(String root) {
        return slices().matching(root + ".(**)").should().beFreeOfCycles();
    }

    private static ArchRule onlyPostgresUsesSql(String root) {
        return onlyIn(
                root + ".adapters.postgres..",
                "java.sql..",
                "javax.sql..",
                "org.jdbi..",
                "org.postgresql..",
                "org.flywaydb..",
                "com.zaxxer..");
    }

    private static ArchRule onlyAmqpUsesRabbitMq(String root) {
        return onlyIn(root + ".adapters.amqp..", "com.rabbitmq..");
    }

    private static ArchRule onlyHttpUsesTheWebServer(String root) {
        return onlyIn(
                root + ".adapters.http..",
                "io.javalin..",
                "org.eclipse.jetty..",
                "jakarta.servlet..",
                "org.apache.commons.fileupload2..");
    }

    private static ArchRule onlyTheRouteTableRegistersRoutes(String root) {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(root + ".adapters.http.RouteTable")
                .should()
                .accessTargetWhere(describe(
                        "a route is registered",
                        access -> access.getTarget()
                                        .getOwner()
                                        .getName()
                                        .matches(
                                                "io\\.javalin\\.(config\\.RoutesConfig|router\\.JavalinDefaultRoutingApi)")
                                && !access.getTarget().getName().equals("exception")));
    }

    private static ArchRule onlyTheMetricsUseMicrometer(String root) {
        return onlyIn(root + ".bootstrap.metrics..", "io.micrometer..", "io.prometheus..");
    }

    /// Applies to bootstrap too: it has every library on its class path but must not use them.
    private static ArchRule onlyIn(String home, String... technology) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(technology);
    }

    private static ArchRule portsAreNamedByTheirRole(String root) {
        return classes()
                .that(arePortsOf(root))
                .should()
                .haveSimpleNameNotEndingWith("Port")
                .andShould()
                .haveNameNotMatching(".*\\.I[A-Z][^.]*");
    }

    private static ArchRule portsAreInterfaces(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".application..")
                .should()
                .beAssignableTo(resideInAPackage(root + ".application..").and(not(INTERFACES)));
    }

    /// Only top-level classes count: results are sealed interfaces too, but their variants are nested classes.
    private static ArchRule portsAreImplementedOutsideTheApplication(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".application..")
                .and()
                .areTopLevelClasses()
                .should()
                .implement(arePortsOf(root));
    }

    private static ArchRule adaptersAreNamedByTechnologyAndRole(String root) {
        DescribedPredicate<JavaClass> ports = arePortsOf(root);
        return classes()
                .that()
                .areTopLevelClasses()
                .and()
                .resideOutsideOfPackage(root + ".application..")
                .and()
                .implement(ports)
                .should(new ArchCondition<>("be named by their technology, followed by the name of their port") {
                    @Override
                    public void check(JavaClass adapter, ConditionEvents events) {
                        for (JavaClass port : adapter.getAllRawInterfaces()) {
                            String name = adapter.getSimpleName();
                            String role = port.getSimpleName();
                            if (ports.test(port) && (!name.endsWith(role) || name.equals(role))) {
                                events.add(SimpleConditionEvent.violated(
                                        adapter, adapter.getName() + " implements " + port.getName()));
                            }
                        }
                    }
                });
    }

    /// The only exception is `UploadId`, which may draw a random UUID.
    private static ArchRule domainUsesNoClockAndNoRandomNumbers(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".domain..")
                .should()
                .accessTargetWhere(describe("the time or a random number is not passed in", access -> {
                    boolean exception = access.getOriginOwner().getSimpleName().equals("UploadId")
                            && access.getTargetOwner().isEquivalentTo(UUID.class);
                    return !exception && (readsClock(access) || createsRandomness(access));
                }));
    }

    private static boolean readsClock(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        return switch (target.getOwner().getName()) {
            case "java.lang.System" -> Set.of("currentTimeMillis", "nanoTime").contains(target.getName());
            case "java.time.Clock", "java.time.InstantSource" ->
                target.getName().startsWith("system") || target.getName().startsWith("tick");
            default ->
                target.getOwner().getPackageName().startsWith("java.time")
                        && target.getName().equals("now");
        };
    }

    private static boolean createsRandomness(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        boolean creates = Set.of("<init>", "current", "getDefault", "getInstance", "getInstanceStrong", "of")
                .contains(target.getName());
        return (target.getOwner().isAssignableTo(RandomGenerator.class) && creates)
                || (target.getOwner().isEquivalentTo(Math.class)
                        && target.getName().equals("random"))
                || (target.getOwner().isEquivalentTo(UUID.class)
                        && target.getName().equals("randomUUID"));
    }

    /// Standard output carries the result of a command; everything else goes to the log.
    private static ArchRule onlyTheCommandLineWrites(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".bootstrap.cli..")
                .should(ACCESS_STANDARD_STREAMS);
    }

    private static DescribedPredicate<JavaClass> arePortsOf(String root) {
        return resideInAPackage(root + ".application..")
                .and(INTERFACES)
                .and(TOP_LEVEL_CLASSES)
                .as("ports");
    }

    private static Unproven rule(String name, Function<String, ArchRule> in) {
        return new Unproven(name, in);
    }

    private record Unproven(String name, Function<String, ArchRule> in) {
        ArchitectureRule brokenBy(String fixture, String... culprits) {
            return new ArchitectureRule(name, in, fixture, List.of(culprits));
        }
    }
}
