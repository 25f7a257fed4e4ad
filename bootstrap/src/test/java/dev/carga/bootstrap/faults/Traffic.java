package dev.carga.bootstrap.faults;

import dev.carga.bootstrap.faults.Sending.Answer;
import dev.carga.bootstrap.faults.Sending.Cutting;
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

/// Clients that send files at the same time, whatever happens, and send them again when they are refused or cut off.
///
/// | share | the file |
/// |---|---|
/// | a quarter | has CPFs twice and more, across its parts; under a policy of its own |
/// | a sixth | is cut at a random byte first, and then sent whole under `skip` |
/// | a sixth | is sent once more when it was accepted, under `skip` or `update` |
/// | the rest | is sent until it is accepted, under any policy |
///
/// Of all that are accepted, a tenth each is cancelled at once, undone a moment later, and has its failed parts tried
/// again under `skip`.
final class Traffic {

    /// The patience of the web side (60 s) and what a database call may take when nobody answers (150 s), with
    /// some room;
    /// a client of a process that is stopped waits for that, too.
    private static final Duration STALLS_AT_MOST = Duration.ofMinutes(4);

    private static final Duration ENDS_WITHIN = Duration.ofMinutes(6);
    private static final int LINE_BYTES = 152;
    private static final long SEED_OF_FILES = 0x9E3779B97F4A7C15L;
    private static final List<String> POLICIES = List.of("fail", "skip", "update");

    private final Plan plan;
    private final Rig rig;
    private final List<Thread> clients = new ArrayList<>();
    private final List<Stall> stalls = new ArrayList<>();
    private final Queue<Family> families = new ConcurrentLinkedQueue<>();
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private volatile boolean finishing;

    Traffic(Plan plan, Rig rig) {
        this.plan = plan;
        this.rig = rig;
        for (int i = 1; i <= plan.clients(); i++) {
            Stall stall = new Stall();
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

    Collection<Family> families() {
        return List.copyOf(families);
    }

    Duration longestStall() {
        return stalls.stream().map(Stall::longest).max(Duration::compareTo).orElseThrow();
    }

    /// Lets the clients bring what they have begun to its end, which they can if the system is whole.
    void finish() throws InterruptedException {
        finishing = true;
        long deadline = System.nanoTime() + ENDS_WITHIN.toNanos();
        for (Thread client : clients) {
            client.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            rig.complaints()
                    .addIf(client.isAlive(), client.getName() + " cannot get its file accepted after the calm began");
        }
    }

    private void watch() {
        try {
            while (clients.stream().anyMatch(Thread::isAlive)) {
                for (Stall stall : stalls) {
                    if (stall.cutIfLonger(STALLS_AT_MOST)) {
                        rig.complaints().add("a request waited for longer than " + STALLS_AT_MOST.toSeconds() + " s");
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

    private void send(Stall stall) {
        long start = System.nanoTime();
        try {
            while (!finishing) {
                double seconds = (System.nanoTime() - start) / 1e9;
                if (begun.get() > (seconds + 3) * plan.rowsPerSecond() * 1.05) {
                    Thread.sleep(50);
                } else {
                    send(next.getAndIncrement(), stall);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(long index, Stall stall) throws InterruptedException {
        Random random = new Random(plan.seed() * 31 + index * SEED_OF_FILES);
        int lines = 1 + random.nextInt(plan.fileLines());
        begun.addAndGet(lines);
        String policy = POLICIES.get(random.nextInt(POLICIES.size()));
        // Seeds that follow on each other have no CPF in common.
        long seed = Math.floorMod(plan.seed(), 1_000_000_000L) + index;
        boolean again = random.nextInt(6) == 0;
        boolean cut = random.nextInt(6) == 0;
        if (random.nextInt(4) == 0) {
            int twice = policy.equals("fail") ? Math.max(2, lines / 3) : 40;
            // What broke off is not sent again: which of two uploads a line then belongs to, no reading
            // of the file says.
            attempt(family(index, new FileContent(seed, lines, twice)), policy, Cutting.NONE, random, stall);
            return;
        }
        Family family = family(index, new FileContent(seed, lines, 0));
        if (cut) {
            Cutting cutting = new Cutting(random.nextLong((long) lines * LINE_BYTES), random.nextBoolean());
            attempt(family, policy, cutting, random, stall);
        }
        sendUntilAccepted(family, cut ? "skip" : policy, random, stall);
        if (again) {
            begun.addAndGet(lines);
            sendUntilAccepted(family, random.nextBoolean() ? "skip" : "update", random, stall);
        }
    }

    private Family family(long index, FileContent content) {
        Family family = new Family(index, content);
        families.add(family);
        return family;
    }

    private void sendUntilAccepted(Family family, String policy, Random random, Stall stall)
            throws InterruptedException {
        while (!attempt(family, policy, Cutting.NONE, random, stall)) {
            Thread.sleep(200 + random.nextInt(800));
        }
    }

    private boolean attempt(Family family, String policy, Cutting cutting, Random random, Stall stall)
            throws InterruptedException {
        String name = family.nextName();
        Answer answer = Sending.send(port(random), name, policy, family.content(), cutting, stall);
        Family.Attempt attempt = new Family.Attempt(name, policy, answer);
        family.add(attempt);
        if (answer instanceof Answer.Accepted(String messageId)) {
            accepted.addAndGet(family.content().lines());
            wish(family, name, messageId, random);
            return true;
        }
        return false;
    }

    private void wish(Family family, String name, String messageId, Random random) throws InterruptedException {
        int choice = random.nextInt(10);
        if (choice > 2) {
            return;
        }
        String action = List.of("cancel", "undo", "retry").get(choice);
        Thread.sleep(choice == 0 ? 0 : random.nextInt(3_000));
        int status;
        try {
            String request = action.equals("retry") ? "retry?on_duplicate=skip" : action;
            status = Requests.act(port(random), messageId, request, STALLS_AT_MOST);
        } catch (SocketTimeoutException e) {
            rig.complaints().add("no answer to " + action + " within " + STALLS_AT_MOST.toSeconds() + " s");
            status = 0;
        }
        family.add(new Family.UploadAction(name, action, status));
    }

    /// Of a web process that listens; of one that did, if none does now.
    private int port(Random random) throws InterruptedException {
        List<Service> shuffled = random.nextBoolean() ? rig.webs() : rig.webs().reversed();
        while (true) {
            Stream<Service> ready = shuffled.stream().filter(Service::isReady);
            for (Service web : ready.toList()) {
                int port = web.port();
                if (port > 0) {
                    return port;
                }
            }
            Thread.sleep(100);
        }
    }
}
