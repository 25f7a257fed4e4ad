package dev.carga.bootstrap.sample;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.carga.domain.Nullable;
import dev.carga.domain.document.Cnpj;
import dev.carga.domain.document.Cpf;
import dev.carga.domain.purchase.Flaw;
import dev.carga.domain.purchase.Rejection;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// Builds the lines of a sample in one buffer of bytes, with each value below its name in the header. Creates
/// hardly any Strings: a file of hundreds of millions of lines should take minutes, not hours. Not thread-safe.
final class SampleLine {

    /// The offsets of the columns, as in the header.
    static final int[] STARTS = {0, 19, 31, 43, 65, 87, 111, 131};

    private static final int PRIVATE = 1;
    private static final int INCOMPLETO = 2;
    private static final int DATA_ULTIMA_COMPRA = 3;
    private static final int TICKET_MEDIO = 4;
    private static final int TICKET_ULTIMA_COMPRA = 5;
    private static final int LOJA_MAIS_FREQUENTE = 6;
    private static final int LOJA_ULTIMA_COMPRA = 7;

    /// Trailing blanks fill the last column, as in the predecessor's files.
    private static final int WIDTH = 151;

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int MAX_LINE_BYTES = 256;
    private static final int STORES = 400;

    private static final byte[] NULL = bytes("NULL");
    private static final byte[] A_MILLION = bytes("1.000.000,12");
    private static final byte[] ZERO = bytes("0");
    private static final byte[] ZERO_WITH_CENTS = bytes("0,00");

    /// This and the next could not be read when the first samples were written. A seed must always give the same
    /// bytes.
    private static final byte[] YES = bytes("S");

    private static final byte[] TEN_REAIS = bytes("R$10,00");

    private static final byte[][] NO_FLAGS = {bytes("2"), YES, bytes("-1")};
    private static final byte[][] NO_DATES = {bytes("2011-02-30"), bytes("31/04/2012"), bytes("00/00/0000")};
    private static final byte[][] NO_TICKETS = {bytes("12.34"), bytes("1,2,3"), TEN_REAIS};
    private static final byte[][] TOO_FEW_OR_TOO_MANY = {bytes(""), bytes("NULL NULL")};
    /// One character more than fits into the column.
    private static final byte[] TOO_LONG = bytes("79.379.491/0008-50-SP");

    private static final byte[] WITH_NUL = bytes("79.379.491\0");
    private static final byte[] LATIN_1 = bytes("SÃO-JOÃO");

    private final SampleRandom random;
    private final byte[][] stores;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int lineStart;
    private int length;
    private boolean readable;

    SampleLine(SampleRandom random) {
        this.random = random;
        this.stores = stores(random);
    }

    /// Adds a line with one flaw or none.
    ///
    /// @param flaw one of [SampleFile#FLAWS]
    /// @return whether the line is flawed: Carga can read some values by now that it could not read earlier
    boolean append(Cpf cpf, @Nullable Flaw flaw) {
        readable = flaw == null;
        cpf(cpf, flaw == Flaw.INVALID_CPF);
        boolean bought = middle(flaw);
        store(LOJA_ULTIMA_COMPRA, bought, flaw == Flaw.INVALID_LOJA_ULTIMA_COMPRA);
        endLine();
        return !readable;
    }

    /// Adds a line that is rejected.
    ///
    /// @param reason one of [SampleFile#REJECTIONS]
    void appendRejected(Cpf cpf, Rejection reason) {
        switch (reason) {
            case MISSING_CPF -> {
                put(NULL);
                endWith(NULL);
            }
            case WRONG_COLUMNS -> {
                cpf(cpf, false);
                endWith(oneOf(TOO_FEW_OR_TOO_MANY));
            }
            case VALUE_TOO_LONG -> {
                cpf(cpf, false);
                endWith(TOO_LONG);
            }
            case NUL_BYTE -> {
                cpf(cpf, false);
                endWith(WITH_NUL);
            }
            case INVALID_ENCODING -> {
                cpf(cpf, false);
                endWith(LATIN_1);
            }
            case LINE_TOO_LONG, UNKNOWN_HEADER, TEXT_INSTEAD_OF_CPF, CPF_DIGITS_LOST, UNREADABLE_VALUE, INVALID_CPF ->
                throw new IllegalArgumentException("No sample has a line that is rejected as " + reason);
        }
    }

    void drainIfFull(OutputStream out) throws IOException {
        if (length > buffer.length - MAX_LINE_BYTES) {
            drain(out);
        }
    }

    void drain(OutputStream out) throws IOException {
        out.write(buffer, 0, length);
        length = 0;
        lineStart = 0;
    }

    /// All columns but the first and the last. A third of the customers have never bought anything: NULL from the
    /// date on.
    private boolean middle(@Nullable Flaw flaw) {
        boolean bought = !random.oneIn(3);
        flag(PRIVATE, 4, flaw == Flaw.INVALID_PRIVATE);
        flag(INCOMPLETO, 3, flaw == Flaw.INVALID_INCOMPLETO);
        date(bought, flaw == Flaw.INVALID_DATE);
        ticket(TICKET_MEDIO, bought, flaw == Flaw.INVALID_TICKET_MEDIO);
        ticket(TICKET_ULTIMA_COMPRA, bought, flaw == Flaw.INVALID_TICKET_ULTIMA_COMPRA);
        store(LOJA_MAIS_FREQUENTE, bought, flaw == Flaw.INVALID_LOJA_MAIS_FREQUENTE);
        return bought;
    }

