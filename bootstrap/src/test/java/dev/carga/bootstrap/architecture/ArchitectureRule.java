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

/// A rule of the architecture with its proof. The rule is a function of the root package, so that the very same one
/// is asked of Carga and of a small fixture that breaks it; and there is no way to write down a rule without one.
///
/// @param in       the rule for the classes below a root package
/// @param fixture  the package below `dev.carga.fixture` that breaks it
/// @param culprits the classes of the fixture that break it, named from there; without them the rule holds
record ArchitectureRule(String name, Function<String, ArchRule> in, String fixture, List<String> culprits) {

    static final List<ArchitectureRule> ALL = List.of(
            rule("the domain depends on the JDK alone", ArchitectureRule::domainDependsOnTheJdkAlone)
                    .brokenBy("domainalone", "domain.LoggedDiscount", "domain.StoredDiscount"),
            rule("the application depends on the domain alone", ArchitectureRule::applicationDependsOnDomainAlone)
                    .brokenBy("applicationalone", "application.ReadReport", "application.ShowReport"),
            rule("adapters never see each other", ArchitectureRule::adaptersNeverSeeEachOther)
                    .brokenBy("adaptersapart", "adapters.http.RowsRoute"),
            rule("rooms of an adapter are its own", ArchitectureRule::roomsOfAnAdapterAreItsOwn)
                    .brokenBy("rooms", "bootstrap.TableCopy"),
            rule("settings of an adapter see no other room of it", ArchitectureRule::settingsSeeNoOtherRoom)
                    .brokenBy("settingsleaf", "adapters.http.settings.PageSettings"),
            rule("the server and the webhook messenger never see each other", ArchitectureRule::messengerIsApart)
                    .brokenBy("messenger", "adapters.http.upload.UploadRoute"),
            rule("nobody sees the bootstrap", ArchitectureRule::nobodySeesTheBootstrap)
                    .brokenBy("bootstrapunseen", "adapters.http.SelfConfiguredServer"),
            rule("every class belongs to a module", ArchitectureRule::everyClassBelongsToAModule)
                    .brokenBy("modulesonly", "billing.Invoice", "adapters.Sending"),
            rule("packages are named by subject", ArchitectureRule::packagesAreNamedBySubject)
                    .brokenBy("subjects", "domain.util.Texts", "application.common.Retry", "adapters.http.impl.Route"),
            rule("no packages depend on each other in a circle", ArchitectureRule::packagesAreFreeOfCycles)
                    .brokenBy("cycle", "domain.purchase.Purchase", "bootstrap.cli.Command"),
            rule("only adapters-postgres speaks SQL", ArchitectureRule::onlyPostgresSpeaksSql)
                    .brokenBy("sql", "bootstrap.RowCount", "application.StoreReport"),
            rule("only adapters-amqp knows RabbitMQ", ArchitectureRule::onlyAmqpKnowsRabbitMq)
                    .brokenBy("amqp", "adapters.postgres.Notification"),
            rule("only adapters-http knows the web server", ArchitectureRule::onlyHttpKnowsTheWebServer)
                    .brokenBy("web", "bootstrap.ExtraRoute", "adapters.amqp.QueuePage"),
            rule("only the route table registers routes", ArchitectureRule::onlyTheRouteTableRegistersRoutes)
                    .brokenBy("routetable", "adapters.http.upload.UploadRoute"),
            rule("only the metrics know Micrometer", ArchitectureRule::onlyTheMetricsKnowMicrometer)
                    .brokenBy("metrics", "application.CountedReport"),
            rule("ports are named by their role", ArchitectureRule::portsAreNamedByTheirRole)
                    .brokenBy("portnames", "application.IReportStore", "application.ReportStorePort"),
            rule("ports are interfaces", ArchitectureRule::portsAreInterfaces)
                    .brokenBy("portclass", "adapters.postgres.PostgresReportStore"),
            rule("ports are implemented outside", ArchitectureRule::portsAreImplementedOutside)
                    .brokenBy("portwithin", "application.StandardReportStore"),
            rule("adapters are named by technology and role", ArchitectureRule::adaptersAreNamedByTechnologyAndRole)
                    .brokenBy("adapternames", "adapters.postgres.ReportStoreImpl", "adapters.amqp.ReportStore"),
            rule("the domain has no clock and no dice", ArchitectureRule::domainHasNoClockAndNoDice)
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

    /// What `carga doctor` and `carga migrate` report; the settings of the server, and the JSON that the command line
    /// prints without a server.
    private static final List<String> HANDED_OUT = List.of("postgres.schema", "http.settings", "http.view");

    @Override
    public String toString() {
        return name;
    }

    private static ArchRule domainDependsOnTheJdkAlone(String root) {
        return classes()
                .that()
                .resideInAPackage(root + ".domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(root + ".domain..", "java..");
    }

    private static ArchRule applicationDependsOnDomainAlone(String root) {
        return classes()
                .that()
                .resideInAPackage(root + ".application..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(root + ".application..", root + ".domain..", "java..", "org.slf4j..");
    }

    private static ArchRule adaptersNeverSeeEachOther(String root) {
        return slices().matching(root + ".adapters.(*)..").should().notDependOnEachOther();
    }

    /// From outside, an adapter is seen through its top package, and through the rooms whose values it hands out.
    private static ArchRule roomsOfAnAdapterAreItsOwn(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".adapters..")
                .should()
                .dependOnClassesThat(resideInAPackage(root + ".adapters.*.*..")
                        .and(not(resideInAnyPackage(HANDED_OUT.stream()
                                .map(room -> root + ".adapters." + room)
                                .toArray(String[]::new)))));
    }

    /// So that the bootstrap, which makes them, compiles against nothing else of the adapter.
    private static ArchRule settingsSeeNoOtherRoom(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".adapters.*.settings..")
                .should()
                .dependOnClassesThat(resideInAPackage(root + ".adapters..")
                        .and(not(resideInAPackage(root + ".adapters.*.settings.."))));
    }

    /// One is driven by clients, the other one drives receivers; both show uploads in the same way.
    private static ArchRule messengerIsApart(String root) {
        String[] server =
                List.of("server", "upload", "tus", "report", "preview", "control", "management", "site").stream()
                        .map(room -> root + ".adapters.http." + room)
                        .toArray(String[]::new);
        String messenger = root + ".adapters.http.webhook";
        return classes()
                .that()
                .resideInAPackage(root + ".adapters.http..")
                .should(new ArchCondition<>("not see the other side") {
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

    /// With the rules above, this leaves the bootstrap as the only one that sees adapters.
    private static ArchRule nobodySeesTheBootstrap(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".bootstrap..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".bootstrap..");
    }

    /// A class anywhere else would be out of the reach of the rules above.
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

    /// The bootstrap's topmost package included: it holds `Main` alone, above the command line.
    private static ArchRule packagesAreFreeOfCycles(String root) {
        return slices().matching(root + ".(**)").should().beFreeOfCycles();
    }

    private static ArchRule onlyPostgresSpeaksSql(String root) {
        return onlyIn(
                root + ".adapters.postgres..",
                "java.sql..",
                "javax.sql..",
                "org.jdbi..",
                "org.postgresql..",
                "org.flywaydb..",
                "com.zaxxer..");
    }

    private static ArchRule onlyAmqpKnowsRabbitMq(String root) {
        return onlyIn(root + ".adapters.amqp..", "com.rabbitmq..");
    }

    private static ArchRule onlyHttpKnowsTheWebServer(String root) {
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

    private static ArchRule onlyTheMetricsKnowMicrometer(String root) {
        return onlyIn(root + ".bootstrap.metrics..", "io.micrometer..", "io.prometheus..");
    }

    /// Holds for the bootstrap too, which has every library on its class path and no business with them.
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

    /// Results are sealed interfaces too, but their kinds are nested in them.
    private static ArchRule portsAreImplementedOutside(String root) {
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
                .should(new ArchCondition<>("have the name of a technology before that of their port") {
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

    /// Only the id of an upload may be drawn, and only where it says so.
    private static ArchRule domainHasNoClockAndNoDice(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".domain..")
                .should()
                .accessTargetWhere(describe("the time or chance comes from nowhere", access -> {
                    boolean theException =
                            access.getOriginOwner().getSimpleName().equals("UploadId")
                                    && access.getTargetOwner().isEquivalentTo(UUID.class);
                    return !theException && (asksAClock(access) || throwsDice(access));
                }));
    }

    private static boolean asksAClock(JavaAccess<?> access) {
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

    private static boolean throwsDice(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        boolean fresh = Set.of("<init>", "current", "getDefault", "getInstance", "getInstanceStrong", "of")
                .contains(target.getName());
        return (target.getOwner().isAssignableTo(RandomGenerator.class) && fresh)
                || (target.getOwner().isEquivalentTo(Math.class)
                        && target.getName().equals("random"))
                || (target.getOwner().isEquivalentTo(UUID.class)
                        && target.getName().equals("randomUUID"));
    }

    /// Standard output is the answer of a command; whatever else there is to say goes to the log.
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
