package dev.carga.bootstrap.faults;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Does harm, one fault after the other and several at the same time, until it is told to stop; then ends what lasts.
final class Chaos {

    /// A server starts within two minutes, or says that it does not.
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(4);

    private final Rig rig;
    private final Deck deck;
    private final Thread thread = Thread.ofPlatform().daemon().name("chaos").unstarted(this::run);
    private final ScheduledExecutorService ends = Executors.newScheduledThreadPool(
            6, Thread.ofPlatform().daemon().name("end-of-fault-", 0).factory());

    /// What lasts, by target.
    private final Map<String, ScheduledFuture<?>> lasting = new HashMap<>();

    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private volatile boolean stopping;

    Chaos(Plan plan, Rig rig) {
        this.rig = rig;
        this.deck = new Deck(plan, rig);
    }

    void start() {
        thread.start();
    }

    int kills() {
        return kills.get();
    }

    int faults() {
        return faults.get();
    }

    private void run() {
        try {
            while (!stopping) {
                Fault fault = deck.next();
                if (isFree(fault)) {
                    strike(fault);
                    pause(deck.pause());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause(Duration pause) throws InterruptedException {
        long deadline = System.nanoTime() + pause.toNanos();
        while (!stopping && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
    }

    private synchronized boolean isFree(Fault fault) {
        return fault.targets().stream().map(lasting::get).allMatch(last -> last == null || last.isDone());
    }

    private void strike(Fault fault) throws InterruptedException {
        rig.journal().say(fault.toString());
        faults.incrementAndGet();
        if (fault.kills()) {
            kills.incrementAndGet();
        }
        try {
            fault.begin(rig);
        } catch (SQLException e) {
            // The database is away by another fault: this one has no effect.
            rig.journal().say("    came to nothing: " + e.getMessage());
        } catch (IOException e) {
            rig.complaints().add(fault + " failed: " + e.getMessage());
        }
        if (fault.lasts().isPositive()) {
            synchronized (this) {
                ScheduledFuture<?> end =
                        ends.schedule(() -> end(fault), fault.lasts().toMillis(), TimeUnit.MILLISECONDS);
                fault.targets().forEach(target -> lasting.put(target, end));
            }
        }
    }

    private void end(Fault fault) {
        try {
            fault.end(rig);
            rig.journal().say("    over: " + fault);
        } catch (SQLException e) {
            rig.journal().say("    over, and the database could not be asked: " + fault);
        } catch (IOException | RuntimeException e) {
            rig.complaints().add("the end of \"" + fault + "\" failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// No new faults. What lasts takes its time, so that a long stop is a long one; then the system is whole
    /// again.
    void calm() throws InterruptedException {
        stopping = true;
        thread.join();
        ends.shutdown();
        if (!ends.awaitTermination(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            rig.complaints().add("faults that do not end within " + ENDS_WITHIN.toSeconds() + " s");
        }
    }
}
