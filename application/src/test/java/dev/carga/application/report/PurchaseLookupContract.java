package dev.carga.application.report;

import static dev.carga.application.Stores.READING;
import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.report.PurchaseLookup.Found;
import dev.carga.application.report.PurchaseLookup.Origin;
import dev.carga.application.report.PurchaseLookup.Row;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/// What every [PurchaseLookup] does.
public interface PurchaseLookupContract {

    Stores stores();

    private UploadId load(DuplicatePolicy policy, String... lines) {
        UploadId upload = stores().queued(policy, part(1, 7, lines));
        stores().loader().load(new PartRef(upload, 1), READING);
        return upload;
    }

    @Test
    default void rowIsFoundWithItsValuesAndOrigin() {
        UploadId upload = load(
                DuplicatePolicy.FAIL,
                line("000.000.001-91"),
                "041.091.641-25 0 1 2011-11-23 143,50 1.476,87 79.379.491/0008-50 x");
        assertThat(stores().purchases().find("041.091.641-25"))
                .contains(new Found(
                        new Row(
                                "041.091.641-25",
                                false,
                                true,
                                LocalDate.of(2011, 11, 23),
                                new BigDecimal("143.50"),
                                new BigDecimal("1476.87"),
                                "79.379.491/0008-50",
                                "x",
                                true,
                                true,
                                false),
                        new Origin(upload, "base_teste.txt", 8, null, false)));
    }

    @Test
    default void missingValueIsNull() {
        load(DuplicatePolicy.FAIL, "a1 NULL NULL NULL NULL NULL NULL NULL");
        assertThat(stores().purchases().find("a1").orElseThrow().row())
                .isEqualTo(new Row("a1", null, null, null, null, null, null, null, false, null, null));
    }

    @Test
    default void updatedRowNamesTheUploadThatAddedIt() {
        UploadId first = load(DuplicatePolicy.FAIL, line("041.091.641-25"));
        UploadId second = load(DuplicatePolicy.UPDATE, line("041.091.641-25"));
        assertThat(stores().purchases().find("041.091.641-25").orElseThrow().origin())
                .isEqualTo(new Origin(second, "base_teste.txt", 7, first, false));
    }

    @Test
    default void unknownCpfIsNotFound() {
        assertThat(stores().purchases().find("041.091.641-25")).isEmpty();
        assertThat(stores().purchases().find("")).isEmpty();
        assertThat(stores().purchases().find("\0")).isEmpty();
    }
}
