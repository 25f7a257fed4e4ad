package dev.carga.bootstrap.doctor;

import static dev.carga.bootstrap.doctor.Finding.fail;
import static dev.carga.bootstrap.doctor.Finding.ok;
import static dev.carga.bootstrap.doctor.Finding.skip;
import static dev.carga.bootstrap.doctor.Finding.warn;

import dev.carga.adapters.postgres.schema.DatabaseFacts.Schema;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Server;
import dev.carga.adapters.postgres.schema.DatabaseFacts.UniqueKey;
import dev.carga.adapters.postgres.schema.PurchaseTable;
import dev.carga.adapters.postgres.schema.SchemaState;
import dev.carga.domain.Nullable;
import java.util.List;

/// Whether the tables are as this program needs them, and whether they can be migrated.
///
/// @param migrates whether a start with these settings brings the schema up to date
record SchemaRules(boolean migrates) {

    /// @param schema null if the search path names no schema that exists
    List<Finding> judge(@Nullable Schema schema, Server server) {
        if (schema == null) {
            return List.of(fail(
                    "schema",
                    "the search path names no schema that exists",
                    "create one, or name an existing one with ?currentSchema=… in the database's URL"));
        }
        if (schema.otherKind() != null) {
            return List.of(fail(
                    "schema",
                    "user_purchase in " + schema.name() + " is " + schema.otherKind()
                            + ", and Carga needs a plain table",
                    "give it another name, or name another schema with ?currentSchema=… in the database's URL"));
        }
        SchemaState state = schema.state();
        if (state.version() > SchemaState.NEEDED && state.fits()) {
            return List.of(ok(
                    "schema",
                    "version " + state.version() + ", newer than this program's " + SchemaState.NEEDED
                            + ", and compatible with it"));
        }
        if (state.fits()) {
            return List.of(ok("schema", "version " + state.version() + " in " + schema.name()));
        }
        if (state.isDamaged()) {
            return List.of(fail(
                    "schema",
                    "version " + state.version() + " without " + state.missing(),
                    "create it again as in docs/ddl.sql"));
        }
        return List.of(outdated(schema), migration(schema, server));
    }

    private Finding outdated(Schema schema) {
        int version = schema.state().version();
        String found = version == 0
                ? "none of Carga's tables in " + schema.name()
                : "version " + version + " in " + schema.name() + ", and this program needs " + SchemaState.NEEDED;
        return migrates
                ? warn("schema", found, "the next start brings it up to date; carga migrate does it now")
                : fail("schema", found, "run carga migrate; a start with --no-migrate waits for it");
    }

    private static Finding migration(Schema schema, Server server) {
        if (server.standby()) {
            return skip("schema: to migrate", "a standby cannot be migrated");
        }
        if (!schema.mayCreate()) {
            return fail(
                    "schema: to migrate",
                    "this user may not create tables in " + schema.name(),
                    "GRANT CREATE ON SCHEMA " + schema.name() + " to it, or let the owner run carga migrate");
        }
        return schema.notOwned().isEmpty()
                ? ok("schema: to migrate", "this user may create and change the tables")
                : fail(
                        "schema: to migrate",
                        String.join(", ", schema.notOwned()) + " belong to another user, and only their owner may"
                                + " change them",
                        "let the owner run carga migrate, or make this user a member of the owner");
    }

    /// Duplicates are found by the unique key on `cpf`, and recognised by its name.
    ///
    /// @param keys null if there is no `user_purchase`
    static Finding judgeKey(@Nullable List<UniqueKey> keys) {
        String what = "key on cpf";
        if (keys == null) {
            return skip(what, "there is no user_purchase yet");
        }
        List<UniqueKey> usable = keys.stream().filter(UniqueKey::usable).toList();
        if (usable.stream().anyMatch(key -> key.name().equals(PurchaseTable.CPF_KEY))) {
            return ok(what, PurchaseTable.CPF_KEY);
        }
        if (!usable.isEmpty()) {
            String other = usable.getFirst().name();
            return fail(
                    what,
                    "its name is " + other + ", and Carga recognises a duplicate CPF by the name "
                            + PurchaseTable.CPF_KEY,
                    "ALTER TABLE user_purchase RENAME CONSTRAINT " + other + " TO " + PurchaseTable.CPF_KEY);
        }
        return fail(
                what,
                keys.isEmpty()
                        ? "user_purchase has none, so that a CPF could be added twice"
                        : keys.getFirst().name() + " does not enforce uniqueness at once (it is invalid, deferrable or"
                                + " partial, or an index without a constraint)",
                "remove rows that share a CPF, if there are any, and then ALTER TABLE user_purchase ADD CONSTRAINT "
                        + PurchaseTable.CPF_KEY + " UNIQUE (cpf)");
    }
}
