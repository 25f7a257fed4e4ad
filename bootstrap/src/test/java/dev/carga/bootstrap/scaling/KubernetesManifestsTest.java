package dev.carga.bootstrap.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.bootstrap.cli.command.EnvironmentDefaults;
import dev.carga.bootstrap.cli.command.MigrateCommand;
import dev.carga.bootstrap.cli.command.ServeCommand;
import dev.carga.bootstrap.scaling.Manifests.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The manifests, as far as they can be judged without a cluster.
class KubernetesManifestsTest {

    /// Kinds that others define; docker/kubernetes/check.sh checks them.
    private static final Set<String> OF_OTHERS = Set.of("ScaledObject", "TriggerAuthentication", "PodMonitor");

    static Stream<Manifest> ofKubernetes() {
        return Manifests.all().stream().filter(manifest -> !OF_OTHERS.contains(manifest.kind()));
    }

    static Stream<Manifest> podsOwners() {
        return Manifests.all().stream()
                .filter(manifest -> !manifest.content().at("/spec/template").isMissingNode());
    }

    @ParameterizedTest
    @MethodSource("ofKubernetes")
    void everyManifestIsAsItsPublishedSchemaWantsIt(Manifest manifest) {
        assertThat(KubernetesSchemas.complaint(manifest.content())).isEmpty();
    }

    /// Each of these is in a manifest of ours, and wrong in one place.
    @ParameterizedTest
    @CsvSource({
        "Deployment, carga-web, replicas: 2, replica: 2",
        "Deployment, carga-web, replicas: 2, replicas: two",
        "Deployment, carga-web, path: /health/ready, pfad: /health/ready",
        "Deployment, carga-worker, readOnlyRootFilesystem: true, readOnlyRootFileSystem: true",
        "Deployment, carga-worker, readOnlyRootFilesystem: true, readOnlyRootFilesystem: 'yes'",
        "Deployment, carga-worker, terminationGracePeriodSeconds: 60, terminationGracePeriodSeconds: 60.5",
        "Job, carga-migrate, backoffLimit: 10, backOffLimit: 10",
        "PodDisruptionBudget, carga-worker, maxUnavailable: 1, maxUnavailible: 1",
        "NetworkPolicy, carga-nothing, policyTypes, policyType",
        "Ingress, carga-web, pathType, pathKind",
    })
    void aManifestWithAMistakeIsRefused(String kind, String name, String right, String wrong) throws Exception {
        JsonNode content = Manifests.one(kind, name).content();
        assertThat(KubernetesSchemas.complaint(content)).isEmpty();

        String broken = content.toString().replace(asJson(right), asJson(wrong));

        assertThat(broken).isNotEqualTo(content.toString());
        assertThat(KubernetesSchemas.complaint(new ObjectMapper().readTree(broken)))
                .isPresent();
    }

    /// `a: 1` as it stands in JSON.
    private static String asJson(String yaml) {
        String json = Manifests.read(yaml).toString();
        return json.startsWith("{") ? json.substring(1, json.length() - 1) : json;
    }

    @Test
    void aFieldThatKedaDoesNotHaveIsRefused() {
        JsonNode content = Manifests.one("ScaledObject", "carga-worker").content();
        String broken =
                content.path("spec").toString().replace("\"minReplicaCount\"", "\"minReplicas\":1,\"minReplicaCount\"");
        assertThatThrownBy(() -> ScaledObject.of(Manifests.read(broken))).hasMessageContaining("minReplicas");
    }

    @Test
    void theBaseNamesNoNamespaceAndNothingHoldsASecret() {
        assertThat(Manifests.all())
                .filteredOn(manifest -> !manifest.file().startsWith("example"))
                .allSatisfy(manifest -> assertThat(
                                manifest.content().at("/metadata/namespace").isMissingNode())
                        .as(manifest.toString())
                        .isTrue());
        assertThat(Manifests.all()).noneMatch(manifest -> manifest.kind().equals("Secret"));
        assertThat(Manifests.settings().keySet())
                .noneMatch(setting -> setting.contains("PASS") || setting.contains("URL"));
    }

