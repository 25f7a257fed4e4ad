package dev.carga.bootstrap.doctor;

import static dev.carga.bootstrap.doctor.Finding.fail;
import static dev.carga.bootstrap.doctor.Finding.ok;
import static dev.carga.bootstrap.doctor.Finding.skip;
import static dev.carga.bootstrap.doctor.Finding.warn;

import dev.carga.adapters.postgres.schema.DatabaseFacts.Capacity;
import java.util.List;

/// How much room the database has: connections, transaction ids, disk.
final class CapacityRules {

    /// In transactions. PostgreSQL accepts no writes some three million before 2³¹.
    private static final long AGE_WARNING = 1_200_000_000L;

    private static final long AGE_FAILURE = 2_000_000_000L;

    private CapacityRules() {}

    /// @param connections that one process may open
    static List<Finding> judge(Capacity capacity, int connections) {
        return List.of(connections(capacity, connections), age(capacity));
    }

    private static Finding connections(Capacity capacity, int connections) {
        String what = "database: connections";
        String found = "%d of %d are free for this user, and a process with these settings opens up to %d"
                .formatted(Math.max(0, capacity.connections()), capacity.most(), connections);
        if (capacity.connections() < connections) {
            return warn(
                    what,
                    found,
                    "raise max_connections (or the limit of the user or database), or lower --workers; the connections"
                            + " of running processes count as taken");
        }
        return ok(what, found + ": room for " + capacity.connections() / connections + " more");
    }

    private static Finding age(Capacity capacity) {
        String what = "database: vacuum";
        String found = "the oldest row that is not frozen is " + capacity.oldestAge() + " transactions old";
        if (capacity.oldestAge() > AGE_FAILURE) {
            return fail(
                    what, found + "; at about 2.1 billion the server accepts no more writes", "run VACUUM FREEZE now");
        }
        return capacity.oldestAge() > AGE_WARNING
                ? warn(what, found, "find what holds autovacuum back: an old transaction, a forgotten replication slot")
                : ok(what, found);
    }

    /// PostgreSQL does not report the free space of its disk.
    static Finding freeSpace(Capacity capacity) {
        return skip(
                "database: free space",
                "unknown from here; the database takes " + DoctorMessages.bytes(capacity.bytes())
                        + " (check the server's disk)");
    }
}
