// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.runtime.debug.Halt;
import org.trapline.runtime.debug.Processor;
import org.trapline.runtime.load.ProgramHost;
import org.trapline.runtime.load.ProgramHost.Owner;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.testkit.Lab;

/** A session with a debugger, whose halts are waited for. */
abstract class DebuggedSession {
    @TempDir
    Path folder;
    Lab lab;
    Session session;
    Debugger debugger;
    final BlockingQueue<Halt> halts = new LinkedBlockingQueue<>();

    @BeforeEach
    void openLab() {
        lab = new Lab(folder);
    }

    @AfterEach
    void close() {
        if (session != null) {
            session.close();
        }
    }

    final SystemPlan program(Owner owner, int cores, String... lines) {
        return lab.plan(new ProgramHost(owner, ProgramHost.bare().isa(), cores, 8L << 20), lines);
    }

    /** Starts the session, paused, and opens the debugger. */
    final void start(SystemPlan plan, SessionOptions options) {
        session = Lab.session(plan, options.withStartsPaused(true));
        debugger = session.openDebugger();
        session.addListener(new SessionListener() {
            @Override
            public void halted(Halt halt) {
                halts.add(halt);
            }
        });
        session.start();
        assertInstanceOf(Halt.Paused.class, halt());
    }

    final Halt halt() {
        try {
            return halts.take();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the processor that executes the program: the hart, or the guest's first vCPU. */
    final Processor processor() {
        return debugger.processors().stream().filter(p -> p.guest() != null).findFirst().orElseThrow();
    }

    final long pc() {
        return debugger.ask(processor(), state -> state.pc()).join();
    }

    final long symbol(String name) {
        return session.plan().guests().findFirst().orElseThrow().program().image().symbol(name).value();
    }
}
