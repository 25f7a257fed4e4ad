package dev.carga.bootstrap.cli.client;

import dev.carga.domain.Nullable;

/// A part of which no row was loaded.
///
/// @param number from 1
/// @param error  the reason, for people
/// @param line   of the file, from 1; null if the failure is not about one line
public record FailedPart(int number, String error, @Nullable Long line) {}
