package dev.carga.bootstrap.doctor;

import static dev.carga.bootstrap.doctor.Finding.fail;
import static dev.carga.bootstrap.doctor.Finding.ok;
import static dev.carga.bootstrap.doctor.Finding.skip;
import static dev.carga.bootstrap.doctor.Finding.warn;

import dev.carga.adapters.postgres.schema.DatabaseFacts;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Capacity;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Reached;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Rights;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Schema;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Server;
import dev.carga.adapters.postgres.schema.DatabaseFacts.UniqueKey;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Unreachable;
import dev.carga.adapters.postgres.schema.PurchaseTable;
import dev.carga.adapters.postgres.schema.SchemaState;
import dev.carga.adapters.postgres.schema.ServerCheck;
import dev.carga.domain.Nullable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What the facts about a database mean for Carga.
final class DatabaseRules {

    private static final Duration CLOCKS_APART = Duration.ofSeconds(2);
    private static final Duration CLOCKS_FAR_APART = Duration.ofSeconds(30);

    /// PostgreSQL stops taking changes some three million before 2^31.
    private static final long OLD = 1_200_000_000L;

    private static final long TOO_OLD = 2_000_000_000L;

    private final String where;
    private final boolean migrates;
    private final int connections;

    /// @param where       the database is, without a password
    /// @param migrates    whether a start with these settings brings the schema up to date
    /// @param connections that one process may open
    DatabaseRules(String where, boolean migrates, int connections) {
        this.where = where;
        this.migrates = migrates;
        this.connections = connections;
    }

    List<Finding> judge(DatabaseFacts facts) {
        return switch (facts) {
            case Unreachable(String state, String reason) ->
                List.of(
                        fail("database", where + ": " + reason, adviceOnAccess(state)),
                        skip("database: all else", "not looked at, since the first look failed"));
            case Reached reached -> judge(reached);
        };
    }

    private static String adviceOnAccess(String state) {
        return switch (state) {
            case "28P01" -> "correct the user's name or the password";
            case "28000" -> "let this user in from this machine (pg_hba.conf), or name another user";
            case "3D000" -> "create it, CREATE DATABASE … ENCODING 'UTF8', or name another";
            case "53300" -> "raise max_connections, or let fewer processes run";
            case "42501" -> "grant this user CONNECT on the database";
            case "57P03" -> "wait: the server is starting or stopping";
            default ->
                state.startsWith("08") || state.isEmpty()
                        ? "see that the server runs, that host and port are right, and that no firewall is between"
                        : "look into the server's log";
        };
    }

    private List<Finding> judge(Reached facts) {
        List<Finding> findings = new ArrayList<>();
        findings.add(ok("database", where + " answers"));
        findings.add(version(facts.server()));
        findings.add(encoding(facts.server()));
        findings.add(writable(facts.server()));
        findings.addAll(schema(facts.schema(), facts.server()));
        findings.addAll(rights(facts.rights()));
        findings.add(key(facts.cpfKeys()));
        findings.add(capacity(facts.capacity()));
        findings.add(age(facts.capacity()));
        findings.addAll(settings(facts.server()));
        findings.add(clock(facts.server().ahead()));
        findings.add(skip(
                "database: free space",
                "not to be known from here; the database has "
                        + DoctorMessages.bytes(facts.capacity().bytes()) + " (look at the server's disk)"));
        return findings;
    }

    private static Finding version(Server server) {
        return server.number() < ServerCheck.OLDEST_SERVER
                ? fail("database: version", "PostgreSQL " + server.version(), "upgrade it to 14 or later")
                : ok("database: version", "PostgreSQL " + server.version());
    }

    private static Finding encoding(Server server) {
        return server.encoding().equals("UTF8")
                ? ok("database: encoding", "UTF8")
                : fail(
                        "database: encoding",
                        server.encoding(),
                        "create a database with ENCODING 'UTF8' (TEMPLATE template0 if need be), and name that one");
    }

    private static Finding writable(Server server) {
        if (server.standby()) {
            return fail("database: writable", "a standby, which takes no rows", "name the primary server");
        }
        return server.settings()
                        .getOrDefault("default_transaction_read_only", "off")
                        .equals("on")
                ? fail(
                        "database: writable",
                        "transactions may only read (default_transaction_read_only is on)",
                        "turn that off for this user or database")
                : ok("database: writable", "yes");
    }

