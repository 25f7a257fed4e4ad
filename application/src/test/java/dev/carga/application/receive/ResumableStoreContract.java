package dev.carga.application.receive;

import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.control.UploadControl;
import dev.carga.application.load.PartLoader;
import dev.carga.application.receive.ResumableStore.Checkpoint;
import dev.carga.application.receive.ResumableStore.Creation;
import dev.carga.application.receive.ResumableStore.Found;
import dev.carga.application.receive.ResumableStore.ReceivedState;
import dev.carga.application.receive.ResumableStore.Saved;
import dev.carga.application.trace.Traces;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.PartCutter;
import dev.carga.domain.layout.TextStream;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The behaviour of every [ResumableStore].
public interface ResumableStoreContract {

    Duration DAY = Duration.ofDays(1);
    Checkpoint CHECKPOINT = new Checkpoint(
            new PartCutter.CutterCheckpoint(2, 17, 1, Openings.UNUSUAL.columns()),
            new TextStream.Held(true, 0x41, 0xD83D),
            new byte[] {1, -2, 3});

    Stores stores();

    UploadOptions OPTIONS = UploadOptions.of(DuplicatePolicy.SKIP).correcting(UploadId.random());

    private UploadId created(@Nullable Long length) {
        UploadId upload = UploadId.random();
        stores().resumables()
                .create(upload, new Creation("base.txt", OPTIONS, Traces.TRACE, length, "filename YmFzZS50eHQ="), DAY);
        return upload;
    }

    private Found takeOver(UploadId upload, UUID token) {
        return stores().resumables().takeOver(upload, token).orElseThrow();
    }

