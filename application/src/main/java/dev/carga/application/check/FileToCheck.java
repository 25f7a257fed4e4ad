package dev.carga.application.check;

import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.layout.Packing;
import dev.carga.domain.upload.LoadingRules;
import java.util.List;

/// A file that is to be checked.
///
/// @param name     as its sender gave it
/// @param packings how it was packed, outermost first; its content is unpacked already
/// @param rules    with which it would be loaded. Their limits decide how many lines may be wrong; their
///                 policy for duplicates is ignored
/// @param layout   what its sender says about its layout
/// @param rows     how many of the first rows are returned
/// @param whole    whether the content is the whole file; else it is the head
public record FileToCheck(
        String name, List<Packing> packings, LoadingRules rules, LayoutOptions layout, int rows, boolean whole) {

    public FileToCheck {
        packings = List.copyOf(packings);
    }

    /// A whole file, packed or not.
    public FileToCheck(String name, LoadingRules rules, LayoutOptions layout, int rows) {
        this(name, List.of(), rules, layout, rows, true);
    }

    /// The unpacked text of this file.
    FileToCheck unpacked(String textName, List<Packing> textPackings) {
        return new FileToCheck(textName, textPackings, rules, layout, rows, whole);
    }
}
