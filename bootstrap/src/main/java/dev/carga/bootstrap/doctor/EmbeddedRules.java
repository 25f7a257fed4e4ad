package dev.carga.bootstrap.doctor;

import static dev.carga.bootstrap.doctor.Finding.fail;
import static dev.carga.bootstrap.doctor.Finding.ok;
import static dev.carga.bootstrap.doctor.Finding.skip;
import static dev.carga.bootstrap.doctor.Finding.warn;

import dev.carga.bootstrap.embedded.EmbeddedFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the home of the embedded database means for it.
final class EmbeddedRules {

    /// The programs, an empty cluster, and a first file.
    private static final long LEAST = 300L << 20;

    /// The log alone grows to 2 GB before its room is used again.
    private static final long COMFORTABLE = 4L << 30;

    private EmbeddedRules() {}

    static List<Finding> judge(Path home, EmbeddedFacts facts) {
        List<Finding> findings = new ArrayList<>();
        findings.add(database(home, facts));
        if (!facts.writable()) {
            findings.add(fail(
                    "home",
                    facts.place() + " cannot be written to",
                    "make it this user's own, or choose another folder with --home"));
        }
        findings.add(space(facts));
        findings.add(skip("schema", "looked at when the embedded database starts, which brings it up to date"));
        return findings;
    }

    private static Finding database(Path home, EmbeddedFacts facts) {
        if (facts.trouble() != null) {
            return fail("database", "the embedded one in " + home + " would not start", facts.trouble());
        }
        if (facts.inUse()) {
            return ok("database", "embedded in " + home + ", and a Carga runs on it");
        }
        return ok(
                "database",
                facts.exists()
                        ? "embedded in " + home + ", not running"
                        : "embedded in " + home + ", made at the first start");
    }

    private static Finding space(EmbeddedFacts facts) {
        String found = DoctorMessages.bytes(facts.free()) + " at " + facts.place();
        if (facts.free() < LEAST) {
            return fail("free space", found, "free some room there, or choose another folder with --home");
        }
        return facts.free() < COMFORTABLE
                ? warn(
                        "free space",
                        found + ", of which the database's log may take 2 GB",
                        "keep an eye on it, or choose another folder with --home")
                : ok("free space", found);
    }
}
