package dev.carga.bootstrap.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Deals faults: every kind comes before one comes again, in an order that the seed decides.
final class Deck {

    private final Random random;
    private final Rig rig;
    private final Plan plan;
    private final List<Fault> left = new ArrayList<>();
    private boolean first = true;

    Deck(Plan plan, Rig rig) {
        this.random = new Random(plan.seed());
        this.plan = plan;
        this.rig = rig;
    }

    Fault next() {
        if (left.isEmpty()) {
            left.addAll(shuffled());
            if (first) {
                // It takes longest, and others must go on meanwhile.
                left.addFirst(new Fault.StopBusy(worker(), plan.pastTimeout()));
                first = false;
            } else if (random.nextBoolean()) {
                left.addFirst(new Fault.StopBusy(
                        worker(), millis(1_000, (int) plan.laterStops().toMillis())));
            }
        }
        return left.removeFirst();
    }

    /// The pause before the next fault: a tenth of the average to twice of it.
    Duration pause() {
        long average = plan.gap().toMillis();
        return Duration.ofMillis(average / 10 + random.nextLong(average * 19 / 10));
    }

    private List<Fault> shuffled() {
        List<Fault> faults = new ArrayList<>(List.of(
                new Fault.Kill(worker()),
                new Fault.Kill(worker()),
                new Fault.Kill(worker()),
                new Fault.Kill(web()),
                new Fault.Kill(web()),
                new Fault.DatabaseAway(true, millis(200, 3_000)),
                new Fault.DatabaseAway(false, millis(200, 3_000)),
                new Fault.KillBackend(random.nextInt(60)),
                new Fault.BrokerAway(false, millis(200, 3_000)),
                new Fault.BrokerAway(true, millis(200, 3_000)),
                new Fault.Cut(any(), true),
                new Fault.Cut(any(), false),
                new Fault.Silence(any(), true, seconds(2, 12)),
                new Fault.Silence(any(), false, seconds(2, 12)),
                new Fault.Pause(web(), millis(1_000, (int) plan.stops().toMillis())),
                new Fault.PauseServer(true, seconds(1, 6)),
                new Fault.PauseServer(false, seconds(2, 14)),
                new Fault.Restart(any())));
        if (rig.broker().hasDiskAlarm()) {
            faults.add(new Fault.DiskAlarm(seconds(3, 12)));
        }
        Collections.shuffle(faults, random);
        return faults;
    }

    private Service worker() {
        return rig.workers().get(random.nextInt(rig.workers().size()));
    }

    private Service web() {
        return rig.webs().get(random.nextInt(rig.webs().size()));
    }

    private Service any() {
        return rig.services().get(random.nextInt(rig.services().size()));
    }

    private Duration millis(int least, int most) {
        return Duration.ofMillis(random.nextInt(least, most));
    }

    private Duration seconds(int least, int most) {
        return millis(least * 1_000, most * 1_000 + 1);
    }
}
