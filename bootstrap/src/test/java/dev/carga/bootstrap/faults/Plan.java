package dev.carga.bootstrap.faults;

import java.time.Duration;

/// How much of what one run does.
///
/// @param seed        decides files, faults and their order; how they fall in time no seed decides
/// @param chaos       so long faults come, at least
/// @param rows        so many lines are sent and accepted, at least
/// @param kills       so many `kill -9` happen, at least
/// @param clients     so many files are sent at once
/// @param fileLines   a file has so many lines at most
/// @param partLines   a part has so many
/// @param pastTimeout so long a busy worker is stopped at the beginning
/// @param laterStops  and so long at most later
/// @param stops       so long at most a web process is
/// @param gap         between two faults, on average
/// @param giveUp      when rows and kills are not reached so long after the start of the chaos, the run has failed
record Plan(
        long seed,
        Duration chaos,
        long rows,
        int kills,
        int clients,
        int fileLines,
        int partLines,
        Duration pastTimeout,
        Duration laterStops,
        Duration stops,
        Duration gap,
        Duration giveUp) {

    /// Part of every build: about two minutes with its beginning and its end.
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

    /// For hours, if one likes. A busy worker is stopped for longer than every timeout there is.
    static Plan longForm(long seed, int minutes, long rows, int kills) {
        Duration chaos = Duration.ofMinutes(minutes);
        return new Plan(
                seed,
                chaos,
                rows,
                kills,
                6,
                60_000,
                5_000,
                Duration.ofSeconds(170),
                Duration.ofSeconds(130),
                Duration.ofSeconds(45),
                Duration.ofSeconds(5),
                chaos.multipliedBy(3).plusMinutes(10));
    }

    /// The lines of a minute, if they are to last as long as the faults do.
    double rowsPerSecond() {
        return (double) rows / chaos.toSeconds();
    }
}
