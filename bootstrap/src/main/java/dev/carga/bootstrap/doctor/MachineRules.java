package dev.carga.bootstrap.doctor;

import static dev.carga.bootstrap.doctor.Finding.fail;
import static dev.carga.bootstrap.doctor.Finding.ok;
import static dev.carga.bootstrap.doctor.Finding.warn;

import dev.carga.bootstrap.doctor.MachineFacts.Folder;
import dev.carga.bootstrap.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/// Whether the machine and the JVM suit Carga.
final class MachineRules {

    private static final int MIN_JAVA = 25;
    private static final long MIN_TEMPORARY = 50L << 20;

    /// Files besides clients' connections: jars, logs, connections to database and broker.
    private static final int OTHER_FILES = 200;

    private static final long MIN_HEAP = 96L << 20;

    private MachineRules() {}

    static List<Finding> judge(MachineFacts facts) {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                facts.feature() < MIN_JAVA
                        ? fail("java", facts.java(), "use Java 25 or later")
                        : ok("java", facts.java() + ", " + facts.processors() + " processors"));
        findings.add(heap(facts));
        findings.add(temporary(facts.temporary()));
        findings.add(
                facts.zstd() == null
                        ? ok("compression", "works")
                        : fail(
                                "compression",
                                "its library cannot be loaded: " + facts.zstd(),
                                "mount " + facts.temporary().path()
                                        + " without noexec, or name another folder with -Djava.io.tmpdir"));
        return findings;
    }

    private static Finding heap(MachineFacts facts) {
        String found = DoctorMessages.bytes(facts.heap()) + " at most, of " + DoctorMessages.bytes(facts.memory());
        if (facts.heap() < MIN_HEAP) {
            return fail("heap", found, "give it 128 MB or more with -Xmx in CARGA_JAVA_OPTS");
        }
        return facts.heap() > facts.memory() / 10 * 9
                ? warn(
                        "heap",
                        found + ": the system may kill the process before the heap is full",
                        "lower -Xmx in CARGA_JAVA_OPTS, or give the machine or container more memory")
                : ok("heap", found);
    }

    private static Finding temporary(Folder folder) {
        String found = folder.path() + ", " + DoctorMessages.bytes(folder.free()) + " free";
        if (!folder.writable()) {
            return fail(
                    "temporary files",
                    folder.path() + " cannot be written to",
                    "make it writable for this user, or name another folder with -Djava.io.tmpdir in CARGA_JAVA_OPTS");
        }
        return folder.free() < MIN_TEMPORARY
                ? fail("temporary files", found, "free some space there: native libraries are unpacked into it")
                : ok("temporary files", found);
    }

    /// Whether the machine has what these settings need.
    static List<Finding> judge(MachineFacts facts, Settings settings) {
        List<Finding> findings = new ArrayList<>();
        if (settings.role().loads()) {
            findings.add(partsInMemory(facts, settings));
        }
        if (settings.http() != null) {
            int connections = settings.http().limits().connections();
            String found = facts.openFiles() + " may be open, and up to " + connections + " connections are accepted";
            findings.add(
                    facts.openFiles() < connections + (long) OTHER_FILES
                            ? warn(
                                    "open files",
                                    found,
                                    "raise the limit (ulimit -n, LimitNOFILE), or lower --connections")
                            : ok("open files", found));
        }
        return findings;
    }

    private static Finding partsInMemory(MachineFacts facts, Settings settings) {
        long bytes = settings.loadingBytes();
        String found = "%d parts at the same time may take %s of the %s heap"
                .formatted(settings.workers(), DoctorMessages.bytes(bytes), DoctorMessages.bytes(facts.heap()));
        String advice = "raise -Xmx in CARGA_JAVA_OPTS, or lower --workers or --part-bytes";
        if (bytes > facts.heap() / 4 * 3) {
            return fail("memory for parts", found, advice);
        }
        return bytes > facts.heap() / 12 * 5
                ? warn("memory for parts", found + ", which leaves little for receiving files", advice)
                : ok("memory for parts", found);
    }
}
