package dev.carga.bootstrap.doctor;

import static dev.carga.bootstrap.doctor.Finding.fail;
import static dev.carga.bootstrap.doctor.Finding.ok;
import static dev.carga.bootstrap.doctor.Finding.skip;
import static dev.carga.bootstrap.doctor.Finding.warn;

import dev.carga.bootstrap.embedded.EmbeddedFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Whether the embedded database can start and run in its home folder.
final class EmbeddedRules {

    /// The programs, an empty cluster, and a first file.
    private static final long MIN_FREE = 300L << 20;

    /// The write-ahead log alone grows to 2 GB before its space is reused.
    private static final long RECOMMENDED_FREE = 4L << 30;

    private EmbeddedRules() {}

    static List<Finding> judge(Path home, EmbeddedFacts facts) {
        List<Finding> findings = new ArrayList<>();
        findings.add(database(home, facts));
        if (!facts.writable()) {
            findings.add(fail(
                    "home",
                    facts.place() + " cannot be written to",
                    "make it writable for this user, or choose another folder with --home"));
        }
        findings.add(space(facts));
        findings.add(skip("schema", "checked when the embedded database starts, which brings it up to date"));
        return findings;
    }

    private static Finding database(Path home, EmbeddedFacts facts) {
        if (facts.trouble() != null) {
            return fail("database", "the embedded database in " + home + " cannot start", facts.trouble());
        }
        if (facts.inUse()) {
            return ok("database", "embedded in " + home + ", and in use by a running Carga");
        }
        return ok(
                "database",
                facts.exists()
                        ? "embedded in " + home + ", not running"
                        : "embedded in " + home + ", created at the first start");
    }

    private static Finding space(EmbeddedFacts facts) {
        String found = DoctorMessages.bytes(facts.free()) + " at " + facts.place();
        if (facts.free() < MIN_FREE) {
            return fail("free space", found, "free some space there, or choose another folder with --home");
        }
        return facts.free() < RECOMMENDED_FREE
                ? warn(
                        "free space",
                        found + ", of which the database's write-ahead log may take 2 GB",
                        "monitor it, or choose another folder with --home")
                : ok("free space", found);
    }
}
