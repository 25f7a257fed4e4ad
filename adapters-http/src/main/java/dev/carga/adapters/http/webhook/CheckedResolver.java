package dev.carga.adapters.http.webhook;

import dev.carga.adapters.http.settings.PublicAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/// Looks up names, and turns down those that lead to private addresses. A connection goes to an address that
/// was looked at here: a name that leads elsewhere when it is looked up once more (DNS rebinding) gains nothing.
final class CheckedResolver implements DnsResolver {

    private final DnsResolver names;
    private final boolean privateAddresses;

    CheckedResolver(DnsResolver names, boolean privateAddresses) {
        this.names = names;
        this.privateAddresses = privateAddresses;
    }

    /// @throws ForbiddenException if one of the addresses is private: a public one beside it excuses nothing
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = names.resolve(host);
        for (InetAddress address : addresses) {
            if (!privateAddresses && !PublicAddresses.include(address)) {
                throw new ForbiddenException();
            }
        }
        return addresses;
    }

    /// Only asked for by authentication, which there is none.
    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /// The name leads to a private address. It does not say which: that is not for everybody to know.
    static final class ForbiddenException extends UnknownHostException {

        private static final long serialVersionUID = 1;
    }
}
