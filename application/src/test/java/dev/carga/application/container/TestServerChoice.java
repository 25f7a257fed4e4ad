package dev.carga.application.container;

import dev.carga.domain.Nullable;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Which server a JVM's tests use, and why. [#VARIABLE] chooses the source. Without it, the first available source
/// is used: the external server whose URL is set, a container, an embedded server.
///
/// @param source where the server comes from
/// @param reason half a sentence for the one line that the test run prints
public record TestServerChoice(TestServerSource source, String reason) {

    /// The environment variable: `embedded`, `docker` or `external`.
    public static final String VARIABLE = "CARGA_TEST_SERVERS";

    /// Chooses by this JVM's environment. Asks Docker only if the choice depends on it, which takes a few
    /// seconds at most unless an image is being pulled.
    ///
    /// @param urlVariable the environment variable with the external server's URL
    /// @param image one of the [TestImages]
    /// @throws IllegalStateException if the source that [#VARIABLE] names is unknown or unavailable; the
    ///         message says why
    public static TestServerChoice of(String urlVariable, String image) {
        return choose(System.getenv(), urlVariable, () -> DockerProbe.obstacle(image));
    }

    /// As [#of], with the environment and Docker's state passed in.
    ///
    /// @param dockerObstacle why no container can be started here; empty if one can
    static TestServerChoice choose(
            Map<String, String> environment, String urlVariable, Supplier<Optional<String>> dockerObstacle) {
        boolean hasUrl = !environment.getOrDefault(urlVariable, "").isBlank();
        @Nullable TestServerSource wanted = wanted(environment.getOrDefault(VARIABLE, ""));
        if (wanted == null) {
            return hasUrl
                    ? new TestServerChoice(TestServerSource.EXTERNAL, urlVariable + " is set")
                    : firstAvailable(urlVariable, dockerObstacle);
        }
        String setting = VARIABLE + "=" + wanted.name().toLowerCase(Locale.ROOT);
        Optional<String> obstacle = switch (wanted) {
            case EXTERNAL -> hasUrl ? Optional.empty() : Optional.of(urlVariable + " is not set");
            case DOCKER -> dockerObstacle.get();
            case EMBEDDED -> Optional.empty();
        };
        if (obstacle.isPresent()) {
            throw new IllegalStateException("No server for tests: " + setting + ", but " + obstacle.get());
        }
        return new TestServerChoice(wanted, setting);
    }

    private static TestServerChoice firstAvailable(String urlVariable, Supplier<Optional<String>> dockerObstacle) {
        return dockerObstacle
                .get()
                .map(obstacle ->
                        new TestServerChoice(TestServerSource.EMBEDDED, urlVariable + " is not set, and " + obstacle))
                .orElseGet(() -> new TestServerChoice(
                        TestServerSource.DOCKER, urlVariable + " is not set, and Docker has the image"));
    }

    /// @return null if the variable is not set
    private static @Nullable TestServerSource wanted(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "" -> null;
            case "external" -> TestServerSource.EXTERNAL;
            case "docker" -> TestServerSource.DOCKER;
            case "embedded" -> TestServerSource.EMBEDDED;
            default ->
                throw new IllegalStateException("No server for tests: " + VARIABLE + "=" + value
                        + " is unknown. Set it to embedded, docker or external, or leave it unset");
        };
    }
}
