package dev.carga.domain.purchase;

import java.util.List;

/// A part as it was read: its rows, in the order of their CPFs, and what became of its lines if every row is
/// added.
public record ParsedPart(List<Purchase> rows, Counters counters) {}
