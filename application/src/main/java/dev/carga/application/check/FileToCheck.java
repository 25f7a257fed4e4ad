package dev.carga.application.check;

import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.layout.Packing;
import dev.carga.domain.upload.LoadingRules;
import java.util.List;

/// A file as it is brought to be looked at.
///
/// @param name     as its sender gave it
/// @param packings what it was packed by, and is not any more
/// @param rules    under which it would be loaded; how many lines may be wrong is judged by them, what becomes of
///                 duplicates is not
/// @param layout   what its sender says of how it is written
/// @param rows     how many of the first rows are shown
/// @param whole    whether all of it is there
public record FileToCheck(
        String name, List<Packing> packings, LoadingRules rules, LayoutOptions layout, int rows, boolean whole) {

    public FileToCheck {
        packings = List.copyOf(packings);
    }

    /// All of a file, as it is.
    public FileToCheck(String name, LoadingRules rules, LayoutOptions layout, int rows) {
        this(name, List.of(), rules, layout, rows, true);
    }

    /// Its text, as far as it could be unpacked.
    FileToCheck unpacked(String textName, List<Packing> textPackings) {
        return new FileToCheck(textName, textPackings, rules, layout, rows, whole);
    }
}
