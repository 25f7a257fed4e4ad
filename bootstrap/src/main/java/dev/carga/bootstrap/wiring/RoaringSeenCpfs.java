package dev.carga.bootstrap.wiring;

import dev.carga.application.check.SeenCpfs;
import org.roaringbitmap.RoaringBitmap;

/// One bit for each of the 10⁹ possible roots of a CPF, compressed: about 3 MB after a million CPFs, and never
/// more than 130 MB, whatever the file.
final class RoaringSeenCpfs implements SeenCpfs {

    private final RoaringBitmap roots = new RoaringBitmap();

    @Override
    public boolean isNew(int root) {
        return roots.checkedAdd(root);
    }
}
