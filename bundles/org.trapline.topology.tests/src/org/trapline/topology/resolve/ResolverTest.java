// SPDX-License-Identifier: EPL-2.0
package org.trapline.topology.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trapline.topology.Disk;
import org.trapline.topology.Domain;
import org.trapline.topology.Host;
import org.trapline.topology.Hypervisor;
import org.trapline.topology.OperatingSystem;
import org.trapline.topology.Paging;
import org.trapline.topology.Program;
import org.trapline.topology.Size;
import org.trapline.topology.Technique;
import org.trapline.topology.Template;
import org.trapline.topology.TopologyFactory;

final class ResolverTest {

    private static final long MIB = 1 << 20;
    private final TopologyFactory make = TopologyFactory.eINSTANCE;
    private final Host host = make.createHost();
    private final Hypervisor hypervisor = make.createHypervisor();
    private final Domain domain = make.createDomain();
    private final Template template = make.createTemplate();
    private final Size size = make.createSize();

    @BeforeEach
    void oneDomainFromOneTemplateOfOneSize() {
        host.setName("rack1");
        hypervisor.setName("vmm");
        domain.setName("web");
        host.getHypervisors().add(hypervisor);
        hypervisor.getDomains().add(domain);
        domain.setTemplate(template);
        template.setSize(size);
    }

    @Test
    void sizeOfTheTemplateAppliesWhenNobodyNearerSays() {
        size.setVcpus(3);
        size.setMemory(48 * MIB);
        assertEquals(3, Resolver.vcpus(domain));
        assertEquals(48 * MIB, Resolver.memory(domain));
    }

    @Test
    void domainsOwnValueWinsOverTemplateAndSize() {
        size.setMemory(48 * MIB);
        template.setMemory(32 * MIB);
        assertEquals(32 * MIB, Resolver.memory(domain));
        domain.setMemory(8 * MIB);
        assertEquals(8 * MIB, Resolver.memory(domain));
    }

    @Test
    void defaultsApplyWhenNobodySays() {
        assertEquals(1, Resolver.vcpus(domain));
        assertEquals(16 * MIB, Resolver.memory(domain));
        GuestSpec guest = Resolver.guests(domain).getFirst();
        assertEquals("rv64gc_zba_zbb_zbs", guest.isa());
        assertNull(guest.program());
        assertEquals(100, guest.weight());
    }

    @Test
    void arrayIsExpandedAndNumberedFromZero() {
        domain.setCount(2);
        assertEquals(List.of("rack1.web[0]", "rack1.web[1]"),
                Resolver.hypervisor(hypervisor).guests().stream().map(GuestSpec::qualifiedName).toList());
    }

    @Test
    void domainThatIsNoArrayHasNoNumber() {
        assertEquals("rack1.web", Resolver.guests(domain).getFirst().qualifiedName());
    }

    @Test
    void programComesFromTheTemplatesTemplate() {
        Program program = make.createProgram();
        Template base = make.createTemplate();
        base.setProgram(program);
        template.setTemplate(base);
        assertSame(program, Resolver.guests(domain).getFirst().program());
    }

    @Test
    void disksOfTheTemplateAreKeptUnlessTheDomainNamesOneAlike() {
        template.getDisks().addAll(List.of(disk("vda"), disk("vdb")));
        Disk own = disk("vda");
        domain.getDisks().add(own);
        List<Disk> disks = Resolver.guests(domain).getFirst().disks();
        assertEquals(List.of("vda", "vdb"), disks.stream().map(Disk::getName).toList());
        assertSame(own, disks.getFirst());
    }

    @Test
    void templatesThatReferToEachOtherDoNotLoop() {
        Template other = make.createTemplate();
        template.setTemplate(other);
        other.setTemplate(template);
        assertEquals(3, Resolver.chain(domain).size());
        assertEquals(16 * MIB, Resolver.memory(domain));
    }

    @Test
    void usualPagingFollowsTheTechnique() {
        assertEquals(Paging.SHADOW, Resolver.paging(hypervisor));
        hypervisor.setTechnique(Technique.HARDWARE);
        assertEquals(Paging.NESTED, Resolver.paging(hypervisor));
        hypervisor.setPaging(Paging.SHADOW);
        assertEquals(Paging.SHADOW, Resolver.paging(hypervisor));
    }

    @Test
    void typeFollowsFromWhereTheHypervisorStands() {
        assertEquals(1, Resolver.type(hypervisor));
        OperatingSystem system = make.createOperatingSystem();
        system.getHypervisors().add(hypervisor);
        assertEquals(2, Resolver.type(hypervisor));
        hypervisor.setType(1);
        assertEquals(1, Resolver.type(hypervisor));
    }

    @Test
    void memoryOfAHypervisorIsThatOfAllGuestsAndItsOwn() {
        domain.setCount(2);
        domain.setMemory(8 * MIB);
        hypervisor.setReserve(4 * MIB);
        assertEquals(20 * MIB, Resolver.hypervisor(hypervisor).memory());
        domain.setMemory(Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE, Resolver.hypervisor(hypervisor).memory());
    }

    private Disk disk(String name) {
        Disk disk = make.createDisk();
        disk.setName(name);
        return disk;
    }
}
