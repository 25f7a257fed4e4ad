package dev.carga.application.check;

import java.util.HashSet;
import java.util.Set;

/// Remembers the valid CPFs of a file, to find further lines of the same customer. For one thread at a time.
@FunctionalInterface
public interface SeenCpfs {

    /// Adds a CPF.
    ///
    /// @param root its first nine digits; the check digits follow from them
    /// @return whether it was not added before
    boolean isNew(int root);

    /// An implementation for few lines, such as the head of a file.
    static SeenCpfs ofFew() {
        Set<Integer> roots = new HashSet<>();
        return roots::add;
    }
}
