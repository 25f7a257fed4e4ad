package dev.carga.adapters.postgres.report;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.application.report.PurchaseLookup;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Reads one row through the index on `cpf`.
public final class PostgresPurchaseLookup implements PurchaseLookup {

    private static final String FIND = """
            SELECT t.cpf, t.private, t.incompleto, t.data_ultima_compra, t.ticket_medio, t.ticket_ultima_compra,
                t.loja_mais_frequente, t.loja_ultima_compra, t.cpf_valido, t.cnpj_loja_mais_frequente_valido,
                t.cnpj_loja_ultima_compra_valido, t.line, u.message_id, u.name, a.message_id AS added_by,
                coalesce(t.first_upload_id = 0, false) AS was_there_before
            FROM user_purchase t
                LEFT JOIN carga_upload u ON u.id = t.upload_id
                LEFT JOIN carga_upload a ON a.id = t.first_upload_id
            WHERE t.cpf = :cpf""";

    private final Jdbi jdbi;

    public PostgresPurchaseLookup(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Optional<Found> find(String cpf) {
        if (cpf.indexOf('\0') >= 0) {
            return Optional.empty(); // no text in PostgreSQL contains a NUL
        }
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createQuery(FIND)
                .bind("cpf", cpf)
                .map((row, _) -> new Found(row(row), origin(row)))
                .findOne()));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("cpf"),
                row.getObject("private", Boolean.class),
                row.getObject("incompleto", Boolean.class),
                row.getObject("data_ultima_compra", LocalDate.class),
                row.getBigDecimal("ticket_medio"),
                row.getBigDecimal("ticket_ultima_compra"),
                row.getString("loja_mais_frequente"),
                row.getString("loja_ultima_compra"),
                row.getObject("cpf_valido", Boolean.class),
                row.getObject("cnpj_loja_mais_frequente_valido", Boolean.class),
                row.getObject("cnpj_loja_ultima_compra_valido", Boolean.class));
    }

    private static @Nullable Origin origin(ResultSet row) throws SQLException {
        @Nullable UUID upload = row.getObject("message_id", UUID.class);
        if (upload == null) {
            return null;
        }
        @Nullable UUID addedBy = row.getObject("added_by", UUID.class);
        return new Origin(
                new UploadId(upload),
                row.getString("name"),
                row.getLong("line"),
                addedBy == null ? null : new UploadId(addedBy),
                row.getBoolean("was_there_before"));
    }
}
