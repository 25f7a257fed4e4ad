package dev.carga.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.carga.adapters.http.settings.MetricsPage;
import dev.carga.application.InfrastructureException;
import dev.carga.application.dispatch.Backlog;
import dev.carga.application.fake.RecordingPartQueue;
import dev.carga.application.health.CheckHealth;
import dev.carga.application.health.Condition;
import dev.carga.application.load.LoadingMeter.Steps;
import dev.carga.application.load.PartLoader.Outcome;
import dev.carga.application.receive.ReceivingMeter.End;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.Flaw;
import dev.carga.domain.purchase.Rejection;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private volatile Condition database = new Condition.Up();
    private volatile Condition migrations = new Condition.Up();
    private volatile Condition broker = new Condition.Up();
    private volatile Optional<String> closed = Optional.empty();

    private final Metrics metrics = new Metrics(
            "1.2.3", new CheckHealth(() -> closed, () -> database, () -> migrations, () -> broker, CheckHealth.BOUND));

    @AfterEach
    void close() {
        metrics.close();
    }

    private MetricsText text() {
        return new MetricsText(body(metrics.write(null)));
    }

    private static String body(MetricsPage.Page page) {
        return new String(page.body(), StandardCharsets.UTF_8);
    }

    @Test
    void everySeriesOfTheWorkExistsFromTheStart() {
        MetricsText text = text();
        for (String outcome : new String[] {"added", "updated", "duplicate", "rejected"}) {
            assertThat(text.value("carga_rows_total", "outcome=" + outcome)).isZero();
        }
        for (String outcome : new String[] {"loaded", "failed", "not_queued", "busy", "unknown", "given_back"}) {
            assertThat(text.value("carga_parts_total", "outcome=" + outcome)).isZero();
        }
        for (PartFailure.Code code : PartFailure.Code.values()) {
            assertThat(text.value("carga_part_failures_total", "code=" + code.key()))
                    .isZero();
        }
        for (String outcome : new String[] {"received", "refused", "interrupted"}) {
            assertThat(text.value("carga_uploads_total", "outcome=" + outcome)).isZero();
        }
        assertThat(text.samples("carga_row_flaws_total")).hasSize(Flaw.values().length + Rejection.ALWAYS.size());
        assertThat(text.value("carga_build_info", "version=1.2.3")).isEqualTo(1);
    }

    @Test
    void loadedPartIsCountedWithItsRowsAndFlaws() {
        Counters.Builder tally = new Counters.Builder();
        tally.added();
        tally.added();
        tally.flawed(Flaw.INVALID_CPF);
        tally.flawed(Flaw.INVALID_DATE);
        tally.flawed(Flaw.INVALID_DATE);
        tally.rejected(Rejection.WRONG_COLUMNS);
        metrics.loading().begin();
        metrics.loading().begin();
        assertThat(text().value("carga_parts_in_flight")).isEqualTo(2);

        metrics.loading().end(new Outcome.Loaded(tally.build()), Duration.ofMillis(80));

        MetricsText text = text();
        assertThat(text.value("carga_parts_in_flight")).isEqualTo(1);
        assertThat(text.value("carga_parts_total", "outcome=loaded")).isEqualTo(1);
        assertThat(text.value("carga_rows_total", "outcome=added")).isEqualTo(2);
        assertThat(text.value("carga_rows_total", "outcome=rejected")).isEqualTo(1);
        assertThat(text.value("carga_row_flaws_total", "flaw=invalid_cpf")).isEqualTo(1);
        assertThat(text.value("carga_row_flaws_total", "flaw=invalid_date")).isEqualTo(2);
        assertThat(text.value("carga_row_flaws_total", "flaw=wrong_columns")).isEqualTo(1);
        assertThat(text.value("carga_part_load_seconds_count")).isEqualTo(1);
        assertThat(text.value("carga_part_load_seconds_sum")).isCloseTo(0.08, withinPercentage(1));
        assertThat(text.value("carga_part_load_seconds_bucket", "le=0.1")).isEqualTo(1);
        assertThat(text.value("carga_part_load_seconds_bucket", "le=0.05")).isZero();
    }

    @Test
    void otherOutcomesOfPartsAreCountedByName() {
        metrics.loading().end(new Outcome.Failed(PartFailure.givenUp(5)), Duration.ofMillis(1));
        metrics.loading().end(new Outcome.NotQueued(new PartState.Received()), Duration.ofMillis(1));
        metrics.loading().end(new Outcome.Busy(), Duration.ofMillis(1));
        metrics.loading().end(new Outcome.Unknown(), Duration.ofMillis(1));
        metrics.loading().end(null, Duration.ofMillis(1));

        MetricsText text = text();
        for (String outcome : new String[] {"failed", "not_queued", "busy", "unknown", "given_back"}) {
            assertThat(text.value("carga_parts_total", "outcome=" + outcome))
                    .as(outcome)
                    .isEqualTo(1);
        }
        assertThat(text.value("carga_part_failures_total", "code=given_up")).isEqualTo(1);
        assertThat(text.value("carga_part_load_seconds_count")).isEqualTo(1);
    }

    @Test
    void stepsOfAPartAreTimedSeparately() {
        metrics.loading().settled(new Steps(Duration.ofHours(3), millis(4), millis(300), millis(20)));

        MetricsText text = text();
        assertThat(text.value("carga_part_wait_seconds_sum")).isEqualTo(10_800);
        assertThat(text.value("carga_part_wait_seconds_bucket", "le=7200.0")).isZero();
        assertThat(text.value("carga_part_wait_seconds_bucket", "le=+Inf")).isEqualTo(1);
        assertThat(text.value("carga_part_parse_seconds_bucket", "le=0.005")).isEqualTo(1);
        assertThat(text.value("carga_part_copy_seconds_bucket", "le=0.25")).isZero();
        assertThat(text.value("carga_part_copy_seconds_bucket", "le=0.5")).isEqualTo(1);
        assertThat(text.value("carga_part_commit_seconds_sum")).isCloseTo(0.02, withinPercentage(1));
    }

    @Test
    void uploadsAreCountedByOutcomeAndTimedIfComplete() {
        for (int i = 0; i < 4; i++) {
            metrics.receiving().begin();
        }
        metrics.receiving().read(1000);
        metrics.receiving().read(24);
        metrics.receiving().stored(millis(3));
        metrics.receiving().end(End.RECEIVED, Duration.ofSeconds(2));
        metrics.receiving().end(End.REFUSED, Duration.ofSeconds(2));
        metrics.receiving().end(End.INTERRUPTED, Duration.ofSeconds(2));

        MetricsText text = text();
        assertThat(text.value("carga_uploads_in_flight")).isEqualTo(1);
        for (String outcome : new String[] {"received", "refused", "interrupted"}) {
            assertThat(text.value("carga_uploads_total", "outcome=" + outcome))
                    .as(outcome)
                    .isEqualTo(1);
        }
        assertThat(text.value("carga_received_bytes_total")).isEqualTo(1024);
        assertThat(text.value("carga_part_store_seconds_count")).isEqualTo(1);
        assertThat(text.value("carga_upload_receive_seconds_count")).isEqualTo(1);
        assertThat(text.value("carga_upload_receive_seconds_sum")).isEqualTo(2);
    }

    @Test
    void requestsAreTimedByMethodRouteAndStatus() {
        metrics.requests().answered("GET", "/api/v1/uploads/{id}", 200, millis(3));
        metrics.requests().answered("GET", "/api/v1/uploads/{id}", 200, millis(4));
        metrics.requests().answered("POST", "/", 503, millis(1));

        String[] get = {"method=GET", "route=/api/v1/uploads/{id}", "status=200"};
        assertThat(text().value("carga_http_request_seconds_count", get)).isEqualTo(2);
        assertThat(text().value("carga_http_request_seconds_count", "method=POST", "route=/", "status=503"))
                .isEqualTo(1);
    }

    @Test
    void backlogIsPolledOnRequest() {
        RecordingPartQueue queue = new RecordingPartQueue();
        queue.setWaiting(7);
        metrics.watch(() -> new Backlog(30, 8, 380_000, Duration.ofMillis(12_500)));
        metrics.watch(queue);

        MetricsText text = text();
        assertThat(text.value("carga_backlog_parts", "state=received")).isEqualTo(30);
        assertThat(text.value("carga_backlog_parts", "state=queued")).isEqualTo(8);
        assertThat(text.value("carga_backlog_lines")).isEqualTo(380_000);
        assertThat(text.value("carga_backlog_age_seconds")).isEqualTo(12.5);
        assertThat(text.value("carga_queue_messages")).isEqualTo(7);
    }

    @Test
    void unknownValueIsNaN() {
        RecordingPartQueue queue = new RecordingPartQueue();
        queue.setAway(true);
        metrics.watch(() -> {
            throw new InfrastructureException.Transient("The store is away", null);
        });
        metrics.watch(queue);
        database = new Condition.Down("away");

        MetricsText text = text();
        assertThat(text.value("carga_backlog_parts", "state=received")).isNaN();
        assertThat(text.value("carga_backlog_lines")).isNaN();
        assertThat(text.value("carga_backlog_age_seconds")).isNaN();
        assertThat(text.value("carga_queue_messages")).isNaN();
        assertThat(text.value("carga_up", "piece=database")).isZero();
        assertThat(text.value("carga_up", "piece=broker")).isEqualTo(1);
        assertThat(text.value("carga_up", "piece=migrations")).isNaN();
        assertThat(text.value("carga_ready")).isZero();
    }

    @Test
    void readinessHasThreeValues() {
        assertThat(text().value("carga_ready")).isEqualTo(1);

        closed = Optional.of("Leaving");
        assertThat(text().value("carga_ready")).isZero();
    }

    @Test
    void processOnAnOldSchemaIsNotReady() {
        assertThat(text().value("carga_up", "piece=migrations")).isEqualTo(1);

        migrations = new Condition.Down("run carga migrate");
        Awaitility.await().until(() -> text().value("carga_up", "piece=migrations") == 0);
        assertThat(text().value("carga_ready")).isZero();
    }

    @Test
    void processWithoutTheBrokerIsDegraded() {
        broker = new Condition.Down("away");
        assertThat(text().value("carga_ready")).isEqualTo(0.5);
        assertThat(text().value("carga_up", "piece=broker")).isZero();
    }

    @Test
    void pageIsServedInTimeThoughNothingAnswers() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        CheckHealth stuck = new CheckHealth(
                Optional::empty, () -> await(never), Condition.Up::new, () -> await(never), CheckHealth.BOUND);
        try (Metrics all = new Metrics("1", stuck)) {
            all.watch(() -> {
                looks.incrementAndGet();
                await(never);
                throw new AssertionError("Never");
            });
            for (int i = 0; i < 2; i++) {
                long start = System.nanoTime();
                MetricsText text = new MetricsText(body(all.write(null)));
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
                assertThat(text.value("carga_backlog_lines")).isNaN();
                assertThat(text.value("carga_up", "piece=database")).isZero();
            }
            assertThat(looks).as("one look at a time").hasValue(1);
        } finally {
            never.countDown();
        }
    }

    @Test
    void backlogIsNotPolledForEveryRequest() {
        AtomicInteger looks = new AtomicInteger();
        metrics.watch(() -> new Backlog(looks.incrementAndGet(), 0, 0, Duration.ZERO));
        for (int i = 0; i < 10; i++) {
            assertThat(text().value("carga_backlog_parts", "state=received")).isEqualTo(1);
        }
        assertThat(looks).hasValue(1);
    }

    @Test
    void pageIsOpenMetricsIfTheClientAcceptsIt() {
        MetricsPage.Page page =
                metrics.write("application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.5");
        assertThat(page.contentType()).startsWith("application/openmetrics-text");
        assertThat(body(page)).endsWith("# EOF\n");

        assertThat(metrics.write("text/plain").contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void jvmAndProcessAreMeasuredToo() {
        assertThat(text().families())
                .containsKeys(
                        "jvm_memory_used_bytes",
                        "jvm_gc_max_data_size_bytes",
                        "jvm_threads_live_threads",
                        "jvm_threads_virtual_mounted_threads",
                        "jvm_threads_virtual_queued_threads",
                        "jvm_classes_loaded_classes",
                        "process_cpu_usage",
                        "process_uptime_seconds",
                        "process_files_open_files",
                        "system_cpu_count");
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    private static Condition await(CountDownLatch latch) {
        try {
            latch.await();
            return new Condition.Up();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
