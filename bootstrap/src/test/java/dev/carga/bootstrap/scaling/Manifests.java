package dev.carga.bootstrap.scaling;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Reads the Kubernetes manifests below `docker/kubernetes`.
final class Manifests {

    static final Path FOLDER = Path.of("..", "docker", "kubernetes");

    /// Refuses duplicate keys: a YAML parser otherwise drops the first of them silently.
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));

    private Manifests() {}

    /// One document of a file.
    record Manifest(String file, JsonNode content) {

        String kind() {
            return content.path("kind").asText();
        }

        String name() {
            return content.at("/metadata/name").asText();
        }

        @Override
        public String toString() {
            return file + ": " + kind() + " " + name();
        }
    }

    /// A kustomize patch, which is incomplete without the manifests that it changes.
    private static final String PATCH = "example/servers.yaml";

    /// All manifests, without the files that only kustomize reads.
    static List<Manifest> all() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.toString().contains("node_modules"))
                    .filter(file -> !file.endsWith("kustomization.yaml") && !file.endsWith(PATCH))
                    .sorted()
                    .flatMap(file -> in(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Manifest one(String kind, String name) {
        List<Manifest> found = all().stream()
                .filter(manifest ->
                        manifest.kind().equals(kind) && manifest.name().equals(name))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(kind + " " + name + " exists " + found.size() + " times");
        }
        return found.getFirst();
    }

    private static List<Manifest> in(Path file) {
        List<Manifest> manifests = new ArrayList<>();
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            while (documents.hasNext()) {
                manifests.add(new Manifest(FOLDER.relativize(file).toString(), documents.next()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        return manifests;
    }

    static JsonNode kustomization(String folder) {
        return in(FOLDER.resolve(folder).resolve("kustomization.yaml"))
                .getFirst()
                .content();
    }

    /// The environment variables of the pods.
    static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        for (JsonNode literal : kustomization("base").at("/configMapGenerator/0/literals")) {
            String[] setting = literal.asText().split("=", 2);
            settings.put(setting[0], setting[1]);
        }
        return settings;
    }

    static int number(String setting) {
        return Integer.parseInt(String.valueOf(settings().get(setting)));
    }

    static JsonNode read(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
