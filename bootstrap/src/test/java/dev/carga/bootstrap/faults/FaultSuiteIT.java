package dev.carga.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The short form: two minutes of every build. The long form is `bootstrap/fault-suite.sh`; both are
/// described in `docs/operations/faults.md`.
class FaultSuiteIT {

    /// `-Dfaults.seed=N` repeats a run with the same files and faults.
    @Test
    void everyLineIsAccountedForUnderFaults() throws Exception {
        long seed = Long.getLong("faults.seed", FaultSuite.randomSeed());
        System.out.println("Fault suite: seed " + seed + " (again with -Dfaults.seed=" + seed + ")");
        FaultRun.Result result = FaultRun.of(Plan.shortForm(seed));
        assertThat(result.violations())
                .as("violations with seed %d; logs in %s", seed, result.folder())
                .isEmpty();
    }
}
