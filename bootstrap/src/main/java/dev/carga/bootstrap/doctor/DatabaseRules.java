package dev.carga.bootstrap.doctor;

import static dev.carga.bootstrap.doctor.Finding.fail;
import static dev.carga.bootstrap.doctor.Finding.ok;
import static dev.carga.bootstrap.doctor.Finding.skip;

import dev.carga.adapters.postgres.schema.DatabaseFacts;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Reached;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Unreachable;
import java.util.ArrayList;
import java.util.List;

/// What the facts about a database mean for Carga.
final class DatabaseRules {

    private final String address;
    private final boolean migrates;
    private final int connections;

    /// @param address     of the database, without a password
    /// @param migrates    whether a start with these settings brings the schema up to date
    /// @param connections that one process may open
    DatabaseRules(String address, boolean migrates, int connections) {
        this.address = address;
        this.migrates = migrates;
        this.connections = connections;
    }

    List<Finding> judge(DatabaseFacts facts) {
        return switch (facts) {
            case Unreachable(String state, String reason) ->
                List.of(
                        fail("database", address + ": " + reason, adviceOnAccess(state)),
                        skip("database: all else", "not checked, since the connection failed"));
            case Reached reached -> judge(reached);
        };
    }

    private static String adviceOnAccess(String state) {
        return switch (state) {
            case "28P01" -> "correct the user's name or the password";
            case "28000" -> "let this user in from this machine (pg_hba.conf), or name another user";
            case "3D000" -> "create it, CREATE DATABASE … ENCODING 'UTF8', or name another";
            case "53300" -> "raise max_connections, or run fewer processes";
            case "42501" -> "grant this user CONNECT on the database";
            case "57P03" -> "wait: the server is starting or stopping";
            default ->
                state.startsWith("08") || state.isEmpty()
                        ? "check that the server runs, that host and port are right, and that no firewall is between"
                        : "read the server's log";
        };
    }

    /// In the order in which it is best to fix things.
    private List<Finding> judge(Reached facts) {
        List<Finding> findings = new ArrayList<>();
        findings.add(ok("database", address + " answers"));
        findings.addAll(ServerRules.judgeUse(facts.server()));
        findings.addAll(new SchemaRules(migrates).judge(facts.schema(), facts.server()));
        findings.addAll(PermissionRules.judge(facts.rights()));
        findings.add(SchemaRules.judgeKey(facts.cpfKeys()));
        findings.addAll(CapacityRules.judge(facts.capacity(), connections));
        findings.addAll(ServerRules.judgeOperation(facts.server()));
        findings.add(CapacityRules.freeSpace(facts.capacity()));
        return findings;
    }
}
