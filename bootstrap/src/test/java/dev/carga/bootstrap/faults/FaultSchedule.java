package dev.carga.bootstrap.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// The order of faults, which the seed decides: every kind occurs before one occurs again.
final class FaultSchedule {

    private final Random random;
    private final SystemUnderTest system;
    private final Plan plan;
    private final List<Fault> left = new ArrayList<>();
    private boolean first = true;

    FaultSchedule(Plan plan, SystemUnderTest system) {
        this.random = new Random(plan.seed());
        this.plan = plan;
        this.system = system;
    }

    Fault next() {
        if (left.isEmpty()) {
            left.addAll(shuffled());
            if (first) {
                // The longest fault; the others happen meanwhile.
                left.addFirst(new Fault.SuspendBusy(worker(), plan.pastTimeout()));
                first = false;
            } else if (random.nextBoolean()) {
                left.addFirst(new Fault.SuspendBusy(
                        worker(), millis(1_000, (int) plan.laterStops().toMillis())));
            }
        }
        return left.removeFirst();
    }

    /// The pause before the next fault: from a tenth to twice the average.
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
                new Fault.DatabaseDown(true, millis(200, 3_000)),
                new Fault.DatabaseDown(false, millis(200, 3_000)),
                new Fault.KillBackend(random.nextInt(60)),
                new Fault.BrokerDown(false, millis(200, 3_000)),
                new Fault.BrokerDown(true, millis(200, 3_000)),
                new Fault.Cut(anyProcess(), true),
                new Fault.Cut(anyProcess(), false),
                new Fault.Silence(anyProcess(), true, seconds(2, 12)),
                new Fault.Silence(anyProcess(), false, seconds(2, 12)),
                new Fault.Suspend(web(), millis(1_000, (int) plan.stops().toMillis())),
                new Fault.SuspendServer(true, seconds(1, 6)),
                new Fault.SuspendServer(false, seconds(2, 14)),
                new Fault.Restart(anyProcess())));
        if (system.broker().hasDiskAlarm()) {
            faults.add(new Fault.DiskAlarm(seconds(3, 12)));
        }
        Collections.shuffle(faults, random);
        return faults;
    }

    private SupervisedProcess worker() {
        return system.workers().get(random.nextInt(system.workers().size()));
    }

    private SupervisedProcess web() {
        return system.webs().get(random.nextInt(system.webs().size()));
    }

    private SupervisedProcess anyProcess() {
        return system.processes().get(random.nextInt(system.processes().size()));
    }

    private Duration millis(int min, int max) {
        return Duration.ofMillis(random.nextInt(min, max));
    }

    private Duration seconds(int min, int max) {
        return millis(min * 1_000, max * 1_000 + 1);
    }
}
