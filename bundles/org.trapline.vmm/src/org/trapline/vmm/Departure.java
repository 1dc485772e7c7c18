// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.trapline.machine.memory.Ram;
import org.trapline.machine.memory.RamImage;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateImage;
import org.trapline.machine.state.file.SnapshotFile;
import org.trapline.trace.EventKind;
import org.trapline.vmm.migration.Departing;
import org.trapline.vmm.migration.Round;

/** A domain that is to go over to another host. */
public final class Departure implements Departing {
    private final Domain domain;
    private final int beginnings;
    private Snapshot halted;

    /** @throws LifeCycleException unless the domain runs */
    public Departure(final Domain domain) {
        Transition.DEPART.check(domain.name(), domain.lifeCycle());
        this.domain = domain;
        beginnings = domain.beginnings();
    }

    public Domain domain() {
        return domain;
    }

    @Override
    public SortedMap<String, String> shape() {
        final DomainConfig config = domain.config();
        final SortedMap<String, String> shape = new TreeMap<>();
        shape.put("name", config.name());
        shape.put("isa", config.isa().toString());
        shape.put("vcpus", Integer.toString(config.vcpus()));
        shape.put("memory", Long.toString(config.memory()));
        shape.put("firmware", Boolean.toString(config.firmware()));
        shape.put("disks and devices", Integer.toString(config.virtio().size()));
        return shape;
    }

    @Override
    public boolean runs() {
        return domain.lifeCycle() == LifeCycle.RUNNING && domain.beginnings() == beginnings;
    }

    @Override
    public int pages() {
        return (int) (domain.memory().size() / Ram.PAGE_SIZE);
    }

    @Override
    public void startLog() {
        domain.startDirtyLog();
    }

    @Override
    public BitSet collectDirty() {
        return domain.collectDirty();
    }

    @Override
    public void stopLog() {
        domain.stopDirtyLog();
    }

    @Override
    public byte[] page(final int index) {
        final byte[] copy = domain.guestMemory().copy(index);
        return copy == null ? null : domain.ownPage(index, copy);
    }

    @Override
    public void halt() {
        domain.halt(Transition.DEPART);
        halted = domain.keep();
    }

    /** What harts walk is looked at before they do. */
    @Override
    public BitSet needed() {
        return domain.walkedPages();
    }

    @Override
    public byte[] state() {
        final StateImage guest = halted.state(Domain.GUEST);
        final List<RamImage> memories = new ArrayList<>(guest.memories());
        memories.set(0, RamImage.of(new byte[pages()][]));
        final Map<String, StateImage> states = new LinkedHashMap<>(halted.states());
        states.put(Domain.GUEST, new StateImage(guest.data(), memories));
        return SnapshotFile.bytes(new Snapshot(halted.about(), states));
    }

    @Override
    public String digest() {
        return halted.state(Domain.GUEST).digest();
    }

    @Override
    public void stay() {
        halted = null;
        if (domain.lifeCycle() == LifeCycle.MIGRATING) {
            domain.goOn(Transition.ARRIVE);
        }
    }

    @Override
    public void leave() {
        domain.hypervisor().delete(domain);
    }

    @Override
    public void sent(final int count) {
        domain.hypervisor().work(Cost.PAGE_COPY, count);
    }

    @Override
    public void roundEnded(final Round round) {
        domain.hypervisor().record(domain, EventKind.MIGRATION_ROUND, round.number(), round.pages(), round.bytes(), round.dirty());
    }
}
