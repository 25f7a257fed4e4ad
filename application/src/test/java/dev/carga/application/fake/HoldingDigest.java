package dev.carga.application.fake;

import dev.carga.application.receive.ResumableDigest;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Keeps all that it is given: the simplest digest that can be gone on with.
public final class HoldingDigest implements ResumableDigest {

    public static final Factory FACTORY = new Factory() {
        @Override
        public ResumableDigest begin() {
            return new HoldingDigest();
        }

        @Override
        public ResumableDigest resume(byte[] state) {
            HoldingDigest digest = new HoldingDigest();
            digest.update(state, 0, state.length);
            return digest;
        }
    };

    private final ByteArrayOutputStream all = new ByteArrayOutputStream();

    @Override
    public void update(byte[] bytes, int from, int to) {
        all.write(bytes, from, to - from);
    }

    @Override
    public byte[] state() {
        return all.toByteArray();
    }

    @Override
    public byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(all.toByteArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