    private List<Finding> schema(@Nullable Schema schema, Server server) {
        if (schema == null) {
            return List.of(fail(
                    "schema",
                    "the search path names no schema that is there",
                    "create one, or name one that is there with ?currentSchema=… in the database's URL"));
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
                            + ", which can work on it"));
        }
        if (state.fits()) {
            return List.of(ok("schema", "version " + state.version() + " in " + schema.name()));
        }
        if (state.isDamaged()) {
            return List.of(fail(
                    "schema",
                    "version " + state.version() + " without " + state.missing(),
                    "make it again as docs/ddl.sql has it"));
        }
        String found = state.version() == 0
                ? "none of Carga's tables in " + schema.name()
                : "version " + state.version() + " in " + schema.name() + ", and this program needs "
                        + SchemaState.NEEDED;
        List<Finding> findings = new ArrayList<>();
        findings.add(
                migrates
                        ? warn("schema", found, "the next start brings it up to date, or carga migrate does it now")
                        : fail("schema", found, "run carga migrate; a start with --no-migrate waits for that"));
        findings.add(migration(schema, server));
        return findings;
    }

    private static Finding migration(Schema schema, Server server) {
        if (server.standby()) {
            return skip("schema: to migrate", "a standby cannot be");
        }
        if (!schema.mayCreate()) {
            return fail(
                    "schema: to migrate",
                    "this user may make no tables in " + schema.name(),
                    "GRANT CREATE ON SCHEMA " + schema.name() + " to it, or let the owner run carga migrate");
        }
        return schema.notOwned().isEmpty()
                ? ok("schema: to migrate", "this user may make and change the tables")
                : fail(
                        "schema: to migrate",
                        String.join(", ", schema.notOwned()) + " belong to another user, who alone may change them",
                        "let that one run carga migrate, or make this user a member of it");
    }

    private static List<Finding> rights(Rights rights) {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                rights.missing().isEmpty()
                        ? ok(
                                "permissions",
                                rights.user() + " may read and change Carga's tables, as far as they are there")
                        : fail(
                                "permissions",
                                rights.user() + " lacks " + String.join(", ", rights.missing()),
                                "GRANT them to this user"));
        findings.add(
                rights.temporary()
                        ? ok("permissions: temporary tables", "yes")
                        : fail(
                                "permissions: temporary tables",
                                rights.user() + " may make none, and uploads under skip or update need one",
                                "GRANT TEMPORARY ON DATABASE … to this user"));
        return findings;
    }

    private static Finding key(@Nullable List<UniqueKey> keys) {
        String what = "key on cpf";
        if (keys == null) {
            return skip(what, "there is no user_purchase yet");
        }
        List<UniqueKey> usable = keys.stream().filter(UniqueKey::usable).toList();
        if (usable.stream().anyMatch(key -> key.name().equals(PurchaseTable.CPF_KEY))) {
            return ok(what, PurchaseTable.CPF_KEY);
        }
        if (!usable.isEmpty()) {
            return fail(
                    what,
                    "it is called " + usable.getFirst().name() + ", and Carga knows a taken CPF by the name "
                            + PurchaseTable.CPF_KEY,
                    "ALTER TABLE user_purchase RENAME CONSTRAINT "
                            + usable.getFirst().name() + " TO " + PurchaseTable.CPF_KEY);
        }
        return fail(
                what,
                keys.isEmpty()
                        ? "user_purchase has none, so that a CPF could be added twice"
                        : keys.getFirst().name() + " is no constraint that holds at once (invalid, deferrable, partial,"
                                + " or an index alone)",
                "remove rows that have one CPF, if there are any, and then ALTER TABLE user_purchase ADD CONSTRAINT "
                        + PurchaseTable.CPF_KEY + " UNIQUE (cpf)");
    }

    private Finding capacity(Capacity capacity) {
        String what = "database: connections";
        String found = "%d of %d are free for this user, and a process with these settings opens up to %d"
                .formatted(Math.max(0, capacity.connections()), capacity.most(), connections);
        if (capacity.connections() < connections) {
            return warn(
                    what,
                    found,
                    "raise max_connections (or the limit of the user or database), or lower --workers; those that run"
                            + " are counted as taken");
        }
        return ok(what, found + ": room for " + capacity.connections() / connections + " more");
    }

    private static Finding age(Capacity capacity) {
        String what = "database: vacuum";
        String found = "the oldest row that is not frozen is " + capacity.oldestAge() + " transactions old";
        if (capacity.oldestAge() > TOO_OLD) {
            return fail(what, found + "; at some 2.1 billion the server takes no changes", "run VACUUM FREEZE now");
        }
        return capacity.oldestAge() > OLD
                ? warn(
                        what,
                        found,
                        "find out what holds autovacuum back: an old transaction, a forgotten replication slot")
                : ok(what, found);
    }

    private static List<Finding> settings(Server server) {
        List<Finding> findings = new ArrayList<>();
        for (String name : List.of("fsync", "full_page_writes")) {
            if (isOff(server, name)) {
                findings.add(warn(
                        "database: " + name,
                        "off: a crash of the server's machine may damage what was committed",
                        "turn it on, unless all that is in it may be lost"));
            }
        }
        if (isOff(server, "synchronous_commit")) {
            findings.add(warn(
                    "database: synchronous_commit",
                    "off: a crash of the server may forget files that were answered with 202 a moment before",
                    "turn it on; Carga does without where that does no harm"));
        }
        if (isOff(server, "autovacuum")) {
            findings.add(warn(
                    "database: autovacuum",
                    "off: the room of loaded parts is never used again, and statistics grow old",
                    "turn it on, or run VACUUM ANALYZE by a clock"));
        }
        String isolation = server.settings().getOrDefault("default_transaction_isolation", "read committed");
        if (!isolation.equals("read committed")) {
            findings.add(warn(
                    "database: isolation",
                    isolation + " by default: parts that meet one another are tried again and again",
                    "set default_transaction_isolation to read committed for this user"));
        }
        if (findings.isEmpty()) {
            findings.add(ok("database: settings", "what is committed is on the disk, and vacuumed"));
        }
        return findings;
    }

    private static boolean isOff(Server server, String setting) {
        return "off".equals(server.settings().get(setting));
    }

    /// What Carga decides by time, it decides by the database's clock.
    private static Finding clock(Duration ahead) {
        Duration apart = ahead.abs();
        String found = "the database's is " + DoctorMessages.seconds(apart)
                + (ahead.isNegative() ? " behind" : " ahead of") + " this machine's";
        String advice =
                "let both follow one time server: Carga itself goes by the database's clock alone, but log lines"
                        + " and metrics of this machine stand at other times than what the tables and the status say";
        if (apart.compareTo(CLOCKS_FAR_APART) > 0) {
            return fail("clocks", found, advice);
        }
        return apart.compareTo(CLOCKS_APART) > 0 ? warn("clocks", found, advice) : ok("clocks", found);
    }
}
