// SPDX-License-Identifier: EPL-2.0
package org.trapline.topology.resolve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.emf.ecore.EStructuralFeature;
import org.trapline.topology.CrashPolicy;
import org.trapline.topology.Domain;
import org.trapline.topology.GuestSettings;
import org.trapline.topology.Host;
import org.trapline.topology.Hypervisor;
import org.trapline.topology.Named;
import org.trapline.topology.OperatingSystem;
import org.trapline.topology.Paging;
import org.trapline.topology.Partition;
import org.trapline.topology.Platform;
import org.trapline.topology.Scheduler;
import org.trapline.topology.Size;
import org.trapline.topology.Stateful;
import org.trapline.topology.Technique;
import org.trapline.topology.Template;
import org.trapline.topology.TopologyFactory;
import org.trapline.topology.TopologyPackage;
import org.trapline.topology.VirtualTime;

/**
 * Answers what a part of a configuration comes to: a domain's memory, a hypervisor's type, everything's full name.
 *
 * <p>A setting of a domain is looked for in the domain, in its size, in its template, in the template's size, in the
 * template's own template, and so on; after that the default of the model applies.
 */
public final class Resolver {

    /** More virtual machines in one domain than this are not expanded; validation refuses them. */
    public static final int MAX_COUNT = 1024;

    private Resolver() {
    }

    /** The hypervisor with its defaults and all its guests. */
    public static HypervisorSpec hypervisor(Hypervisor hypervisor) {
        Scheduler scheduler = hypervisor.getScheduler() != null ? hypervisor.getScheduler() : TopologyFactory.eINSTANCE.createScheduler();
        List<GuestSpec> guests = hypervisor.getDomains().stream().flatMap(domain -> guests(domain).stream()).toList();
        return new HypervisorSpec(hypervisor, type(hypervisor), hypervisor.getTechnique(), paging(hypervisor), hypervisor.getIo(),
                scheduler.getKind(), quantum(scheduler), hypervisor.getReserve(), guests);
    }

    /** The type as written, or else the one that follows from where the hypervisor stands: 2 under an operating system, 1 elsewhere. */
    public static int type(Hypervisor hypervisor) {
        if (hypervisor.isSetType()) {
            return hypervisor.getType();
        }
        return hypervisor.eContainer() instanceof OperatingSystem ? 2 : 1;
    }

    /** The paging as written, or else the usual one for the technique. */
    public static Paging paging(Hypervisor hypervisor) {
        return hypervisor.isSetPaging() ? hypervisor.getPaging() : usualPaging(hypervisor.getTechnique());
    }

    /** The paging a technique uses unless told otherwise. */
    public static Paging usualPaging(Technique technique) {
        return switch (technique) {
            case TRAP_AND_EMULATE, BINARY_TRANSLATION -> Paging.SHADOW;
            case HARDWARE -> Paging.NESTED;
            case PARAVIRT -> Paging.DIRECT;
        };
    }