    private void endWith(byte[] lastColumn) {
        middle(null);
        startColumn(LOJA_ULTIMA_COMPRA);
        put(lastColumn);
        endLine();
    }

    private void cpf(Cpf cpf, boolean wrong) {
        String text = cpf.text();
        boolean bare = random.oneIn(20);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!bare || (c >= '0' && c <= '9')) {
                put(c);
            }
        }
        if (wrong) {
            turnLastDigit();
        }
    }

    private void flag(int column, int setOneIn, boolean wrong) {
        startColumn(column);
        if (wrong) {
            byte[] value = oneOf(NO_FLAGS);
            put(value);
            readable = Arrays.equals(value, YES);
        } else {
            put(random.oneIn(setOneIn) ? '1' : '0');
        }
    }

    private void date(boolean known, boolean wrong) {
        startColumn(DATA_ULTIMA_COMPRA);
        if (wrong) {
            put(oneOf(NO_DATES));
            return;
        }
        if (!known) {
            put(NULL);
            return;
        }
        int year = 2008 + random.below(18);
        int month = 1 + random.below(12);
        int day = 1 + random.below(28);
        if (random.oneIn(20)) {
            putTwoDigits(day);
            put('/');
            putTwoDigits(month);
            put('/');
            putYear(year);
        } else {
            putYear(year);
            put('-');
            putTwoDigits(month);
            put('-');
            putTwoDigits(day);
        }
    }

    private void ticket(int column, boolean known, boolean wrong) {
        startColumn(column);
        if (wrong) {
            byte[] value = oneOf(NO_TICKETS);
            put(value);
            readable = Arrays.equals(value, TEN_REAIS);
        } else if (!known) {
            put(NULL);
        } else {
            switch (random.below(300)) {
                case 0 -> put(A_MILLION);
                case 1, 2 -> put(ZERO);
                case 3, 4, 5 -> put(ZERO_WITH_CENTS);
                default -> putMoney(500 + random.below(random.oneIn(6) ? 2_000_000 : 60_000));
            }
        }
    }

    private void store(int column, boolean known, boolean wrong) {
        startColumn(column);
        if (!known && !wrong) {
            put(NULL);
            return;
        }
        put(oneOf(stores));
        if (wrong) {
            turnLastDigit();
        }
    }

    /// Makes the check digits of the document just written wrong.
    private void turnLastDigit() {
        byte last = buffer[length - 1];
        buffer[length - 1] = (byte) (last == '9' ? '0' : last + 1);
    }

    private void startColumn(int column) {
        put(' ');
        fill(STARTS[column]);
    }

    private void endLine() {
        fill(WIDTH);
        put('\n');
        lineStart = length;
    }

    private void fill(int width) {
        while (length - lineStart < width) {
            buffer[length++] = ' ';
        }
    }

    /// Cents as `1.234,56`, for less than a hundred million.
    private void putMoney(int cents) {
        int whole = cents / 100;
        if (whole >= 1000) {
            putNumber(whole / 1000);
            put('.');
            put((char) ('0' + whole / 100 % 10));
            putTwoDigits(whole % 100);
        } else {
            putNumber(whole);
        }
        put(',');
        putTwoDigits(cents % 100);
    }

    /// A number below a thousand, without leading zeros.
    private void putNumber(int number) {
        if (number >= 100) {
            put((char) ('0' + number / 100));
        }
        if (number >= 10) {
            put((char) ('0' + number / 10 % 10));
        }
        put((char) ('0' + number % 10));
    }

    private void putYear(int year) {
        putTwoDigits(year / 100);
        putTwoDigits(year % 100);
    }

    private void putTwoDigits(int number) {
        put((char) ('0' + number / 10));
        put((char) ('0' + number % 10));
    }

    private void put(char ascii) {
        buffer[length++] = (byte) ascii;
    }

    private void put(byte[] value) {
        System.arraycopy(value, 0, buffer, length, value.length);
        length += value.length;
    }

    private byte[] oneOf(byte[][] values) {
        return values[random.below(values.length)];
    }

    /// A few chains with many branches; one chain in eight has an alphanumeric number.
    private static byte[][] stores(SampleRandom random) {
        byte[][] stores = new byte[STORES][];
        String chain = "";
        for (int i = 0; i < STORES; i++) {
            int branch = i % 20;
            if (branch == 0) {
                chain = chain(random, random.oneIn(8) || i == 0);
            }
            stores[i] = bytes(Cnpj.ofRoot(chain + "00" + (branch + 1) / 10 + (branch + 1) % 10)
                    .text());
        }
        return stores;
    }

    private static String chain(SampleRandom random, boolean alphanumeric) {
        StringBuilder chain = new StringBuilder();
        while (chain.length() < 8) {
            chain.append("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".charAt(random.below(alphanumeric ? 36 : 10)));
        }
        return chain.toString();
    }

    /// In Latin-1, so that ASCII stays ASCII and an accent is invalid UTF-8.
    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
