package dev.carga.adapters.http.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each kind of address, with the first and last address of its range.
class PublicAddressesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.0.0",
                "169.254.169.254",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.0",
                "192.0.0.255",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.0",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "64:ff9b:1::1",
                "100::1",
                "fc00::1",
                "fd12:3456::1",
                "fdff:ffff::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "ff0e::1",
                "2001::1",
                "2001:1ff::1",
                "2001:db8::1",
                "3fff::1",
                "5f00::1",
                "4000::1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::",
                "2002:c0a8:101::1",
                "2002:a00:1::1"
            })
    void specialPurposeAddressIsNotPublic(String address) {
        assertThat(PublicAddresses.include(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "8.8.8.8",
                "2600::1",
                "2001:4860:4860::8888",
                "2a00:1450::1",
                "3ffe:ffff::1",
                "64:ff9b::808:808",
                "2002:808:808::1"
            })
    void internetAddressIsPublic(String address) {
        assertThat(PublicAddresses.include(InetAddress.ofLiteral(address))).isTrue();
    }

    /// Java turns it into an IPv4 address; other libraries may not.
    @Test
    void anIpv4AddressInTheFormOfIpv6IsTurnedDownAsSuch() {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xFF;
        mapped[11] = (byte) 0xFF;
        mapped[12] = 8;
        assertThat(PublicAddresses.include(mapped)).isFalse();
        assertThat(PublicAddresses.include(InetAddress.ofLiteral("::ffff:127.0.0.1")))
                .isFalse();
    }
}