    /** The virtual machines of a domain: one, or as many as its array has. */
    public static List<GuestSpec> guests(Domain domain) {
        int count = Math.clamp(domain.getCount(), 0, MAX_COUNT);
        List<GuestSpec> guests = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            guests.add(guest(domain, index));
        }
        return List.copyOf(guests);
    }

    /** How many vCPUs each virtual machine of the domain, or made from the template, gets. */
    public static int vcpus(GuestSettings settings) {
        return amount(chain(settings), GuestSettings::isSetVcpus, GuestSettings::getVcpus, Size::isSetVcpus, Size::getVcpus,
                (Integer) TopologyPackage.Literals.GUEST_SETTINGS__VCPUS.getDefaultValue());
    }

    /** How many bytes of memory each virtual machine of the domain, or made from the template, gets. */
    public static long memory(GuestSettings settings) {
        return amount(chain(settings), GuestSettings::isSetMemory, GuestSettings::getMemory, Size::isSetMemory, Size::getMemory,
                (Long) TopologyPackage.Literals.GUEST_SETTINGS__MEMORY.getDefaultValue());
    }

    /** The instruction set the domain or template names itself or by its template; {@code null} if none does, which means the host's. */
    public static String ownIsa(GuestSettings settings) {
        return first(chain(settings), GuestSettings::getIsa);
    }

    /** The element itself, then its template, that one's template, …; a cycle ends the list. */
    public static List<GuestSettings> chain(GuestSettings settings) {
        Set<GuestSettings> chain = new LinkedHashSet<>();
        for (GuestSettings next = settings; next != null && !next.eIsProxy() && chain.add(next);) {
            Template template = next.getTemplate();
            next = template;
        }
        return List.copyOf(chain);
    }

    /** The host an element belongs to, {@code null} for one that belongs to none, such as a template. */
    public static Host host(EObject element) {
        return enclosing(element, Host.class);
    }

    /** The host or partition an element belongs to, or {@code null}. */
    public static Platform platform(EObject element) {
        return enclosing(element, Platform.class);
    }

    /** The nearest element of a type among the element and what contains it, or {@code null}. */
    public static <T> T enclosing(EObject element, Class<T> type) {
        for (EObject e = element; e != null; e = e.eContainer()) {
            if (type.isInstance(e)) {
                return type.cast(e);
            }
        }
        return null;
    }

    /**
     * The name of a host or guest within the configuration: {@code rack1}, {@code big.a}, {@code rack1.web}. Hypervisors and
     * operating systems are no part of it: a guest keeps its name when it is put under another one.
     */
    public static String qualifiedName(Stateful element) {
        StringBuilder name = new StringBuilder(Objects.requireNonNullElse(element.getName(), "?"));
        for (EObject e = element.eContainer(); e != null; e = e.eContainer()) {
            if (e instanceof Host || e instanceof Partition) {
                name.insert(0, Objects.requireNonNullElse(((Named) e).getName(), "?") + ".");
            }
        }
        return name.toString();
    }

    private static GuestSpec guest(Domain domain, int index) {
        List<GuestSettings> chain = chain(domain);
        String suffix = domain.isSetCount() ? "[" + index + "]" : "";
        String isa = ownIsa(domain);
        Host host = host(domain);
        return new GuestSpec(domain, enclosing(domain, Hypervisor.class), index, domain.getName() + suffix, qualifiedName(domain) + suffix,
                isa != null || host == null ? isa : host.getIsa(), vcpus(domain), memory(domain),
                first(chain, GuestSettings::getFirmware), first(chain, GuestSettings::getProgram), first(chain, GuestSettings::getUnmodified),
                first(chain, GuestSettings::getInitrd), first(chain, GuestSettings::getAppend), first(chain, GuestSettings::getDeviceTree),
                set(chain, TopologyPackage.Literals.GUEST_SETTINGS__ON_CRASH, CrashPolicy.class),
                set(chain, TopologyPackage.Literals.GUEST_SETTINGS__WEIGHT, Integer.class),
                firstNonEmpty(chain, GuestSettings::getPin), first(chain, GuestSettings::getLimits), merged(chain, GuestSettings::getDisks),
                merged(chain, GuestSettings::getInterfaces), merged(chain, GuestSettings::getDevices),
                firstNonEmpty(chain, GuestSettings::getAssignments));
    }

    private static VirtualTime quantum(Scheduler scheduler) {
        return scheduler.getQuantum();
    }

    private static <T> T amount(List<GuestSettings> chain, Function<GuestSettings, Boolean> isSet, Function<GuestSettings, T> get,
            Function<Size, Boolean> sizeIsSet, Function<Size, T> sizeGet, T otherwise) {
        for (GuestSettings settings : chain) {
            if (isSet.apply(settings)) {
                return get.apply(settings);
            }
            Size size = settings.getSize();
            if (size != null && !size.eIsProxy() && sizeIsSet.apply(size)) {
                return sizeGet.apply(size);
            }
        }
        return otherwise;
    }

    private static <T> T set(List<GuestSettings> chain, EStructuralFeature feature, Class<T> type) {
        for (GuestSettings settings : chain) {
            if (settings.eIsSet(feature)) {
                return type.cast(settings.eGet(feature));
            }
        }
        return type.cast(feature.getDefaultValue());
    }

    private static <T> T first(List<GuestSettings> chain, Function<GuestSettings, T> get) {
        return chain.stream().map(get).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static <T> List<T> firstNonEmpty(List<GuestSettings> chain, Function<GuestSettings, ? extends List<T>> get) {
        for (GuestSettings settings : chain) {
            if (!get.apply(settings).isEmpty()) {
                return List.copyOf(get.apply(settings));
            }
        }
        return List.of();
    }

    private static <T extends Named> List<T> merged(List<GuestSettings> chain, Function<GuestSettings, ? extends List<T>> get) {
        Map<String, T> byName = new LinkedHashMap<>();
        for (GuestSettings settings : chain.reversed()) {
            get.apply(settings).forEach(device -> byName.put(device.getName(), device));
        }
        return List.copyOf(byName.values());
    }
}
