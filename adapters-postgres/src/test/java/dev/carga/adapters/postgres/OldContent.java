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

/// What an old program has left in its database: uploads in every state that it knew, with parts in every state.
final class OldContent {

    final OldProgram old;

    /// Two parts of ten lines, both loaded.
    final UploadId loaded;

    /// The first part failed, since its CPFs were there, the second is loaded.
    final UploadId failed;

    /// Whole, but not loaded yet: the first part is queued, the second received.
    final UploadId pending;

    /// Broke off after a part, which is loaded.
    final UploadId interrupted;

    /// Still coming: one part is there.
    final UploadId receiving;

    /// Half of their lines met rows that were there.
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
            old.beginInVain(new PartRef(pending, 1));
        }
        old.keepHouse(receiving);
    }

    /// A part of so many lines with CPFs of their own.
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

    /// Queues the parts, and loads them to these ends.
    void loadAll(UploadId upload, String... ends) {
        old.queueNext(upload, ends.length);
        for (int i = 0; i < ends.length; i++) {
            assertThat(old.load(new PartRef(upload, i + 1))).isEqualTo(ends[i]);
        }
    }

    /// What is in the table is what the loaded parts say that they have added, and what was there before.
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
