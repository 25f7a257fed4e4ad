package dev.carga.application.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.CuttingRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceivingMemoryTest {

    private static final CuttingRules RULES = CuttingRules.DEFAULT;
    private static final int FEWEST = RULES.fewestBytes();
    private static final long COST_OF_ONE = (160 << 10) + 3L * FEWEST;
    private static final long HEAP_192M = 192L << 20;
    private static final long BUDGET = HEAP_192M / 3 * 2;
    private static final int UPLOADS = ReceivingMemory.mostUploads(RULES, BUDGET);

    private final ReceivingMemory memory = new ReceivingMemory(RULES, BUDGET, UPLOADS);

    @Test
    void twoHundredUploadsAndMoreFitIntoTwoThirdsOfASmallHeap() {
        assertThat(UPLOADS).isBetween(200, 250);
        assertThat(ReceivingMemory.mostUploads(RULES, 0)).isOne();
        assertThat(ReceivingMemory.mostUploads(RULES, 1L << 40)).isEqualTo(ReceivingMemory.MOST_UPLOADS);
    }

    @Test
    void singleUploadMayTakeTheLargestPart() {
        try (ReceivingMemory.Share share = memory.share()) {
            assertThat(share.take(RULES.maxBytes())).isTrue();
        }
    }

    @Test
    void theMoreUploadsTheSmallerTheirParts() {
        List<ReceivingMemory.Share> shares = new ArrayList<>();
        int last = Integer.MAX_VALUE;
        for (int uploads = 1; uploads <= UPLOADS; uploads++) {
            shares.add(memory.share());
            int most = mostOf(shares.getLast());
            assertThat(most).as("with %d uploads", uploads).isBetween(FEWEST, last);
            last = most;
        }
        assertThat(last).isLessThan(2 * FEWEST);
    }

    /// The most bytes that the share grants; they are given back at once.
    private static int mostOf(ReceivingMemory.Share share) {
        int granted = 0;
        for (int bit = 1 << 22; bit > 0; bit >>= 1) {
            granted += share.take(granted + bit) ? bit : 0;
        }
        share.take(0);
        return granted;
    }

    @Test
    void largeShareIsRefusedOnceMoreUploadsCame() {
        ReceivingMemory.Share first = memory.share();
        assertThat(first.take(RULES.maxBytes())).isTrue();
        for (int i = 0; i < 9; i++) {
            memory.share();
        }
        assertThat(first.take(RULES.maxBytes())).isFalse();
        assertThat(first.take(FEWEST)).isTrue();
    }

    @Test
    void partCountsUntilItIsStored() {
        ReceivingMemory tight = new ReceivingMemory(RULES, 2 * COST_OF_ONE + 3L * (1 << 20), 2);
        ReceivingMemory.Share first = tight.share();
        assertThat(first.take(FEWEST + (1 << 20))).isTrue();
        first.cut(part(FEWEST + (1 << 20)));
        assertThat(first.take(FEWEST)).isTrue();

        ReceivingMemory.Share second = tight.share();
        int wanted = FEWEST + (300 << 10);
        assertThat(second.take(wanted)).isTrue();
        assertThat(first.take(wanted)).as("its own part still counts").isFalse();
        first.stored();
        assertThat(first.take(wanted)).isTrue();
    }

    @Test
    void endedUploadGivesItsMemoryBack() {
        ReceivingMemory.Share first = memory.share();
        first.take(RULES.maxBytes());
        first.cut(part(RULES.maxBytes()));
        first.close();
        first.close();
        try (ReceivingMemory.Share next = memory.share()) {
            assertThat(next.take(RULES.maxBytes())).isTrue();
        }
    }

    /// In whatever order uploads take and free memory, together they never hold more than the budget, and
    /// each can always continue.
    @Test
    void togetherTheyNeverHoldMoreThanThereIs() {
        Random random = new Random(20261124);
        List<Upload> uploads = new ArrayList<>();
        for (int i = 0; i < UPLOADS; i++) {
            uploads.add(new Upload(memory.share()));
        }
        for (int step = 0; step < 100_000; step++) {
            Upload upload = uploads.get(random.nextInt(UPLOADS));
            upload.proceed(random);
            if (step % 97 == 0) {
                assertThat(uploads.stream().mapToLong(Upload::held).sum())
                        .as("after step %d", step)
                        .isLessThanOrEqualTo(BUDGET);
            }
            if (random.nextInt(50) == 0) {
                uploads.remove(upload);
                upload.share.close();
                uploads.add(new Upload(memory.share()));
            }
        }
    }

    /// The memory of an upload: a buffer, and at most two parts that are not stored yet.
    private static final class Upload {
        final ReceivingMemory.Share share;
        final List<Integer> parts = new ArrayList<>();
        int buffer = 64 << 10;

        Upload(ReceivingMemory.Share share) {
            this.share = share;
        }

        void proceed(Random random) {
            if (random.nextBoolean() && share.take(Math.min(buffer * 2, RULES.maxBytes()))) {
                buffer = Math.min(buffer * 2, RULES.maxBytes());
            } else if (parts.size() < 2) {
                parts.add(buffer);
                share.cut(part(buffer));
                if (!share.take(buffer)) {
                    assertThat(share.take(FEWEST)).isTrue();
                    buffer = FEWEST;
                }
            } else {
                parts.removeFirst();
                share.stored();
            }
        }

        long held() {
            return buffer + parts.stream().mapToLong(Integer::longValue).sum();
        }
    }

    private static CutPart part(int bytes) {
        return new CutPart(1, 1, 1, new byte[bytes]);
    }
}
