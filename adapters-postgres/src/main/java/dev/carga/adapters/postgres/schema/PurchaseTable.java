package dev.carga.adapters.postgres.schema;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The table `user_purchase`.
public final class PurchaseTable {

    /// The unique constraint on `cpf`: by this name PostgreSQL reports a CPF that is in the table already.
    public static final String CPF_KEY = "user_purchase_cpf_key";

    /// By the codes of `pg_class.relkind`.
    private static final String OTHER_KIND = """
            SELECT CASE relkind WHEN 'p' THEN 'a partitioned table' WHEN 'f' THEN 'a foreign table'
                                WHEN 'v' THEN 'a view' WHEN 'm' THEN 'a materialized view' ELSE 'no table' END
            FROM pg_class WHERE oid = to_regclass('user_purchase') AND relkind <> 'r'""";

    private PurchaseTable() {}

    /// The kind of the relation, such as `a view`, if it is not a plain table; empty if it is one, or does
    /// not exist.
    ///
    /// Carga cannot use the other kinds, even where they seem to work: COPY and the migrations accept a
    /// partitioned table, but PostgreSQL reports a CPF that is there by the name of the partition's
    /// constraint, and an undo would find no pages to read (`docs/operations/scaling.md`).
    public static Optional<String> otherKind(Handle handle) {
        return handle.select(OTHER_KIND).mapTo(String.class).findOne();
    }
}
