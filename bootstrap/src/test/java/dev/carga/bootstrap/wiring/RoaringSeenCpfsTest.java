package dev.carga.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoaringSeenCpfsTest {

    @Test
    void behavesAsASet() {
        RoaringSeenCpfs cpfs = new RoaringSeenCpfs();
        Set<Integer> set = new HashSet<>();
        Random random = new Random(15);
        for (int i = 0; i < 200_000; i++) {
            int root = random.nextBoolean() ? random.nextInt(1_000_000_000) : random.nextInt(100_000);
            assertThat(cpfs.isNew(root)).isEqualTo(set.add(root));
        }
        assertThat(cpfs.isNew(999_999_999)).isEqualTo(set.add(999_999_999));
    }
}
