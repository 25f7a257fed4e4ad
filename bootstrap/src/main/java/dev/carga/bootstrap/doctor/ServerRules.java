package dev.carga.bootstrap.doctor;

import static dev.carga.bootstrap.doctor.Finding.fail;
import static dev.carga.bootstrap.doctor.Finding.ok;
import static dev.carga.bootstrap.doctor.Finding.warn;

import dev.carga.adapters.postgres.schema.DatabaseFacts.Server;
import dev.carga.adapters.postgres.schema.ServerCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Whether Carga can use a PostgreSQL server, and whether it is operated so that its promises hold.
final class ServerRules {

    private static final Duration CLOCK_WARNING = Duration.ofSeconds(2);
    private static final Duration CLOCK_FAILURE = Duration.ofSeconds(30);

    private ServerRules() {}

    /// Version, encoding, and whether it can be written to.
    static List<Finding> judgeUse(Server server) {
        return List.of(version(server), encoding(server), writable(server));
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
            return fail("database: writable", "no: the server is a standby", "name the primary server");
        }
        return server.settings()
                        .getOrDefault("default_transaction_read_only", "off")
                        .equals("on")
                ? fail(
                        "database: writable",
                        "transactions can only read (default_transaction_read_only is on)",
                        "turn that off for this user or database")
                : ok("database: writable", "yes");
    }

    /// Settings and clock.
    static List<Finding> judgeOperation(Server server) {
        List<Finding> findings = settings(server);
        if (findings.isEmpty()) {
            findings.add(ok("database: settings", "commits are written to disk, and autovacuum runs"));
        }
        findings.add(clock(server.ahead()));
        return findings;
    }

    private static List<Finding> settings(Server server) {
        List<Finding> findings = new ArrayList<>();
        for (String name : List.of("fsync", "full_page_writes")) {
            if (isOff(server, name)) {
                findings.add(warn(
                        "database: " + name,
                        "off: a crash of the server's machine may damage committed data",
                        "turn it on, unless you can lose all data in it"));
            }
        }
        if (isOff(server, "synchronous_commit")) {
            findings.add(warn(
                    "database: synchronous_commit",
                    "off: a crash of the server may lose files that were answered with 202 a moment before",
                    "turn it on; Carga turns it off itself where that is safe"));
        }
        if (isOff(server, "autovacuum")) {
            findings.add(warn(
                    "database: autovacuum",
                    "off: the space of loaded parts is never reused, and statistics become outdated",
                    "turn it on, or run VACUUM ANALYZE on a schedule"));
        }
        String isolation = server.settings().getOrDefault("default_transaction_isolation", "read committed");
        if (!isolation.equals("read committed")) {
            findings.add(warn(
                    "database: isolation",
                    isolation + " by default: parts that touch the same rows are retried again and again",
                    "set default_transaction_isolation to read committed for this user"));
        }
        return findings;
    }

    private static boolean isOff(Server server, String setting) {
        return "off".equals(server.settings().get(setting));
    }

    /// Carga takes the time for its decisions from the database.
    private static Finding clock(Duration ahead) {
        Duration difference = ahead.abs();
        String found = "the database's clock is " + DoctorMessages.seconds(difference)
                + (ahead.isNegative() ? " behind" : " ahead of") + " this machine's";
        String advice = "let both follow one time server: Carga uses the database's clock alone, but log lines and"
                + " metrics of this machine show other times than the tables and the status";
        if (difference.compareTo(CLOCK_FAILURE) > 0) {
            return fail("clocks", found, advice);
        }
        return difference.compareTo(CLOCK_WARNING) > 0 ? warn("clocks", found, advice) : ok("clocks", found);
    }
}
