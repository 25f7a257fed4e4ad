package dev.carga.application.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestServerChoiceTest {

    private static final String URL = "CARGA_TEST_DATABASE_URL";
    private static final Map<String, String> WITH_URL = Map.of(URL, "postgresql://root@127.0.0.1:5432/test");

    private static Optional<String> missingImage() {
        return Optional.of("the image is missing");
    }

    private static Optional<String> unexpectedProbe() {
        return fail("The choice does not depend on Docker");
    }

    private static Map<String, String> wants(String source) {
        return Map.of(TestServerChoice.VARIABLE, source);
    }

    private static Map<String, String> wantsWithUrl(String source) {
        return Map.of(TestServerChoice.VARIABLE, source, URL, "postgresql://root@127.0.0.1:5432/test");
    }

    // ---- the variable is not set

    @Test
    void urlAloneMeansExternal() {
        assertThat(TestServerChoice.choose(WITH_URL, URL, TestServerChoiceTest::unexpectedProbe))
                .isEqualTo(new TestServerChoice(TestServerSource.EXTERNAL, URL + " is set"));
    }

    @Test
    void emptyEnvironmentMeansDockerIfItCanStartAContainer() {
        assertThat(TestServerChoice.choose(Map.of(), URL, Optional::empty))
                .isEqualTo(
                        new TestServerChoice(TestServerSource.DOCKER, URL + " is not set, and Docker has the image"));
    }

    @Test
    void emptyEnvironmentMeansEmbeddedWithDockersObstacleAsTheReason() {
        assertThat(TestServerChoice.choose(Map.of(), URL, TestServerChoiceTest::missingImage))
                .isEqualTo(
                        new TestServerChoice(TestServerSource.EMBEDDED, URL + " is not set, and the image is missing"));
    }

    @Test
    void blankVariablesCountAsNotSet() {
        assertThat(TestServerChoice.choose(Map.of(TestServerChoice.VARIABLE, " ", URL, ""), URL, Optional::empty)
                        .source())
                .isEqualTo(TestServerSource.DOCKER);
    }

    // ---- it is set

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "EMBEDDED", " embedded "})
    void embeddedIgnoresUrlAndDocker(String value) {
        assertThat(TestServerChoice.choose(wantsWithUrl(value), URL, TestServerChoiceTest::unexpectedProbe))
                .isEqualTo(new TestServerChoice(TestServerSource.EMBEDDED, "CARGA_TEST_SERVERS=embedded"));
    }

    @Test
    void dockerIgnoresTheUrl() {
        assertThat(TestServerChoice.choose(wantsWithUrl("docker"), URL, Optional::empty))
                .isEqualTo(new TestServerChoice(TestServerSource.DOCKER, "CARGA_TEST_SERVERS=docker"));
    }

    @Test
    void dockerFailsWithTheObstacle() {
        assertThatThrownBy(() -> TestServerChoice.choose(wants("docker"), URL, TestServerChoiceTest::missingImage))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No server for tests: CARGA_TEST_SERVERS=docker, but the image is missing");
    }

    @Test
    void externalTakesTheUrl() {
        assertThat(TestServerChoice.choose(wantsWithUrl("external"), URL, TestServerChoiceTest::unexpectedProbe))
                .isEqualTo(new TestServerChoice(TestServerSource.EXTERNAL, "CARGA_TEST_SERVERS=external"));
    }

    @Test
    void externalFailsWithoutTheUrl() {
        assertThatThrownBy(() -> TestServerChoice.choose(wants("external"), URL, TestServerChoiceTest::unexpectedProbe))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No server for tests: CARGA_TEST_SERVERS=external, but " + URL + " is not set");
    }

    @Test
    void unknownValueFailsAndNamesTheValidOnes() {
        assertThatThrownBy(() ->
                        TestServerChoice.choose(wantsWithUrl("podman"), URL, TestServerChoiceTest::unexpectedProbe))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CARGA_TEST_SERVERS=podman")
                .hasMessageContaining("embedded, docker or external");
    }

    // ---- what the probe relies on

    /// The probe checks this image before Testcontainers asks for it; with another tag it would check in vain.
    @Test
    void reaperIsTheOneOfThisTestcontainers() throws IOException {
        try (InputStream code = getClass().getResourceAsStream("/org/testcontainers/utility/RyukContainer.class")) {
            assertThat(code).isNotNull();
            assertThat(new String(code.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .contains(TestImages.REAPER);
        }
    }
}
