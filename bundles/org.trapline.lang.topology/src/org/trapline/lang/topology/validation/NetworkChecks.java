// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.eclipse.emf.ecore.EAttribute;
import org.eclipse.xtext.EcoreUtil2;
import org.eclipse.xtext.validation.Check;
import org.trapline.lang.topology.Describe;
import org.trapline.topology.Domain;
import org.trapline.topology.Host;
import org.trapline.topology.Named;
import org.trapline.topology.Network;
import org.trapline.topology.Nic;
import org.trapline.topology.Topology;
import org.trapline.topology.TopologyPackage.Literals;
import org.trapline.topology.resolve.Resolver;

/** Addresses: whether they are well-formed, in their network, and given once. */
final class NetworkChecks extends Checks {

    private static final Pattern MAC = Pattern.compile("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}");

    @Check
    void cidr(Network network) {
        if (network.getCidr() == null) {
            return;
        }
        OptionalLong address = address(prefixAddress(network));
        int bits = prefixBits(network);
        if (address.isEmpty()) {
            report(Rule.BAD_ADDRESS, network, Literals.NETWORK__CIDR, "'%s' is no address: each of its four numbers is at most 255".formatted(prefixAddress(network)));
        } else if (bits > 30 || bits < 1) {
            report(Rule.BAD_ADDRESS, network, Literals.NETWORK__CIDR, "a network's prefix has 1 to 30 bits, not %d".formatted(bits));
        } else if ((address.getAsLong() & ~mask(bits)) != 0) {
            report(Rule.BAD_ADDRESS, network, Literals.NETWORK__CIDR, "'%s' has bits set beyond its prefix: the network is %s/%d".formatted(network.getCidr(),
                    text(address.getAsLong() & mask(bits)), bits), text(address.getAsLong() & mask(bits)) + "/" + bits);
        }
    }

    @Check
    void card(Nic nic) {
        if (nic.getMac() != null && !MAC.matcher(nic.getMac()).matches()) {
            report(Rule.BAD_ADDRESS, nic, Literals.NIC__MAC, "'%s' is no hardware address: expected six pairs of hexadecimal digits, such as \"52:54:00:00:00:01\""
                    .formatted(nic.getMac()));
        } else if (nic.getMac() != null && (Integer.parseInt(nic.getMac().substring(0, 2), 16) & 1) != 0) {
            report(Rule.BAD_ADDRESS, nic, Literals.NIC__MAC, "'%s' is a group address: a card's own has an even first pair".formatted(nic.getMac()));
        }
        if (nic.getNetwork() == null && !(nic.eContainer() instanceof Host)) {
            report(Rule.UNPLUGGED, nic, "%s is not plugged in: add network NAME".formatted(Describe.element(nic)));
        }
        if (nic.getAddress() != null) {
            address(nic);
        }
    }

    private void address(Nic nic) {
        OptionalLong address = address(nic.getAddress());
        Network network = nic.getNetwork();
        if (address.isEmpty()) {
            report(Rule.BAD_ADDRESS, nic, Literals.NIC__ADDRESS, "'%s' is no address: each of its four numbers is at most 255".formatted(nic.getAddress()));
            return;
        }
        if (network == null || network.eIsProxy() || network.getCidr() == null) {
            return;
        }
        OptionalLong prefix = address(prefixAddress(network));
        int bits = prefixBits(network);
        if (prefix.isEmpty() || bits < 1 || bits > 30) {
            return;
        }
        long mask = mask(bits);
        if ((address.getAsLong() & mask) != (prefix.getAsLong() & mask)) {
            report(Rule.BAD_ADDRESS, nic, Literals.NIC__ADDRESS, "%s lies outside of %s, which is %s".formatted(nic.getAddress(), Describe.element(network), network.getCidr()));
        } else if ((address.getAsLong() & ~mask) == 0 || (address.getAsLong() | mask) == 0xffff_ffffL) {
            report(Rule.BAD_ADDRESS, nic, Literals.NIC__ADDRESS, "%s is the %s address of %s, not a machine's".formatted(nic.getAddress(),
                    (address.getAsLong() & ~mask) == 0 ? "network" : "broadcast", Describe.element(network)));
        }
    }

    @Check
    void addressesAreGivenOnce(Topology topology) {
        Map<String, Nic> macs = new HashMap<>();
        Map<Map.Entry<Network, String>, Nic> addresses = new HashMap<>();
        for (Nic nic : EcoreUtil2.getAllContentsOfType(topology, Nic.class)) {
            if (nic.getMac() != null) {
                once(nic, Literals.NIC__MAC, nic.getMac(), macs.putIfAbsent(nic.getMac().toLowerCase(Locale.ROOT), nic));
            }
            if (nic.getAddress() != null && nic.getNetwork() != null) {
                once(nic, Literals.NIC__ADDRESS, nic.getAddress(), addresses.putIfAbsent(Map.entry(nic.getNetwork(), nic.getAddress()), nic));
            }
        }
    }

    private void once(Nic nic, EAttribute feature, String address, Nic other) {
        Domain domain = Resolver.enclosing(nic, Domain.class);
        if (other != null) {
            report(Rule.DUPLICATE_ADDRESS, nic, feature, "%s is the address of %s of %s already".formatted(address, Describe.element(other),
                    Describe.element(Resolver.enclosing(other.eContainer(), Named.class))));
        } else if (domain != null && domain.getCount() > 1) {
            report(Rule.DUPLICATE_ADDRESS, nic, feature, "%s makes %d virtual machines, which cannot all have the address %s".formatted(
                    Describe.element(domain), domain.getCount(), address));
        }
    }

    private static String prefixAddress(Network network) {
        return network.getCidr().split("/", 2)[0];
    }

    private static int prefixBits(Network network) {
        String[] parts = network.getCidr().split("/", 2);
        return parts.length < 2 ? -1 : number(parts[1], 99);
    }

    private static OptionalLong address(String text) {
        List<Integer> parts = java.util.Arrays.stream(text.split("\\.", -1)).map(part -> number(part, 256)).toList();
        if (parts.size() != 4 || parts.stream().anyMatch(part -> part > 255)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(parts.stream().mapToLong(Integer::longValue).reduce(0, (address, part) -> address << 8 | part));
    }

    /** The number a text of digits denotes, or a larger one as soon as it exceeds the bound. */
    private static int number(String digits, int bound) {
        String plain = digits.strip();
        return plain.isEmpty() || plain.length() > 3 || !plain.chars().allMatch(Character::isDigit) ? bound : Integer.parseInt(plain);
    }

    private static long mask(int bits) {
        return 0xffff_ffffL << 32 - bits & 0xffff_ffffL;
    }

    private static String text(long address) {
        return (address >> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }
}
