package dev.carga.adapters.postgres.rows;

import dev.carga.domain.Nullable;
import dev.carga.domain.document.Document;
import dev.carga.domain.purchase.Purchase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/// Writes rows of `user_purchase` by binary COPY: the hot path, and all of its ugliness. The format is
/// described in the PostgreSQL manual under COPY, "Binary Format"; each field is encoded as the receive
/// function of its type expects.
///
/// In binary, the server need not parse numbers and dates or unescape text, and there is less to send.
public final class PurchaseCopy {

    static final String COLUMN_NAMES = """
            cpf, private, incompleto, data_ultima_compra, ticket_medio, ticket_ultima_compra,
            loja_mais_frequente, loja_ultima_compra, cpf_valido, cnpj_loja_mais_frequente_valido,
            cnpj_loja_ultima_compra_valido, upload_id, line""";

    /// The columns of the staging table: additionally [Purchase#unknown()].
    static final String STAGED_COLUMN_NAMES = COLUMN_NAMES + ", unknown";

    private static final short COLUMNS = 13;
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int FLUSH_BYTES = 60 << 10;
    /// More than the longest row: three documents of 20 characters, two numbers with dozens of digits, and
    /// short fields.
    private static final int ROW_BYTES = 2 << 10;

    private static final int POSTGRES_EPOCH =
            Math.toIntExact(LocalDate.of(2000, 1, 1).toEpochDay());
    private static final short NEGATIVE = 0x4000;
    private static final BigInteger BASE = BigInteger.valueOf(10_000);
    /// Up to this many digits, ten thousand times the number still fits in a long.
    private static final int LONG_DIGITS = 14;

    private static final int[] POWERS = {1, 10, 100, 1000};

    private final byte[] buffer = new byte[FLUSH_BYTES + ROW_BYTES];
    private final short[] digits = new short[64];
    private boolean staged;
    private int length;

    /// Copies the rows, in their order, in the transaction of the connection.
    ///
    /// @param table `user_purchase`, or a table with the same columns
    /// @throws SQLException from the server or the connection; if from the server, the connection is still
    ///         usable
    public void copy(CopyManager manager, String table, List<Purchase> rows, int uploadId) throws SQLException {
        staged = false;
        copy(manager, table, COLUMN_NAMES, rows, uploadId);
    }

    /// Copies the rows into a table with [#STAGED_COLUMN_NAMES].
    void stage(CopyManager manager, String table, List<Purchase> rows, int uploadId) throws SQLException {
        staged = true;
        copy(manager, table, STAGED_COLUMN_NAMES, rows, uploadId);
    }

    private void copy(CopyManager manager, String table, String columns, List<Purchase> rows, int uploadId)
            throws SQLException {
        CopyIn copy = manager.copyIn("COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)");
        try {
            put(SIGNATURE);
            putInt(0); // flags
            putInt(0); // no header extension
            for (Purchase row : rows) {
                put(row, uploadId);
                if (length > FLUSH_BYTES) {
                    flush(copy);
                }
            }
            putShort((short) -1);
            flush(copy);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void flush(CopyIn copy) throws SQLException {
        copy.writeToCopy(buffer, 0, length);
        length = 0;
    }

    private void put(Purchase row, int uploadId) {
        putShort(staged ? (short) (COLUMNS + 1) : COLUMNS);
        putText(row.cpf());
        putFlag(row.isPrivate());
        putFlag(row.incompleto());
        putDate(row.dataUltimaCompra());
        putNumeric(row.ticketMedio());
        putNumeric(row.ticketUltimaCompra());
        putDocument(row.lojaMaisFrequente());
        putDocument(row.lojaUltimaCompra());
        putFlag(row.cpf().isValid());
        putValidity(row.lojaMaisFrequente());
        putValidity(row.lojaUltimaCompra());
        putInt(4);
        putInt(uploadId);
        putInt(8);
        putInt((int) (row.line() >>> 32));
        putInt((int) row.line());
        if (staged) {
            putInt(4);
            putInt(row.unknown());
        }
    }

    private void putDocument(@Nullable Document document) {
        if (document == null) {
            putNull();
        } else {
            putText(document);
        }
    }

    private void putValidity(@Nullable Document document) {
        if (document == null) {
            putNull();
        } else {
            putFlag(document.isValid());
        }
    }

    private void putText(Document document) {
        byte[] bytes = document.utf8();
        putInt(bytes.length);
        put(bytes);
    }

    private void putFlag(@Nullable Boolean flag) {
        if (flag == null) {
            putNull();
        } else {
            putInt(1);
            buffer[length++] = (byte) (flag ? 1 : 0);
        }
    }

    private void putDate(@Nullable LocalDate date) {
        if (date == null) {
            putNull();
        } else {
            putInt(4);
            putInt(Math.toIntExact(date.toEpochDay()) - POSTGRES_EPOCH);
        }
    }

    /// The type numeric: count of base-10,000 digits, weight of the first one, sign, count of decimal digits,
    /// the digits.
    private void putNumeric(@Nullable BigDecimal number) {
        if (number == null) {
            putNull();
            return;
        }
        int scale = number.scale();
        int padding = (4 - scale % 4) % 4; // the decimal point must be between two base-10,000 digits
        int count = number.precision() <= LONG_DIGITS
                ? splitLong(Math.abs(number.unscaledValue().longValue()) * POWERS[padding])
                : splitBig(number.unscaledValue().abs().multiply(BigInteger.valueOf(POWERS[padding])));
        int fractionDigits = (scale + padding) / 4;
        putInt(8 + 2 * count);
        putShort((short) count);
        putShort((short) (count == 0 ? 0 : count - fractionDigits - 1));
        putShort(number.signum() < 0 ? NEGATIVE : 0);
        putShort((short) scale);
        for (int i = count - 1; i >= 0; i--) {
            putShort(digits[i]);
        }
    }

    /// Puts the base-10,000 digits of the number into [#digits], the last one first.
    ///
    /// @return the count of digits
    private int splitLong(long magnitude) {
        int count = 0;
        for (long rest = magnitude; rest > 0; rest /= 10_000) {
            digits[count++] = (short) (rest % 10_000);
        }
        return count;
    }

    private int splitBig(BigInteger magnitude) {
        int count = 0;
        BigInteger rest = magnitude;
        while (rest.signum() > 0) {
            BigInteger[] step = rest.divideAndRemainder(BASE);
            digits[count++] = step[1].shortValueExact();
            rest = step[0];
        }
        return count;
    }

    private void putNull() {
        putInt(-1);
    }

    private void put(byte[] bytes) {
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void putShort(short value) {
        buffer[length] = (byte) (value >>> 8);
        buffer[length + 1] = (byte) value;
        length += 2;
    }

    private void putInt(int value) {
        buffer[length] = (byte) (value >>> 24);
        buffer[length + 1] = (byte) (value >>> 16);
        buffer[length + 2] = (byte) (value >>> 8);
        buffer[length + 3] = (byte) value;
        length += 4;
    }
}
