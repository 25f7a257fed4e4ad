package dev.carga.application.container;

/// Where the PostgreSQL or the RabbitMQ of the tests comes from.
public enum TestServerSource {

    /// A server that runs already, at the URL in `CARGA_TEST_DATABASE_URL` or `CARGA_TEST_AMQP_URL`.
    EXTERNAL,

    /// A container of one of the [TestImages].
    DOCKER,

    /// PostgreSQL from its binaries for this machine; Qpid, inside the JVM, in place of RabbitMQ.
    EMBEDDED
}
