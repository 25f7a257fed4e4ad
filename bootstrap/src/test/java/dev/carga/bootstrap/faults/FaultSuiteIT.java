package dev.carga.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The short form: two minutes of every build. The long one is `bootstrap/fault-suite.sh`; both are described in
/// `docs/operations/faults.md`.
class FaultSuiteIT {

    /// With `-Dfaults.seed=N` another time with the same files and faults.
    @Test
    void whateverHappensEveryLineIsAccountedFor() throws Exception {
        long seed = Long.getLong("faults.seed", FaultSuite.anySeed());
        System.out.println("Fault suite: seed " + seed + " (again with -Dfaults.seed=" + seed + ")");
        FaultRun.Verdict verdict = FaultRun.of(Plan.shortForm(seed));
        assertThat(verdict.complaints())
                .as("what is wrong with seed %d; logs in %s", seed, verdict.folder())
                .isEmpty();
    }
}