    private Found find(UploadId upload) {
        return stores().resumables().find(upload).orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ReceivedState head(String text) {
        return new ReceivedState(text.length(), 1000L, null, List.of(), null, bytes(text));
    }

    private static ReceivedState parts(long received, String text, CutPart... parts) {
        return new ReceivedState(received, 1000L, Openings.BLANK_ALIGNED, List.of(parts), CHECKPOINT, bytes(text));
    }

    @Test
    default void createdUploadIsFoundEmpty() {
        UploadId upload = created(1000L);
        Found found = takeOver(upload, UUID.randomUUID());
        assertThat(found.state()).isEqualTo(ReceptionState.RECEIVING);
        assertThat(found.creation())
                .isEqualTo(new Creation("base.txt", OPTIONS, Traces.TRACE, 1000L, "filename YmFzZS50eHQ="));
        assertThat(found.received()).isZero();
        assertThat(found.layout()).isNull();
        assertThat(found.checkpoint()).isNull();
        assertThat(found.text()).isEmpty();
        assertThat(found.expires())
                .isBetween(Instant.now().plusSeconds(86_000), Instant.now().plusSeconds(86_800));
        assertThat(stores().queries().summary(upload).orElseThrow().state()).isEqualTo(UploadState.RECEIVING);
    }

    @Test
    default void optionsAreFoundByEachRequest() {
        UploadId upload = UploadId.random();
        UploadOptions options = new UploadOptions(UploadStoreContract.RULES, Openings.OPTIONS, true, null, null);
        stores().resumables().create(upload, new Creation("base.txt", options, Traces.TRACE, 1000L, ""), DAY);
        assertThat(takeOver(upload, UUID.randomUUID()).creation().options()).isEqualTo(options);
        assertThat(stores().queries().summary(upload).orElseThrow().content().options())
                .isEqualTo(Openings.OPTIONS);
    }

    @Test
    default void partBehindAnotherHeaderKeepsItsColumns() {
        UploadId upload = created(1000L);
        UUID token = UUID.randomUUID();
        takeOver(upload, token);
        CutPart plain = part(1, 2, line("041.091.641-25"));
        byte[] lines = bytes("NULL NULL NULL NULL NULL 1 0 058.189.421-98\n");
        FileColumns columns = FileColumns.of(Column.ALL.reversed());
        ReceivedState state = parts(120, "", plain, new CutPart(2, 3, 1, columns, lines));
        assertThat(stores().resumables().save(upload, token, state, DAY)).isEqualTo(Saved.WRITTEN);
        stores().backlog().queueNext(upload, 8);
        for (int number = 1; number <= 2; number++) {
            assertThat(stores().loader().load(new PartRef(upload, number), Stores.READING))
                    .isInstanceOfSatisfying(
                            PartLoader.Outcome.Loaded.class,
                            loaded -> assertThat(loaded.counters().of(Counter.TOTAL_ADDED))
                                    .isEqualTo(1));
        }
    }

    @Test
    default void unknownOrOrdinaryUploadIsNotFound() {
        assertThat(stores().resumables().find(UploadId.random())).isEmpty();
        assertThat(stores().resumables().takeOver(UploadId.random(), UUID.randomUUID()))
                .isEmpty();
        assertThat(stores().resumables().takeOver(stores().upload(), UUID.randomUUID()))
                .isEmpty();
    }

    @Test
    default void incompleteHeadIsKeptUnchanged() {
        UploadId upload = created(null);
        UUID token = UUID.randomUUID();
        takeOver(upload, token);
        assertThat(stores().resumables().save(upload, token, head("CPF PRIV"), DAY))
                .isEqualTo(Saved.WRITTEN);
        Found found = takeOver(upload, UUID.randomUUID());
        assertThat(found.received()).isEqualTo(8);
        assertThat(found.creation().length()).isEqualTo(1000L);
        assertThat(found.text()).isEqualTo(bytes("CPF PRIV"));
    }

    @Test
    default void partsAndCheckpointAreStoredTogether() {
        UploadId upload = created(1000L);
        UUID token = UUID.randomUUID();
        takeOver(upload, token);
        ReceivedState state =
                parts(120, "behind", part(1, 2, line("041.091.641-25")), part(2, 3, line("058.189.421-98")));
        assertThat(stores().resumables().save(upload, token, state, DAY)).isEqualTo(Saved.WRITTEN);
        assertThat(stores().resumables().save(upload, token, state, DAY)).isEqualTo(Saved.WRITTEN);

        assertThat(stores().queries().legacyStatus(upload).orElseThrow().parts())
                .hasSize(2);
        assertThat(stores().backlog().queueNext(upload, 8)).hasSize(2);
        Found found = takeOver(upload, UUID.randomUUID());
        assertThat(found.received()).isEqualTo(120);
        assertThat(found.layout()).isEqualTo(Openings.BLANK_ALIGNED);
        assertThat(found.text()).isEqualTo(bytes("behind"));
        assertThat(found.checkpoint()).usingRecursiveComparison().isEqualTo(CHECKPOINT);
    }

    @Test
    default void saveWithAnEarlierTokenWritesNothing() {
        UploadId upload = created(1000L);
        UUID first = UUID.randomUUID();
        takeOver(upload, first);
        UUID second = UUID.randomUUID();
        takeOver(upload, second);

        ReceivedState late = parts(100, "", part(1, 1, line("041.091.641-25")));
        assertThat(stores().resumables().save(upload, first, late, DAY)).isEqualTo(Saved.TAKEN_OVER);
        assertThat(stores().queries().legacyStatus(upload).orElseThrow().parts())
                .isEmpty();
        assertThat(stores().resumables().save(upload, second, head("CPF"), DAY)).isEqualTo(Saved.WRITTEN);
        assertThat(takeOver(upload, first).received()).isEqualTo(3);
    }

    @Test
    default void findingAnUploadLeavesItsTokenValid() {
        UploadId upload = created(1000L);
        UUID token = UUID.randomUUID();
        takeOver(upload, token);

        assertThat(find(upload).received()).isZero();

        assertThat(stores().resumables().save(upload, token, head("CPF"), DAY)).isEqualTo(Saved.WRITTEN);
        assertThat(find(upload)).usingRecursiveComparison().isEqualTo(takeOver(upload, UUID.randomUUID()));
    }

    @Test
    default void cancelledUploadTakesNoMoreBytes() {
        UploadId upload = created(1000L);
        UUID token = UUID.randomUUID();
        takeOver(upload, token);
        assertThat(stores().control().withdraw(upload, Withdrawal.CANCELLED))
                .isInstanceOf(UploadControl.ControlResult.Done.class);
        assertThat(stores().resumables().save(upload, token, head("CPF"), DAY)).isEqualTo(Saved.ENDED);
        assertThat(takeOver(upload, token).state()).isEqualTo(ReceptionState.INTERRUPTED);
    }

    @Test
    default void receivedUploadIsFoundAsReceived() {
        UploadId upload = created(1000L);
        UUID token = UUID.randomUUID();
        takeOver(upload, token);
        stores().resumables().save(upload, token, parts(1000, "", part(1, 1, line("041.091.641-25"))), DAY);
        stores().uploads().close(upload, ReceptionState.RECEIVED, 1000, "ab".repeat(32));
        Found found = takeOver(upload, token);
        assertThat(found.state()).isEqualTo(ReceptionState.RECEIVED);
        assertThat(found.received()).isEqualTo(1000);
    }

    @Test
    default void uploadIsNotAbandonedBeforeItsLifeIsOver() throws InterruptedException {
        UploadId waiting = created(1000L);
        UploadId expired = created(1000L);
        UUID token = UUID.randomUUID();
        takeOver(expired, token);
        stores().resumables().save(expired, token, head("CPF"), Duration.ZERO);
        Thread.sleep(120);
        assertThat(stores().heartbeats().endAbandoned(Duration.ofMillis(50))).containsExactly(expired);
        assertThat(takeOver(waiting, token).state()).isEqualTo(ReceptionState.RECEIVING);
        assertThat(takeOver(expired, token).state()).isEqualTo(ReceptionState.INTERRUPTED);
    }

    @Test
    default void uploadWithoutPartsCanBeDropped() {
        UploadId empty = created(1000L);
        UploadId withPart = created(1000L);
        UUID token = UUID.randomUUID();
        takeOver(withPart, token);
        stores().resumables().save(withPart, token, parts(100, "", part(1, 1, line("041.091.641-25"))), DAY);

        stores().resumables().drop(empty);
        stores().resumables().drop(withPart);

        assertThat(stores().resumables().takeOver(empty, token)).isEmpty();
        assertThat(stores().queries().summary(empty)).isEmpty();
        assertThat(takeOver(withPart, token).received()).isEqualTo(100);
    }
}
