package dev.carga.adapters.http.settings;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Distinguishes addresses of the public internet from addresses that only have a meaning in this network. A
/// client that makes Carga call a URL must not reach hosts through it that it cannot reach itself. Follows
/// IANA's registries of special-purpose addresses (RFC 6890) for IPv4 and IPv6.
public final class PublicAddresses {

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private static final List<Prefix> SPECIAL = Stream.of(
                    // This network, private, shared by carriers, loopback, link-local (where
                    // clouds serve credentials)
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    // Protocols, documentation, the former 6to4 relay, benchmarks
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    // Multicast, reserved, broadcast
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    // IPv6 within 2000::/3: protocols (Teredo among them), documentation
                    "2001::/23",
                    "2001:db8::/32",
                    "3fff::/20")
            .map(Prefix::of)
            .toList();

    /// The IPv6 addresses that have been allocated. All others are unspecified, loopback, mapped, unique local,
    /// link-local
    /// or multicast.
    private static final Prefix ALLOCATED = Prefix.of("2000::/3");

    /// RFC 3056: an IPv4 address follows the prefix.
    private static final Prefix SIX_TO_FOUR = Prefix.of("2002::/16");

    /// RFC 6052: an IPv4 address follows the prefix.
    private static final Prefix NAT64 = Prefix.of("64:ff9b::/96");

    private PublicAddresses() {}

    private record Prefix(InetAddress network, int bits) {

        static Prefix of(String text) {
            String[] parts = text.split("/", 2);
            return new Prefix(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]));
        }

        boolean contains(byte[] address) {
            byte[] start = network.getAddress();
            if (start.length != address.length) {
                return false;
            }
            int whole = bits / Byte.SIZE;
            int rest = bits % Byte.SIZE;
            boolean same = Arrays.equals(start, 0, whole, address, 0, whole);
            return same
                    && (rest == 0
                            || (Byte.toUnsignedInt(start[whole]) ^ Byte.toUnsignedInt(address[whole]))
                                            >> (Byte.SIZE - rest)
                                    == 0);
        }
    }

    public static boolean include(InetAddress address) {
        return include(address.getAddress());
    }

    /// Whether the address is a public one.
    ///
    /// @param address 4 or 16 bytes
    public static boolean include(byte[] address) {
        if (SIX_TO_FOUR.contains(address)) {
            return include(embeddedIpv4(address, SIX_TO_FOUR));
        }
        if (NAT64.contains(address)) {
            return include(embeddedIpv4(address, NAT64));
        }
        boolean allocated =
                address.length == IPV4_BYTES || (address.length == IPV6_BYTES && ALLOCATED.contains(address));
        return allocated && SPECIAL.stream().noneMatch(prefix -> prefix.contains(address));
    }

    private static byte[] embeddedIpv4(byte[] address, Prefix prefix) {
        int from = prefix.bits() / Byte.SIZE;
        return Arrays.copyOfRange(address, from, from + IPV4_BYTES);
    }
}
