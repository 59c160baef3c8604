package dev.caravan.pod;

import dev.caravan.option.Form;
import dev.caravan.option.Misfit;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A host name or an address on which this machine can listen. */
record ListenAddress() implements Form {
    private static final Pattern SHAPE = Pattern.compile("[^\\s/]+");
    private static final String HINT =
            "0.0.0.0 listens on every address of this machine, and 127.0.0.1 on the one that only this machine reaches.";

    @Override
    public String legal() {
        return "a host name or an IP address of this machine";
    }

    @Override
    public Optional<Misfit> check(String value) {
        if (!SHAPE.matcher(value).matches() || value.matches("[^:]+:\\d+")) {
            return Optional.of(new Misfit(
                    "it has to be " + legal(), "Write it without a port, which caravan.management.port sets. " + HINT));
        }
        try {
            InetAddress address = InetAddress.getByName(value);
            return address.isAnyLocalAddress()
                            || address.isLoopbackAddress()
                            || NetworkInterface.getByInetAddress(address) != null
                    ? Optional.empty()
                    : Optional.of(new Misfit("that is not an address of this machine", HINT));
        } catch (UnknownHostException e) {
            return Optional.of(new Misfit("no host of that name is known (DNS, /etc/hosts)", HINT));
        } catch (SocketException e) {
            // The attempt to listen will tell.
            return Optional.empty();
        }
    }
}
