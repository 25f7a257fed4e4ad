package dev.carga.application.check;

import java.util.HashSet;
import java.util.Set;

/// Remembers which valid CPFs a file has had so far, so that the second line of a customer is found. For one
/// thread at a time.
@FunctionalInterface
public interface SeenCpfs {

    /// Notes a CPF.
    ///
    /// @param root its first nine digits; the check digits follow from them
    /// @return whether it comes for the first time
    boolean isNew(int root);

    /// For as few lines as the head of a file has.
    static SeenCpfs ofFew() {
        Set<Integer> roots = new HashSet<>();
        return roots::add;
    }
}
