package dev.carga.application.container;

/// The images of the servers that tests run in containers. `docker/compose.yml` names the same.
public final class TestImages {

    public static final String POSTGRES = "postgres:17-alpine";
    public static final String RABBITMQ = "rabbitmq:4-management-alpine";

    /// Ryuk: the container that Testcontainers starts beside the first one, and that removes all of them when the
    /// JVM was killed. The tag belongs to the version of Testcontainers in the parent pom.
    static final String REAPER = "testcontainers/ryuk:0.14.0";

    private TestImages() {}
}