    /// A setting that is misspelt is read by nobody, and nobody says so.
    @Test
    void thePodsAreToldWhatTheProgramUnderstands() {
        CommandSpec serve = new CommandLine(new ServeCommand()).getCommandSpec();
        assertThat(Manifests.settings().keySet()).allSatisfy(setting -> {
            assertThat(setting).startsWith("CARGA_");
            String flag = "--"
                    + setting.substring("CARGA_".length())
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-');
            assertThat(serve.findOption(flag)).as(flag).isNotNull();
        });
        CommandLine program = new CommandLine(CommandSpec.create())
                .addSubcommand(new ServeCommand())
                .addSubcommand(new MigrateCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setDefaultValueProvider(new EnvironmentDefaults(Manifests.settings()));
        podsOwners().forEach(owner -> {
            List<String> arguments = new ArrayList<>();
            owner.content().at("/spec/template/spec/containers/0/args").forEach(word -> arguments.add(word.asText()));
            assertThat(program.parseArgs(arguments.toArray(String[]::new)).hasSubcommand())
                    .as(owner.toString())
                    .isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("podsOwners")
    void aPodMayDoNothingThatItNeedNot(Manifest owner) {
        JsonNode pod = owner.content().at("/spec/template/spec");
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
        assertThat(pod.path("serviceAccountName").asText()).isEqualTo("carga");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        for (JsonNode container : pod.path("containers")) {
            JsonNode may = container.path("securityContext");
            assertThat(may.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(may.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(may.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
            assertThat(container.at("/resources/limits/memory").asText())
                    .isNotEmpty()
                    .isEqualTo(container.at("/resources/requests/memory").asText());
        }
    }

    /// Who is told to leave takes half a minute at most; a web process before that waits until nobody sends
    /// any more.
    @Test
    void nobodyIsKilledBeforeItCouldFinish() {
        for (String name : List.of("carga-web", "carga-worker")) {
            JsonNode pod = Manifests.one("Deployment", name).content().at("/spec/template/spec");
            int pause = pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt(0);
            assertThat(pod.path("terminationGracePeriodSeconds").asInt())
                    .as(name)
                    .isGreaterThan(pause + (int) PartQueue.Subscription.CLOSES_WITHIN.toSeconds());
        }
    }

    /// What is misspelt in a selector selects nothing, and says nothing.
    @Test
    void everySelectorFindsPods() {
        List<JsonNode> pods = podsOwners()
                .map(owner -> owner.content().at("/spec/template/metadata/labels"))
                .toList();
        List<JsonNode> selectors = new ArrayList<>();
        for (Manifest manifest : Manifests.all()) {
            JsonNode spec = manifest.content().path("spec");
            Stream.of("/podSelector/matchLabels", "/selector/matchLabels")
                    .map(spec::at)
                    .filter(JsonNode::isObject)
                    .forEach(selectors::add);
            if (manifest.kind().equals("Service")) {
                selectors.add(spec.path("selector"));
            }
            spec.at("/template/spec/topologySpreadConstraints")
                    .forEach(spread -> selectors.add(spread.at("/labelSelector/matchLabels")));
        }
        assertThat(selectors)
                .hasSizeGreaterThan(10)
                .allSatisfy(selector -> assertThat(pods)
                        .anySatisfy(labels -> assertThat(labels.properties()).containsAll(selector.properties())));
    }

    @Test
    void everyPortThatIsNamedIsThere() {
        Set<String> there = new TreeSet<>();
        Set<String> named = new TreeSet<>();
        for (Manifest manifest : Manifests.all()) {
            manifest.content().findValues("ports").stream()
                    .flatMap(ports -> Stream.of(ports.findValues("name")).flatMap(List::stream))
                    .forEach(name -> there.add(name.asText()));
            for (String field : List.of("port", "targetPort")) {
                manifest.content().findValues(field).stream()
                        .filter(JsonNode::isTextual)
                        .forEach(port -> named.add(port.asText()));
            }
        }
        assertThat(there).containsAll(named);
        assertThat(named).containsExactly("http", "management");
        JsonNode web = Manifests.one("Deployment", "carga-web").content();
        Map<String, String> settings = Manifests.settings();
        assertThat(web.at("/spec/template/spec/containers/0/ports").toString())
                .isEqualTo("[{\"name\":\"http\",\"containerPort\":" + settings.get("CARGA_PORT")
                        + "},{\"name\":\"management\",\"containerPort\":" + settings.get("CARGA_MANAGEMENT_PORT")
                        + "}]");
    }

    @Test
    void oneUploadCanKeepAllWorkersBusy() {
        ScaledObject settings = ScaledObject.ofCarga();
        assertThat(Manifests.number("CARGA_WINDOW"))
                .isEqualTo(settings.maxReplicaCount() * Manifests.number("CARGA_WORKERS"));
        assertThat(settings.scaleTargetRef().name()).isEqualTo("carga-worker");
    }

    @Test
    void theAutoscalerFindsWhatItIsToldToRead() {
        ScaledObject settings = ScaledObject.ofCarga();
        assertThat(settings.triggers()).hasSize(1);
        assertThat(settings.target()).isEqualTo(1);
        assertThat(settings.fallback().replicas()).isLessThanOrEqualTo(settings.maxReplicaCount());
        JsonNode authentication = Manifests.one(
                        "TriggerAuthentication",
                        settings.triggers().getFirst().authenticationRef().name())
                .content();
        assertThat(authentication.findValuesAsText("parameter"))
                .containsExactlyInAnyOrder("host", "port", "dbName", "userName", "password");
        assertThat(authentication.findValuesAsText("name")).contains("carga-servers");
    }
}
