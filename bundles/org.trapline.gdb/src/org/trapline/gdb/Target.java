// SPDX-License-Identifier: EPL-2.0
package org.trapline.gdb;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.trapline.runtime.debug.Processor;
import org.trapline.vmm.LifeCycle;

/**
 * The processors that a gdb sees as threads, numbered from 1 on.
 *
 * @param processors at least one
 */
record Target(List<Processor> processors) {
    /**
     * Chooses processors by the name of their host or domain.
     * @param name null for all that execute a program of their own
     * @throws IllegalArgumentException if there is no such host or domain
     */
    static Target of(List<Processor> all, String name) {
        List<Processor> chosen = all.stream().filter(p -> name == null ? p.guest() != null : p.owner().equals(name)).toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("there is no host or domain '" + name + "', expected one of "
                + all.stream().map(Processor::owner).collect(Collectors.toCollection(TreeSet::new)).stream().collect(Collectors.joining(", ")));
        }
        return new Target(chosen);
    }

    static int thread(Processor processor) {
        return processor.number() + 1;
    }

    /** Returns the processor of a thread, if there is one. */
    Optional<Processor> processor(long thread) {
        return processors.stream().filter(p -> thread(p) == thread).findFirst();
    }

    /** Returns the processor of a thread's number as gdb writes it; the given one for 0 and -1, which mean any and all. */
    Processor processor(String thread, Processor any) throws PacketException {
        if (thread.equals("-1")) {
            return any;
        }
        long number = Hex.number(thread);
        return number == 0 ? any : processor(number).orElseThrow(PacketException::new);
    }

    static boolean isAlive(Processor processor) {
        LifeCycle life = processor.guest() == null ? LifeCycle.RUNNING : processor.guest().lifeCycle();
        return life.isAlive() || life == LifeCycle.DEFINED;
    }
}
