package dev.carga.bootstrap.faults;

import java.time.Duration;

/// The extent of one run.
///
/// @param seed        decides files, faults and their order, but not their exact timing
/// @param faultTime   how long faults are injected, at least
/// @param rows        how many lines are sent and accepted, at least
/// @param kills       how many `kill -9` happen, at least
/// @param clients     how many files are sent at the same time
/// @param fileLines   the most lines of a file
/// @param partLines   the lines of a part
/// @param pastTimeout how long the first busy worker is suspended
/// @param laterStops  how long later busy workers are suspended at most
/// @param stops       how long a web process is suspended at most
/// @param gap         the average time between two faults
/// @param timeout     the run fails if rows and kills are not reached within this time
record Plan(
        long seed,
        Duration faultTime,
        long rows,
        int kills,
        int clients,
        int fileLines,
        int partLines,
        Duration pastTimeout,
        Duration laterStops,
        Duration stops,
        Duration gap,
        Duration timeout) {

    /// Part of every build: about two minutes, start and checks included.
    static Plan shortForm(long seed) {
        return new Plan(
                seed,
                Duration.ofSeconds(55),
                60_000,
                8,
                4,
                8_000,
                2_000,
                Duration.ofSeconds(30),
                Duration.ofSeconds(8),
                Duration.ofSeconds(8),
                Duration.ofMillis(2_400),
                Duration.ofMinutes(5));
    }

    /// For any number of minutes. The first busy worker is suspended for longer than every timeout.
    static Plan longForm(long seed, int minutes, long rows, int kills) {
        Duration faultTime = Duration.ofMinutes(minutes);
        return new Plan(
                seed,
                faultTime,
                rows,
                kills,
                6,
                60_000,
                5_000,
                Duration.ofSeconds(170),
                Duration.ofSeconds(130),
                Duration.ofSeconds(45),
                Duration.ofSeconds(5),
                faultTime.multipliedBy(3).plusMinutes(10));
    }

    /// The rate at which the lines last as long as the faults.
    double rowsPerSecond() {
        return (double) rows / faultTime.toSeconds();
    }
}
