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

/// Checks the manifests as far as possible without a cluster.
class KubernetesManifestsTest {

    /// Kinds that KEDA and the Prometheus operator define; docker/kubernetes/check.sh checks them.
    private static final Set<String> CUSTOM_KINDS = Set.of("ScaledObject", "TriggerAuthentication", "PodMonitor");

    static Stream<Manifest> kubernetesManifests() {
        return Manifests.all().stream().filter(manifest -> !CUSTOM_KINDS.contains(manifest.kind()));
    }

    static Stream<Manifest> podOwners() {
        return Manifests.all().stream()
                .filter(manifest -> !manifest.content().at("/spec/template").isMissingNode());
    }

    @ParameterizedTest
    @MethodSource("kubernetesManifests")
    void everyManifestMatchesItsPublishedSchema(Manifest manifest) {
        assertThat(KubernetesSchemas.violation(manifest.content())).isEmpty();
    }

    /// Replaces a correct entry of one of the manifests by a wrong one.
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
    void manifestWithMistakeIsInvalid(String kind, String name, String right, String wrong) throws Exception {
        JsonNode content = Manifests.one(kind, name).content();
        assertThat(KubernetesSchemas.violation(content)).isEmpty();

        String broken = content.toString().replace(asJson(right), asJson(wrong));

        assertThat(broken).isNotEqualTo(content.toString());
        assertThat(KubernetesSchemas.violation(new ObjectMapper().readTree(broken)))
                .isPresent();
    }

    /// The entry `a: 1` in JSON: `"a":1`.
    private static String asJson(String yaml) {
        String json = Manifests.read(yaml).toString();
        return json.startsWith("{") ? json.substring(1, json.length() - 1) : json;
    }

    @Test
    void fieldUnknownToKedaIsInvalid() {
        JsonNode content = Manifests.one("ScaledObject", "carga-worker").content();
        String broken =
                content.path("spec").toString().replace("\"minReplicaCount\"", "\"minReplicas\":1,\"minReplicaCount\"");
        assertThatThrownBy(() -> ScaledObject.of(Manifests.read(broken))).hasMessageContaining("minReplicas");
    }

    @Test
    void baseHasNoNamespaceAndManifestsHoldNoSecret() {
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

    /// The program ignores a misspelt setting without an error.
    @Test
    void everySettingAndArgumentOfThePodsExists() {
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
        podOwners().forEach(owner -> {
            List<String> arguments = new ArrayList<>();
            owner.content()
                    .at("/spec/template/spec/containers/0/args")
                    .forEach(argument -> arguments.add(argument.asText()));
            assertThat(program.parseArgs(arguments.toArray(String[]::new)).hasSubcommand())
                    .as(owner.toString())
                    .isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("podOwners")
    void podHasOnlyThePrivilegesItNeeds(Manifest owner) {
        JsonNode pod = owner.content().at("/spec/template/spec");
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
        assertThat(pod.path("serviceAccountName").asText()).isEqualTo("carga");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        for (JsonNode container : pod.path("containers")) {
            JsonNode securityContext = container.path("securityContext");
            assertThat(securityContext.path("allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(securityContext.path("readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(securityContext.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
            assertThat(container.at("/resources/limits/memory").asText())
                    .isNotEmpty()
                    .isEqualTo(container.at("/resources/requests/memory").asText());
        }
    }

    /// A process needs up to half a minute to stop. A web process waits before that until the load balancer
    /// sends it no more requests.
    @Test
    void gracePeriodIsLongerThanPauseAndShutdown() {
        for (String name : List.of("carga-web", "carga-worker")) {
            JsonNode pod = Manifests.one("Deployment", name).content().at("/spec/template/spec");
            int pause = pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt(0);
            assertThat(pod.path("terminationGracePeriodSeconds").asInt())
                    .as(name)
                    .isGreaterThan(pause + (int) PartQueue.Subscription.CLOSES_WITHIN.toSeconds());
        }
    }

    /// A misspelt selector matches no pod, without an error.
    @Test
    void everySelectorMatchesPods() {
        List<JsonNode> pods = podOwners()
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
    void everyReferencedPortIsDeclared() {
        Set<String> declared = new TreeSet<>();
        Set<String> referenced = new TreeSet<>();
        for (Manifest manifest : Manifests.all()) {
            manifest.content().findValues("ports").stream()
                    .flatMap(ports -> Stream.of(ports.findValues("name")).flatMap(List::stream))
                    .forEach(name -> declared.add(name.asText()));
            for (String field : List.of("port", "targetPort")) {
                manifest.content().findValues(field).stream()
                        .filter(JsonNode::isTextual)
                        .forEach(port -> referenced.add(port.asText()));
            }
        }
        assertThat(declared).containsAll(referenced);
        assertThat(referenced).containsExactly("http", "management");
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
    void autoscalerHasOneTriggerWithCredentials() {
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
