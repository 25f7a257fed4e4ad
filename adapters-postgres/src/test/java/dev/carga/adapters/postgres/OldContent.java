package dev.carga.adapters.postgres;

import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.domain.document.Cpf;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.util.ArrayList;
import java.util.List;

/// The content of a database of an old program: uploads in every state that it knew, with parts in every state.
final class OldContent {

    final OldProgram old;

    /// Two parts of ten lines, both loaded.
    final UploadId loaded;

    /// The first part failed because of duplicates, the second is loaded.
    final UploadId failed;

    /// Completely received but not loaded yet: the first part is queued, the second received.
    final UploadId pending;

    /// Interrupted after one part, which is loaded.
    final UploadId interrupted;

    /// Still being received, with one part.
    final UploadId receiving;

    /// Half of their lines had CPFs that were in the table already.
    final List<UploadId> underPolicies = new ArrayList<>();

    /// CPFs that no two parts share.
    private int root;

    OldContent(OldProgram old, int version) {
        this.old = old;
        CutPart first = fresh(1, 10);
        loaded = received(DuplicatePolicy.FAIL, first, fresh(2, 10));
        loadAll(loaded, "loaded", "loaded");
        failed = received(DuplicatePolicy.FAIL, first, fresh(2, 10));
        loadAll(failed, "failed", "loaded");
        if (version >= 2) {
            for (DuplicatePolicy policy : List.of(DuplicatePolicy.SKIP, DuplicatePolicy.UPDATE)) {
                CutPart before = fresh(1, 5);
                loadAll(received(DuplicatePolicy.FAIL, before), "loaded");
                UploadId upload = received(policy, before, fresh(2, 5));
                loadAll(upload, "loaded", "loaded");
                underPolicies.add(upload);
            }
        }
        interrupted = old.receive(DuplicatePolicy.FAIL, fresh(1, 10));
        old.close(interrupted, "interrupted");
        loadAll(interrupted, "loaded");
        pending = received(DuplicatePolicy.FAIL, fresh(1, 10), fresh(2, 10));
        old.queueNext(pending, 1);
        receiving = old.receive(DuplicatePolicy.FAIL, fresh(1, 10));
        if (version >= 4) {
            old.withdraw(received(DuplicatePolicy.FAIL, fresh(1, 10)), "cancelled");
            old.beginAndDie(new PartRef(pending, 1));
        }
        old.runPeriodicTasks(receiving);
    }

    /// A part with so many lines, with CPFs that no other part has.
    CutPart fresh(int number, int lines) {
        String[] texts = new String[lines];
        for (int i = 0; i < lines; i++) {
            texts[i] = line(Cpf.ofRoot(++root).text());
        }
        return part(number, (number - 1L) * lines + 1, texts);
    }

    UploadId received(DuplicatePolicy policy, CutPart... parts) {
        UploadId upload = old.receive(policy, parts);
        old.close(upload, "received");
        return upload;
    }

    /// Queues the parts, loads them, and checks their end states.
    void loadAll(UploadId upload, String... ends) {
        old.queueNext(upload, ends.length);
        for (int i = 0; i < ends.length; i++) {
            assertThat(old.load(new PartRef(upload, i + 1))).isEqualTo(ends[i]);
        }
    }

    /// The table has as many rows as the loaded parts report as added, and those from before.
    void assertThatRowsAndCountersAgree(int rowsBefore) {
        List<Long> rowsAndAdded = old.jdbi()
                .withHandle(handle -> handle.select("""
                        SELECT count(*) FROM user_purchase
                        UNION ALL
                        SELECT sum((counters ->> 'total_added')::bigint)::bigint FROM carga_part
                        WHERE state = 'loaded'""").mapTo(Long.class).list());
        assertThat(rowsAndAdded.get(0)).isEqualTo(rowsAndAdded.get(1) + rowsBefore);
    }
}
