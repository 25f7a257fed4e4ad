package dev.carga.bootstrap;

import dev.carga.application.check.SeenCpfs;
import org.roaringbitmap.RoaringBitmap;

/// A bit for each of the thousand million roots that a CPF may have, compressed: some 3 MB after a million CPFs, and
/// never more than 130 MB, whatever the file.
final class RoaringSeenCpfs implements SeenCpfs {

    private final RoaringBitmap roots = new RoaringBitmap();

    @Override
    public boolean isNew(int root) {
        return roots.checkedAdd(root);
    }
}
