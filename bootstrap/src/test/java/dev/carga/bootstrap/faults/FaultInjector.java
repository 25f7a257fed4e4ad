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

/// Injects faults, several at the same time, until it is stopped. Then it waits for the end of those that
/// last.
final class FaultInjector {

    /// Longer than the start of a server may take.
    private static final Duration END_TIMEOUT = Duration.ofMinutes(4);

    private final SystemUnderTest system;
    private final FaultSchedule schedule;
    private final Thread thread = Thread.ofPlatform().daemon().name("faults").unstarted(this::run);
    private final ScheduledExecutorService ending = Executors.newScheduledThreadPool(
            6, Thread.ofPlatform().daemon().name("end-of-fault-", 0).factory());

    /// The ends of lasting faults, by target.
    private final Map<String, ScheduledFuture<?>> lasting = new HashMap<>();

    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private volatile boolean stopping;

    FaultInjector(Plan plan, SystemUnderTest system) {
        this.system = system;
        this.schedule = new FaultSchedule(plan, system);
    }

    void start() {
        thread.start();
    }

    int kills() {
        return kills.get();
    }

    int count() {
        return faults.get();
    }

    private void run() {
        try {
            while (!stopping) {
                Fault fault = schedule.next();
                if (isFree(fault)) {
                    inject(fault);
                    pause(schedule.pause());
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

    private void inject(Fault fault) throws InterruptedException {
        system.journal().say(fault.toString());
        faults.incrementAndGet();
        if (fault.kills()) {
            kills.incrementAndGet();
        }
        try {
            fault.begin(system);
        } catch (SQLException e) {
            // The database is down because of another fault: this one has no effect.
            system.journal().say("    had no effect: " + e.getMessage());
        } catch (IOException e) {
            system.violations().add(fault + " failed: " + e.getMessage());
        }
        if (fault.lasts().isPositive()) {
            synchronized (this) {
                ScheduledFuture<?> end =
                        ending.schedule(() -> end(fault), fault.lasts().toMillis(), TimeUnit.MILLISECONDS);
                fault.targets().forEach(target -> lasting.put(target, end));
            }
        }
    }

    private void end(Fault fault) {
        try {
            fault.end(system);
            system.journal().say("    over: " + fault);
        } catch (SQLException e) {
            system.journal().say("    over, and the database could not be queried: " + fault);
        } catch (IOException | RuntimeException e) {
            system.violations().add("the end of \"" + fault + "\" failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Injects no more faults, and waits for the end of those that last, so that a long suspension stays
    /// long. Then the system is whole again.
    void stop() throws InterruptedException {
        stopping = true;
        thread.join();
        ending.shutdown();
        if (!ending.awaitTermination(END_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            system.violations().add("faults that do not end within " + END_TIMEOUT.toSeconds() + " s");
        }
    }
}
