// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

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

/**
 * Runs one guest program on our machine: what it writes, then a line with how many instructions it took, and one with the nanoseconds of processor
 * time that the thread needed which executed them.
 */
public final class RunGuest {
    static final String SNAPSHOTS = "snapshots";
    static final String TRACE = "trace";
    static final String HOOKLESS = "hookless";
    private static final int TRACE_EVENTS = 1 << 20;
    private static final long RAM = 64 << 20;
    private static final long SECOND = Clock.CYCLES_PER_TICK * Clock.TIMEBASE_HZ;

    private RunGuest() {
    }

    /**
     * Arguments: an ELF file, extensions besides {@code rv64gc} or nothing, an {@link EngineKind}, and {@value #SNAPSHOTS}, {@value #TRACE} or
     * {@value #HOOKLESS}.
     */
    public static void main(String[] args) throws IOException, ElfException, ReflectiveOperationException {
        String extra = args.length > 3 ? args[3] : "";
        if (extra.equals(HOOKLESS)) {
            runHookless(args);
        } else {
            run(args[0], args[1], args[2], extra);
        }
    }

    private static void runHookless(String[] args) throws ReflectiveOperationException {
        HooklessLoader loader = new HooklessLoader(RunGuest.class.getClassLoader());
        try {
            loader.loadClass(RunGuest.class.getName()).getMethod("run", String.class, String.class, String.class, String.class)
                .invoke(null, args[0], args[1], args[2], HOOKLESS);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
        if (loader.removed() == 0) {
            throw new IllegalStateException("there was nothing to be removed");
        }
    }

    /** Runs a guest. */
    public static void run(String elf, String extensions, String engine, String extra) throws IOException, ElfException {
        Image image = ElfReader.image(Files.readAllBytes(Path.of(elf)));
        PrintStream out = System.out;
        Machine machine = new Machine(MachineConfig.of(Isa.parse("rv64gc" + extensions), RAM, out::write)
            .withEngines(EngineKind.valueOf(engine.toUpperCase(Locale.ROOT)).engines()));
        machine.boot(image.entry(), () -> image.segments().forEach(s -> machine.platform().bus().load(s.address(), s.bytes())));
        if (extra.equals(TRACE)) {
            machine.setTrace(new TraceBuffer(TRACE_EVENTS, new NameTable()), 0);
        }
        StopReason reason = extra.equals(SNAPSHOTS) ? runWithSnapshots(machine) : machine.run(Long.MAX_VALUE);
        out.println(machine.instret());
        out.println(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
        out.flush();
        if (reason != StopReason.POWERED_OFF || machine.exitCode() != 0) {
            throw new IllegalStateException("the guest ended with " + reason + ", code " + machine.exitCode());
        }
    }

    /** Keeps the latest of the snapshots, one each second of guest time. */
    private static StopReason runWithSnapshots(Machine machine) {
        StateImage last = null;
        StopReason reason = StopReason.TIME;
        while (reason == StopReason.TIME) {
            last = StateImage.of(machine);
            reason = machine.runTo(machine.instant() + SECOND);
        }
        if (last == null) {
            throw new IllegalStateException("no snapshot was taken");
        }
        return reason;
    }
}
