package dev.carga.adapters.postgres;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.ByteStreamWriter;

/// A COPY that counts the bytes it is given and drops them. It stands where the driver's would, so that the
/// encoder needs no second way out for being measured.
final class CopyToNowhere extends CopyManager implements CopyIn {

    /// Asked for two things by the constructor of the superclass, which are then used by methods replaced here.
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
