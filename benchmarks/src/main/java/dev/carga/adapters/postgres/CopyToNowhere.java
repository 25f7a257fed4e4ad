package dev.carga.adapters.postgres;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.ByteStreamWriter;

/// A COPY that counts the bytes and discards them. It replaces the driver's, so that the encoder needs no
/// other output for the benchmark.
final class CopyToNowhere extends CopyManager implements CopyIn {

    /// The constructor of the superclass reads two properties of it, which only the overridden methods would
    /// use.
    private static final BaseConnection NO_CONNECTION = (BaseConnection) Proxy.newProxyInstance(
            CopyToNowhere.class.getClassLoader(), new Class<?>[] {BaseConnection.class}, (proxy, method, args) -> null);

    private long bytes;
    private boolean active;

    CopyToNowhere() throws SQLException {
        super(NO_CONNECTION);
    }

    long bytes() {
        return bytes;
    }

    @Override
    public CopyIn copyIn(String sql) {
        active = true;
        return this;
    }

    @Override
    public void writeToCopy(byte[] buffer, int offset, int length) {
        bytes += length;
    }

    @Override
    public void writeToCopy(ByteStreamWriter from) {
        bytes += from.getLength();
    }

    @Override
    public void flushCopy() {}

    @Override
    public long endCopy() {
        active = false;
        return 0;
    }

    @Override
    public void cancelCopy() {
        active = false;
    }

    @Override
    public boolean isActive() {
        return active;
    }

    @Override
    public int getFieldCount() {
        return 0;
    }

    @Override
    public int getFormat() {
        return 1;
    }

    @Override
    public int getFieldFormat(int field) {
        return 1;
    }

    @Override
    public long getHandledRowCount() {
        return 0;
    }
}
