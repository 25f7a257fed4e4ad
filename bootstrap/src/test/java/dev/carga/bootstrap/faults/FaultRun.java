package dev.carga.bootstrap.faults;

import dev.carga.bootstrap.faults.FileCheck.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// One run from beginning to end: start, traffic and faults, calm, checks.
final class FaultRun {

    /// What a run comes to.
    ///
    /// @param complaints empty if all is well
    /// @param folder     with the logs; gone if all is well
    record Verdict(List<String> complaints, Path folder) {}

    private final Plan plan;
    private final Path folder;
    private final Journal journal;
    private final Complaints complaints;

    private FaultRun(Plan plan, Path folder, Journal journal) {
        this.plan = plan;
        this.folder = folder;
        this.journal = journal;
        this.complaints = new Complaints(journal);
    }

    static Verdict of(Plan plan) throws IOException, InterruptedException {
        // Every user may enter: where the suite runs as root, the database may have to run as another.
        Path folder = Files.createTempDirectory("carga-faults-");
        boolean _ = folder.toFile().setExecutable(true, false);
        boolean _ = folder.toFile().setReadable(true, false);
        try (Journal journal = new Journal(folder.resolve("journal.log"))) {
            journal.say("seed " + plan.seed() + ", logs in " + folder);
            FaultRun run = new FaultRun(plan, folder, journal);
            run.run();
            if (run.complaints.count() == 0) {
                journal.say("all is well; seed " + plan.seed());
                Deleted.folder(folder);
            } else {
                journal.say(run.complaints.count() + " complaints; seed " + plan.seed() + ", logs in " + folder);
            }
            return new Verdict(run.complaints.all(), folder);
        }
    }

    private void run() throws IOException, InterruptedException {
        try (Rig rig = new Rig(plan, folder, journal, complaints)) {
            Runtime.getRuntime().addShutdownHook(new Thread(rig::close)); // closing twice does no harm
            run(rig);
        } catch (SQLException | RuntimeException e) {
            complaints.add("the suite itself failed: " + e);
        }
    }

    private void run(Rig rig) throws IOException, InterruptedException, SQLException {
        if (!rig.awaitReady()) {
            complaints.add("the processes do not get ready");
            return;
        }
        journal.say("all processes are ready");
        Traffic traffic = new Traffic(plan, rig);
        Chaos chaos = new Chaos(plan, rig);
        traffic.start();
        chaos.start();
        awaitEnough(traffic, chaos);
        chaos.calm();
        complaints.addIf(!rig.awaitReady(), "not all processes get ready again after the faults");
        journal.say("calm after " + chaos.faults() + " faults, " + chaos.kills() + " of them kills");
        traffic.finish();
        journal.say(traffic.acceptedLines() + " lines in files that were accepted; no request waited longer than "
                + traffic.longestStall().toSeconds() + " s for a byte to move");
        new CalmCheck(rig).check(traffic.families());
        for (Service service : rig.services()) {
            service.retire();
        }
        journal.say("all processes have left");
        TableCheck table = new TableCheck(rig.sql(), complaints);
        Found found = table.check(traffic.families());
        table.checkLogs(folder.resolve("logs"));
        journal.say(
                "compared " + found.lines() + " lines of " + traffic.families().size() + " files with "
                        + found.uploads() + " uploads and " + found.rows() + " rows");
        complaints.addIf(found.rows() == 0, "no row was loaded at all");
    }

    private void awaitEnough(Traffic traffic, Chaos chaos) throws InterruptedException {
        long start = System.nanoTime();
        long lastWord = start;
        while (true) {
            long now = System.nanoTime();
            boolean enough = now - start > plan.chaos().toNanos()
                    && traffic.acceptedLines() >= plan.rows()
                    && chaos.kills() >= plan.kills();
            if (enough) {
                return;
            }
            String so = traffic.acceptedLines() + " lines accepted, " + chaos.kills() + " kills";
            if (now - start > plan.giveUp().toNanos()) {
                complaints.add("after " + Duration.ofNanos(now - start).toSeconds() + " s only " + so);
                return;
            }
            if (now - lastWord > Duration.ofSeconds(20).toNanos()) {
                journal.say("  … " + so);
                lastWord = now;
            }
            Thread.sleep(100);
        }
    }
}
