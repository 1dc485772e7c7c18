// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import org.trapline.machine.memory.Ram;
import org.trapline.machine.memory.RamImage;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateException;
import org.trapline.machine.state.StateImage;
import org.trapline.machine.state.file.SnapshotFile;
import org.trapline.vmm.migration.Arriving;
import org.trapline.vmm.migration.MigrationException;

/** A domain that is to come over from another host. */
public final class Arrival implements Arriving {
    private final Hypervisor hypervisor;
    private final Maker maker;
    private final Consumer<Domain> whenHere;
    private final long fetchCycles;
    private Domain domain;
    // Whether a guest is in the middle of an instruction that waits for a page.
    private boolean isAwaited;
    private boolean expects;

    /** Says what a domain that wants to come is to be made of here. */
    @FunctionalInterface
    public interface Maker {
        /**
         * Returns the configuration of a domain of that shape.
         * @throws MigrationException if there can be none here
         */
        DomainConfig configure(SortedMap<String, String> shape) throws MigrationException;
    }

    /**
     * Prepares for a domain to come.
     * @param whenHere    is told of the domain when it is about to run here
     * @param fetchCycles for how long a hart waits for a page that is missing
     */
    public Arrival(final Hypervisor hypervisor, final Maker maker, final Consumer<Domain> whenHere, final long fetchCycles) {
        this.hypervisor = hypervisor;
        this.maker = maker;
        this.whenHere = whenHere;
        this.fetchCycles = fetchCycles;
    }

    @Override
    public void accept(final SortedMap<String, String> shape) throws MigrationException {
        try {
            domain = hypervisor.create(maker.configure(shape));
        } catch (final IllegalArgumentException e) {
            throw new MigrationException(e.getMessage(), e);
        }
        domain.step(Transition.EXPECT);
    }

    @Override
    public int pages() {
        return (int) (domain.memory().size() / Ram.PAGE_SIZE);
    }

    @Override
    public void put(final int index, final byte[] page) {
        if (expects && (!domain.lifeCycle().hasResources() || !domain.guestMemory().isAbsent(index))) {
            // Somebody has deleted it, or given it other memory.
            return;
        }
        if (isAwaited) {
            hypervisor.owe(hypervisor.config().costs().cycles(Cost.PAGE_COPY));
        } else {
            hypervisor.work(Cost.PAGE_COPY, 1);
        }
        domain.guestMemory().put(index, page);
    }

    @Override
    public void state(final byte[] state, final String digest) throws MigrationException {
        if (domain.guestMemory().absentPages() > 0) {
            throw new MigrationException("pages of another virtual machine are still on their way there");
        }
        try {
            final Snapshot came = SnapshotFile.read(state);
            final StateImage guest = came.state(Domain.GUEST);
            final List<RamImage> memories = new ArrayList<>(guest.memories());
            if (memories.isEmpty()) {
                throw new MigrationException("the state that came has no memory");
            }
            memories.set(0, domain.guestMemory().image());
            final StateImage whole = new StateImage(guest.data(), memories);
            if (!digest.isEmpty() && !digest.equals(whole.digest())) {
                throw new MigrationException("what came is not what was sent: its digest is another");
            }
            final Map<String, StateImage> states = new LinkedHashMap<>(came.states());
            states.put(Domain.GUEST, whole);
            domain.takeArrived(new Snapshot(came.about(), states));
        } catch (final IOException | StateException e) {
            throw new MigrationException("the machine does not fit here: " + e.getMessage(), e);
        }
    }

    @Override
    public BitSet needed() {
        return domain.walkedPages();
    }

    @Override
    public void run() {
        whenHere.accept(domain);
        domain.goOn(Transition.ARRIVE);
    }

    @Override
    public void expect(final BitSet missing, final IntConsumer want) {
        expects = true;
        domain.guestMemory().setAbsent(missing, page -> {
            hypervisor.owe(fetchCycles);
            isAwaited = true;
            want.accept(page);
            isAwaited = false;
        });
    }

    @Override
    public void lose(final String why) {
        domain.lose();
    }

    @Override
    public void discard() {
        if (domain != null) {
            hypervisor.delete(domain);
            domain = null;
        }
    }
}
