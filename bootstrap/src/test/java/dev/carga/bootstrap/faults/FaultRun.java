package dev.carga.bootstrap.faults;

import dev.carga.bootstrap.faults.FileCheck.Compared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// One run: start of the system, traffic and faults, the end of the faults, checks.
final class FaultRun {

    /// The result of a run.
    ///
    /// @param violations empty if the run succeeded
    /// @param folder     with the logs; deleted if the run succeeded
    record Result(List<String> violations, Path folder) {}

    private final Plan plan;
    private final Path folder;
    private final Journal journal;
    private final Violations violations;

    private FaultRun(Plan plan, Path folder, Journal journal) {
        this.plan = plan;
        this.folder = folder;
        this.journal = journal;
        this.violations = new Violations(journal);
    }

    static Result of(Plan plan) throws IOException, InterruptedException {
        // Readable for every user: if the suite runs as root, the database may have to run as another user.
        Path folder = Files.createTempDirectory("carga-faults-");
        boolean _ = folder.toFile().setExecutable(true, false);
        boolean _ = folder.toFile().setReadable(true, false);
        try (Journal journal = new Journal(folder.resolve("journal.log"))) {
            journal.say("seed " + plan.seed() + ", logs in " + folder);
            FaultRun run = new FaultRun(plan, folder, journal);
            run.run();
            if (run.violations.count() == 0) {
                journal.say("all is well; seed " + plan.seed());
                Folders.delete(folder);
            } else {
                journal.say(run.violations.count() + " violations; seed " + plan.seed() + ", logs in " + folder);
            }
            return new Result(run.violations.all(), folder);
        }
    }

    private void run() throws IOException, InterruptedException {
        try (SystemUnderTest system = new SystemUnderTest(plan, folder, journal, violations)) {
            Runtime.getRuntime().addShutdownHook(new Thread(system::close)); // closing twice is harmless
            run(system);
        } catch (SQLException | RuntimeException e) {
            violations.add("the suite itself failed: " + e);
        }
    }

    private void run(SystemUnderTest system) throws IOException, InterruptedException, SQLException {
        if (!system.awaitReady()) {
            violations.add("the processes do not become ready");
            return;
        }
        journal.say("all processes are ready");
        Traffic traffic = new Traffic(plan, system);
        FaultInjector faults = new FaultInjector(plan, system);
        traffic.start();
        faults.start();
        awaitEnough(traffic, faults);
        faults.stop();
        violations.addIf(!system.awaitReady(), "not all processes become ready again after the faults");
        journal.say("no more faults after " + faults.count() + " faults, " + faults.kills() + " of them kills");
        traffic.finish();
        journal.say(traffic.acceptedLines() + " lines in accepted files; no request waited longer than "
                + traffic.longestStall().toSeconds() + " s for a byte to move");
        new SettledCheck(system).check(traffic.files());
        for (SupervisedProcess process : system.processes()) {
            process.stopForGood();
        }
        journal.say("all processes have stopped");
        TableCheck table = new TableCheck(system.sql(), violations);
        Compared compared = table.check(traffic.files());
        table.checkLogs(folder.resolve("logs"));
        journal.say(
                "compared " + compared.lines() + " lines of " + traffic.files().size() + " files with "
                        + compared.uploads() + " uploads and " + compared.rows() + " rows");
        violations.addIf(compared.rows() == 0, "no row was loaded at all");
    }

    private void awaitEnough(Traffic traffic, FaultInjector faults) throws InterruptedException {
        long start = System.nanoTime();
        long lastReport = start;
        while (true) {
            long now = System.nanoTime();
            boolean enough = now - start > plan.faultTime().toNanos()
                    && traffic.acceptedLines() >= plan.rows()
                    && faults.kills() >= plan.kills();
            if (enough) {
                return;
            }
            String reached = traffic.acceptedLines() + " lines accepted, " + faults.kills() + " kills";
            if (now - start > plan.timeout().toNanos()) {
                violations.add("after " + Duration.ofNanos(now - start).toSeconds() + " s only " + reached);
                return;
            }
            if (now - lastReport > Duration.ofSeconds(20).toNanos()) {
                journal.say("  … " + reached);
                lastReport = now;
            }
            Thread.sleep(100);
        }
    }
}
