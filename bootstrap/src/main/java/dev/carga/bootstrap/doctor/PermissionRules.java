package dev.carga.bootstrap.doctor;

import static dev.carga.bootstrap.doctor.Finding.fail;
import static dev.carga.bootstrap.doctor.Finding.ok;

import dev.carga.adapters.postgres.schema.DatabaseFacts.Rights;
import java.util.List;

/// Whether the database's user may do what Carga does.
final class PermissionRules {

    private PermissionRules() {}

    static List<Finding> judge(Rights rights) {
        return List.of(tables(rights), temporaryTables(rights));
    }

    private static Finding tables(Rights rights) {
        return rights.missing().isEmpty()
                ? ok("permissions", rights.user() + " may read and change those of Carga's tables that exist")
                : fail(
                        "permissions",
                        rights.user() + " lacks " + String.join(", ", rights.missing()),
                        "GRANT them to this user");
    }

    private static Finding temporaryTables(Rights rights) {
        return rights.temporary()
                ? ok("permissions: temporary tables", "yes")
                : fail(
                        "permissions: temporary tables",
                        rights.user() + " may not create any, and uploads with on_duplicate=skip or update need one",
                        "GRANT TEMPORARY ON DATABASE … to this user");
    }
}
