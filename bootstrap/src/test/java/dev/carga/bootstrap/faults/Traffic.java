package dev.carga.bootstrap.faults;

import dev.carga.bootstrap.faults.UploadRequest.CutPoint;
import dev.carga.bootstrap.faults.UploadRequest.Response;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Clients that send files at the same time, and send them again if they are refused or cut off.
///
/// | share | the file |
/// |---|---|
/// | a quarter | has CPFs on several lines, across its parts; sent once, under any policy |
/// | a sixth | is cut at a random byte first, and then sent whole under `skip` |
/// | a sixth | is sent once more when it was accepted, under `skip` or `update` |
/// | the rest | is sent until it is accepted, under any policy |
///
/// Of the accepted files, a tenth each is cancelled at once, undone up to three seconds later, and has its
/// failed parts retried under `skip`.
final class Traffic {

    /// The retry limit of the web side (60 s), after a database call that is not answered (150 s), and a
    /// margin. A client of a suspended process waits as long.
    private static final Duration MAX_STALL = Duration.ofMinutes(4);

    private static final Duration FINISH_TIMEOUT = Duration.ofMinutes(6);
    private static final int LINE_BYTES = 152;
    private static final long FILE_SEED_FACTOR = 0x9E3779B97F4A7C15L;
    private static final List<String> POLICIES = List.of("fail", "skip", "update");

    private final Plan plan;
    private final SystemUnderTest system;
    private final List<Thread> clients = new ArrayList<>();
    private final List<StallTimer> stalls = new ArrayList<>();
    private final Queue<FileHistory> files = new ConcurrentLinkedQueue<>();
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private volatile boolean finishing;

    Traffic(Plan plan, SystemUnderTest system) {
        this.plan = plan;
        this.system = system;
        for (int i = 1; i <= plan.clients(); i++) {
            StallTimer stall = new StallTimer();
            stalls.add(stall);
            clients.add(Thread.ofPlatform().daemon().name("client-" + i).unstarted(() -> send(stall)));
        }
    }

    void start() {
        clients.forEach(Thread::start);
        Thread.ofPlatform().daemon().name("stalls").start(this::watch);
    }

    /// Lines of the files that were accepted.
    long acceptedLines() {
        return accepted.get();
    }

    Collection<FileHistory> files() {
        return List.copyOf(files);
    }

    Duration longestStall() {
        return stalls.stream().map(StallTimer::longest).max(Duration::compareTo).orElseThrow();
    }

    /// Waits until each client has its current file accepted. The system must be whole.
    void finish() throws InterruptedException {
        finishing = true;
        long deadline = System.nanoTime() + FINISH_TIMEOUT.toNanos();
        for (Thread client : clients) {
            client.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            system.violations()
                    .addIf(
                            client.isAlive(),
                            client.getName() + " cannot get its file accepted although the faults are over");
        }
    }

    private void watch() {
        try {
            while (clients.stream().anyMatch(Thread::isAlive)) {
                for (StallTimer stall : stalls) {
                    if (stall.closeIfLonger(MAX_STALL)) {
                        system.violations().add("a request waited for longer than " + MAX_STALL.toSeconds() + " s");
                    }
                }
                Thread.sleep(1_000);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(StallTimer stall) {
        long start = System.nanoTime();
        try {
            while (!finishing) {
                double seconds = (System.nanoTime() - start) / 1e9;
                if (started.get() > (seconds + 3) * plan.rowsPerSecond() * 1.05) {
                    Thread.sleep(50);
                } else {
                    send(next.getAndIncrement(), stall);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(long index, StallTimer stall) throws InterruptedException {
        Random random = new Random(plan.seed() * 31 + index * FILE_SEED_FACTOR);
        int lines = 1 + random.nextInt(plan.fileLines());
        started.addAndGet(lines);
        String policy = POLICIES.get(random.nextInt(POLICIES.size()));
        // Samples with consecutive seeds have no CPF in common.
        long seed = Math.floorMod(plan.seed(), 1_000_000_000L) + index;
        boolean sendAgain = random.nextInt(6) == 0;
        boolean cutFirst = random.nextInt(6) == 0;
        if (random.nextInt(4) == 0) {
            int duplicateOneIn = policy.equals("fail") ? Math.max(2, lines / 3) : 40;
            // Sent once: with two uploads of the file, no reading of it says which of them a row must come from.
            attempt(file(index, new FileContent(seed, lines, duplicateOneIn)), policy, CutPoint.NONE, random, stall);
            return;
        }
        FileHistory file = file(index, new FileContent(seed, lines, 0));
        if (cutFirst) {
            CutPoint cut = new CutPoint(random.nextLong((long) lines * LINE_BYTES), random.nextBoolean());
            attempt(file, policy, cut, random, stall);
        }
        sendUntilAccepted(file, cutFirst ? "skip" : policy, random, stall);
        if (sendAgain) {
            started.addAndGet(lines);
            sendUntilAccepted(file, random.nextBoolean() ? "skip" : "update", random, stall);
        }
    }

    private FileHistory file(long index, FileContent content) {
        FileHistory file = new FileHistory(index, content);
        files.add(file);
        return file;
    }

    private void sendUntilAccepted(FileHistory file, String policy, Random random, StallTimer stall)
            throws InterruptedException {
        while (!attempt(file, policy, CutPoint.NONE, random, stall)) {
            Thread.sleep(200 + random.nextInt(800));
        }
    }

    private boolean attempt(FileHistory file, String policy, CutPoint cut, Random random, StallTimer stall)
            throws InterruptedException {
        String name = file.nextName();
        Response response = UploadRequest.send(port(random), name, policy, file.content(), cut, stall);
        FileHistory.Attempt attempt = new FileHistory.Attempt(name, policy, response);
        file.add(attempt);
        if (response instanceof Response.Accepted(String messageId)) {
            accepted.addAndGet(file.content().lines());
            act(file, name, messageId, random);
            return true;
        }
        return false;
    }

    private void act(FileHistory file, String name, String messageId, Random random) throws InterruptedException {
        int choice = random.nextInt(10);
        if (choice > 2) {
            return;
        }
        String action = List.of("cancel", "undo", "retry").get(choice);
        Thread.sleep(choice == 0 ? 0 : random.nextInt(3_000));
        int status;
        try {
            String request = action.equals("retry") ? "retry?on_duplicate=skip" : action;
            status = Requests.act(port(random), messageId, request, MAX_STALL);
        } catch (SocketTimeoutException e) {
            system.violations().add("no response to " + action + " within " + MAX_STALL.toSeconds() + " s");
            status = 0;
        }
        file.add(new FileHistory.UploadAction(name, action, status));
    }

    /// The port of a ready web process. Waits for one.
    private int port(Random random) throws InterruptedException {
        List<SupervisedProcess> shuffled =
                random.nextBoolean() ? system.webs() : system.webs().reversed();
        while (true) {
            Stream<SupervisedProcess> ready = shuffled.stream().filter(SupervisedProcess::isReady);
            for (SupervisedProcess web : ready.toList()) {
                int port = web.port();
                if (port > 0) {
                    return port;
                }
            }
            Thread.sleep(100);
        }
    }
}
