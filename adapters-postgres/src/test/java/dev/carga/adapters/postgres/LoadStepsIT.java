package dev.carga.adapters.postgres;

import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.InfrastructureException;
import dev.carga.application.Stores;
import dev.carga.application.fake.InMemoryLoadingMeter;
import dev.carga.application.load.PartLoader;
import dev.carga.application.load.PartLoader.Outcome;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The steps that the loader reports to its meter.
class LoadStepsIT {

    private static final Duration WHILE = Duration.ofMillis(60);

    private final PostgresStores stores = new PostgresStores();
    private final InMemoryLoadingMeter meter = new InMemoryLoadingMeter();
    private final PartLoader loader = stores.loader(meter);

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void stepsOfALoadedPartAreTimed() throws InterruptedException {
        UploadId upload = stores.queued(part(1, 1, line("a1")));
        Thread.sleep(WHILE);

        loader.load(new PartRef(upload, 1), (bytes, firstLine, format, policies) -> {
            sleep();
            return Stores.READING.read(bytes, firstLine, format, policies);
        });

        assertThat(meter.steps()).singleElement().satisfies(steps -> {
            assertThat(steps.waited()).isBetween(WHILE, Duration.ofMinutes(1));
            assertThat(steps.parsed()).isBetween(WHILE, Duration.ofMinutes(1));
            assertThat(steps.copied()).isBetween(Duration.ofNanos(1), Duration.ofMinutes(1));
            assertThat(steps.committed()).isBetween(Duration.ofNanos(1), Duration.ofMinutes(1));
        });
    }

    @Test
    void slowTriggerCountsAsCopying() {
        UploadId upload = stores.queued(part(1, 1, line("a1")));
        stores.testDatabase().jdbi().useHandle(handle -> handle.execute("""
                CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN PERFORM pg_sleep(0.06); RETURN NEW; END';
                CREATE TRIGGER dawdle BEFORE INSERT ON user_purchase FOR EACH ROW EXECUTE FUNCTION dawdle()"""));

        loader.load(new PartRef(upload, 1), Stores.READING);

        assertThat(meter.steps().getFirst().copied()).isGreaterThanOrEqualTo(WHILE);
    }

    @Test
    void stepsOfAPartWithRefusedRowsAreTimed() {
        UploadId first = stores.queued(part(1, 1, line("a1")));
        UploadId second = stores.queued(part(1, 1, line("a1")));
        loader.load(new PartRef(first, 1), Stores.READING);

        assertThat(loader.load(new PartRef(second, 1), Stores.READING)).isInstanceOf(Outcome.Failed.class);

        assertThat(meter.steps()).hasSize(2);
    }

    @Test
    void partThatNeverReachedTheTableHasNoSteps() {
        UploadId upload = stores.queued(part(1, 1, line("a1")));
        PartRef part = new PartRef(upload, 1);

        assertThat(loader.load(part, (_, _, _, _) -> {
                    throw new IllegalStateException("These bytes cannot be read");
                }))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(loader.load(part, Stores.READING)).isInstanceOf(Outcome.NotQueued.class);
        assertThat(loader.load(new PartRef(UploadId.random(), 1), Stores.READING))
                .isInstanceOf(Outcome.Unknown.class);

        assertThat(meter.steps()).isEmpty();
    }

    @Test
    void loadWithoutCommitHasNoSteps() {
        UploadId upload = stores.queued(part(1, 1, line("a1")));

        assertThatThrownBy(() -> loader.load(new PartRef(upload, 1), (bytes, firstLine, format, policies) -> {
                    stores.testDatabase().cutConnections();
                    return Stores.READING.read(bytes, firstLine, format, policies);
                }))
                .isInstanceOf(InfrastructureException.Transient.class);

        assertThat(meter.steps()).isEmpty();
    }

    private static void sleep() {
        try {
            Thread.sleep(WHILE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
