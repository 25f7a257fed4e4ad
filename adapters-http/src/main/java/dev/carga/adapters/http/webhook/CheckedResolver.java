package dev.carga.adapters.http.webhook;

import dev.carga.adapters.http.settings.PublicAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/// Resolves host names, and refuses those with a private address. The client connects to the addresses returned here
/// without resolving the name again, which prevents DNS rebinding.
final class CheckedResolver implements DnsResolver {

    private final DnsResolver names;
    private final boolean privateAddresses;

    CheckedResolver(DnsResolver names, boolean privateAddresses) {
        this.names = names;
        this.privateAddresses = privateAddresses;
    }

    /// @throws ForbiddenException if any of the addresses is private
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

    /// Needed only for authentication, which the client does not use.
    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /// The host has a private address. The message does not contain the address, because it would disclose it to the
    /// sender of the upload.
    static final class ForbiddenException extends UnknownHostException {

        private static final long serialVersionUID = 1;
    }
}
