package dev.carga.application.receive;

import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.trace.Traces;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The behaviour of every [RepeatedFiles].
public interface RepeatedFilesContract {

    Duration WEEK = Duration.ofDays(7);
    String HEAD = "aa".repeat(32);
    String OTHER_HEAD = "bb".repeat(32);
    String SHA_256 = "cc".repeat(32);
    String OTHER_SHA_256 = "dd".repeat(32);

    Stores stores();

    private UploadId opened(boolean dryRun) {
        UploadId upload = UploadId.random();
        LoadingRules usual = LoadingRules.of(DuplicatePolicy.FAIL);
        LoadingRules rules = dryRun ? usual.asDryRun() : usual;
        stores().uploads()
                .open(
                        upload,
                        new UploadStore.Opening(
                                "a.txt",
                                Openings.BLANK_ALIGNED,
                                new UploadOptions(rules, LayoutOptions.NONE, false, null, null),
                                Traces.TRACE));
        return upload;
    }

    private boolean register(UploadId upload, String head) {
        return stores().repeatedFiles().register(upload, head, true, WEEK);
    }

    private UploadId received(String head, String sha256) {
        UploadId upload = opened(false);
        register(upload, head);
        stores().uploads().add(upload, part(1, 1, line("041.091.641-25")));
        stores().uploads().close(upload, ReceptionState.RECEIVED, 10, sha256);
        return upload;
    }

    private UploadId held() {
        UploadId upload = opened(false);
        assertThat(register(upload, HEAD)).isTrue();
        stores().uploads().add(upload, part(1, 1, line("058.189.421-98")));
        return upload;
    }

    @Test
    default void uploadWithANewHeadIsNotHeld() {
        received(OTHER_HEAD, SHA_256);
        UploadId upload = opened(false);
        assertThat(register(upload, HEAD)).isFalse();
        stores().uploads().add(upload, part(1, 1, line("058.189.421-98")));
        assertThat(stores().backlog().queueNext(upload, 8)).hasSize(1);
    }

    @Test
    default void noPartOfAHeldUploadIsQueued() {
        received(HEAD, SHA_256);
        UploadId upload = held();
        assertThat(stores().backlog().queueNext(upload, 8)).isEmpty();
        assertThat(stores().backlog().stalled(8, 100)).doesNotContain(upload);
        assertThat(stores().queries().summary(upload).orElseThrow().state()).isEqualTo(UploadState.RECEIVING);
    }

    @Test
    default void repeatIsDeleted() {
        UploadId first = received(HEAD, SHA_256);
        UploadId upload = held();
        assertThat(stores().repeatedFiles().release(upload, SHA_256, WEEK)).contains(first);
        assertThat(stores().queries().summary(upload)).isEmpty();
        assertThat(stores().queries().newest(null, 10)).hasSize(1);
    }

    @Test
    default void uploadWithTheSameHeadOnlyIsReleased() {
        received(HEAD, SHA_256);
        UploadId upload = held();
        assertThat(stores().repeatedFiles().release(upload, OTHER_SHA_256, WEEK))
                .isEmpty();
        stores().uploads().close(upload, ReceptionState.RECEIVED, 10, OTHER_SHA_256);
        assertThat(stores().backlog().stalled(8, 100)).contains(upload);
        assertThat(stores().backlog().queueNext(upload, 8)).hasSize(1);
    }

    @Test
    default void uploadInProgressMayBeRepeated() {
        UploadId first = opened(false);
        assertThat(register(first, HEAD)).isFalse();
        UploadId second = held();
        stores().uploads().add(first, part(1, 1, line("041.091.641-25")));
        stores().uploads().close(first, ReceptionState.RECEIVED, 10, SHA_256);
        assertThat(stores().repeatedFiles().release(second, SHA_256, WEEK)).contains(first);
    }

    @Test
    default void unwatchedUploadIsNotHeld() {
        received(HEAD, SHA_256);
        assertThat(stores().repeatedFiles().register(opened(false), HEAD, false, WEEK))
                .isFalse();
    }

    @Test
    default void dryRunRepeatsOnlyADryRun() {
        received(HEAD, SHA_256);
        UploadId dryRun = opened(true);
        assertThat(register(dryRun, HEAD)).isFalse();
        stores().uploads().close(dryRun, ReceptionState.RECEIVED, 10, SHA_256);
        assertThat(register(opened(true), HEAD)).isTrue();
    }

    @Test
    default void withdrawnFileMayBeRepeated() {
        UploadId first = received(HEAD, SHA_256);
        UploadId held = held();
        stores().control().withdraw(first, Withdrawal.UNDONE);
        assertThat(stores().repeatedFiles().release(held, SHA_256, WEEK)).isEmpty();
        stores().uploads().close(held, ReceptionState.INTERRUPTED, 10, null);
        assertThat(register(opened(false), HEAD)).isFalse();
    }

    @Test
    default void fileWhosePartsAllFailedMayBeRepeated() {
        UploadId first = received(HEAD, SHA_256);
        stores().backlog().queueNext(first, 8);
        stores().attempts().giveUp(new PartRef(first, 1), PartFailure.unreadable());
        UploadId upload = held();
        assertThat(stores().repeatedFiles().release(upload, SHA_256, WEEK)).isEmpty();
    }

    @Test
    default void fileWithoutRowsMayBeRepeated() {
        UploadId first = opened(false);
        register(first, HEAD);
        stores().uploads().add(first, part(1, 1, "few"));
        stores().uploads().close(first, ReceptionState.RECEIVED, 10, SHA_256);
        UploadId early = held();
        assertThat(stores().repeatedFiles().release(early, SHA_256, WEEK)).contains(first);
        stores().backlog().queueNext(first, 8);
        stores().loader().load(new PartRef(first, 1), Stores.READING);
        UploadId upload = held();
        assertThat(stores().repeatedFiles().release(upload, SHA_256, WEEK)).isEmpty();
    }

    @Test
    default void fileBeforeTheWindowMayBeRepeated() throws InterruptedException {
        received(HEAD, SHA_256);
        Thread.sleep(20);
        UploadId upload = opened(false);
        assertThat(stores().repeatedFiles().register(upload, HEAD, true, Duration.ofMillis(10)))
                .isFalse();
        UploadId held = held();
        assertThat(stores().repeatedFiles().release(held, SHA_256, Duration.ofMillis(10)))
                .isEmpty();
    }

    @Test
    default void interruptedUploadIsReleased() {
        received(HEAD, SHA_256);
        UploadId upload = held();
        stores().uploads().close(upload, ReceptionState.INTERRUPTED, 10, null);
        assertThat(stores().backlog().queueNext(upload, 8)).hasSize(1);
    }
}
