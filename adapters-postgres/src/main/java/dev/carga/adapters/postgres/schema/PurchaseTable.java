package dev.carga.adapters.postgres.schema;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What goes by the name `user_purchase`.
public final class PurchaseTable {

    /// By this name PostgreSQL reports a CPF that is in the table already.
    public static final String CPF_KEY = "user_purchase_cpf_key";

    /// By the letters of `pg_class.relkind`.
    private static final String OTHER_KIND = """
            SELECT CASE relkind WHEN 'p' THEN 'a partitioned table' WHEN 'f' THEN 'a foreign table'
                                WHEN 'v' THEN 'a view' WHEN 'm' THEN 'a materialized view' ELSE 'no table' END
            FROM pg_class WHERE oid = to_regclass('user_purchase') AND relkind <> 'r'""";

    private PurchaseTable() {}

    /// What it is instead of a plain table, in words; empty if it is one, or is not there yet.
    ///
    /// Others may look right and are not: COPY and the migrations take a partitioned table, yet a taken CPF is
    /// reported by the name of a partition's key, and an undo would find no page to read
    /// (`docs/operations/scaling.md`).
    public static Optional<String> otherKind(Handle handle) {
        return handle.select(OTHER_KIND).mapTo(String.class).findOne();
    }
}
