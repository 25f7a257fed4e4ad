package dev.carga.bootstrap.wiring;

import dev.carga.application.receive.ResumableDigest;
import org.bouncycastle.crypto.digests.SHA256Digest;

/// SHA-256 of Bouncy Castle, whose state can be saved. (The JDK's implementation is several times faster, but its
/// state cannot be saved.)
final class ResumableDigests implements ResumableDigest.Factory {

    @Override
    public ResumableDigest begin() {
        return new Running(new SHA256Digest());
    }

    @Override
    public ResumableDigest resume(byte[] state) {
        return new Running(new SHA256Digest(state));
    }

    private record Running(SHA256Digest sha256) implements ResumableDigest {

        @Override
        public void update(byte[] bytes, int from, int to) {
            sha256.update(bytes, from, to - from);
        }

        @Override
        public byte[] state() {
            return sha256.getEncodedState();
        }

        @Override
        public byte[] digest() {
            byte[] sum = new byte[sha256.getDigestSize()];
            int _ = sha256.doFinal(sum, 0);
            return sum;
        }
    }
}
