// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleSupplier;

import org.trapline.asm.elf.ElfException;
import org.trapline.asm.elf.ElfReader;
import org.trapline.asm.object.Image;
import org.trapline.isa.Isa;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.StopReason;
import org.trapline.machine.device.Clock;
import org.trapline.machine.engine.EngineKind;
import org.trapline.machine.state.StateImage;
import org.trapline.trace.NameTable;
import org.trapline.trace.TraceBuffer;

/** A guest program that is run part by part: each part is some guest time, and the result the seconds of processor time that it took. */
public final class GuestParts implements DoubleSupplier {
    private static final int TRACE_EVENTS = 1 << 20;
    private static final long RAM = 64 << 20;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Machine machine;
    private final String extra;
    private final long cycles;
    private final TraceBuffer trace = new TraceBuffer(TRACE_EVENTS, new NameTable());
    private StateImage last;

    /**
     * Starts a guest.
     * @param extra     what is done beside running, as {@link Cost} has it
     * @param perSecond parts of a second of guest time
     */
    public GuestParts(String elf, String extensions, String engine, String extra, int perSecond) throws IOException, ElfException {
        Image image = ElfReader.image(Files.readAllBytes(Path.of(elf)));
        machine = new Machine(MachineConfig.of(Isa.parse("rv64gc" + extensions), RAM, value -> { })
            .withEngines(EngineKind.valueOf(engine.toUpperCase(Locale.ROOT)).engines()));
        machine.boot(image.entry(), () -> image.segments().forEach(s -> machine.platform().bus().load(s.address(), s.bytes())));
        cycles = Clock.CYCLES_PER_TICK * Clock.TIMEBASE_HZ / perSecond;
        this.extra = extra;
    }

    @Override
    public double getAsDouble() {
        return next(false);
    }

    /** Returns the seconds that the next part took; NaN if the guest has come to its end. */
    double next(boolean otherwise) {
        long start = threads.getCurrentThreadCpuTime();
        if (otherwise && extra.equals(Cost.SNAPSHOTS)) {
            last = StateImage.of(machine);
        }
        if (extra.equals(Cost.TRACED)) {
            machine.setTrace(otherwise ? trace : null, 0);
        }
        StopReason reason = machine.runTo(machine.instant() + cycles);
        if (reason == StopReason.TIME) {
            return (threads.getCurrentThreadCpuTime() - start) / 1e9;
        }
        if (reason != StopReason.POWERED_OFF || machine.exitCode() != 0 || extra.equals(Cost.SNAPSHOTS) && last == null) {
            throw new IllegalStateException("the guest ended with " + reason + ", code " + machine.exitCode());
        }
        return Double.NaN;
    }
}
