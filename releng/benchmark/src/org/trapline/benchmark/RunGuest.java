// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.trapline.asm.elf.ElfException;
import org.trapline.asm.elf.ElfReader;
import org.trapline.asm.object.Image;
import org.trapline.isa.Isa;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.StopReason;
import org.trapline.machine.device.Clock;
import org.trapline.machine.state.StateImage;
import org.trapline.trace.NameTable;
import org.trapline.trace.TraceBuffer;

/** Runs one guest program on our machine: what it writes, then a line with how many instructions it took. */
final class RunGuest {
    static final String SNAPSHOTS = "snapshots";
    static final String TRACE = "trace";
    private static final int TRACE_EVENTS = 1 << 20;
    private static final long RAM = 64 << 20;
    private static final long SECOND = Clock.CYCLES_PER_TICK * Clock.TIMEBASE_HZ;

    private RunGuest() {
    }

    /** Arguments: an ELF file, extensions besides {@code rv64gc}, and {@value #SNAPSHOTS} or {@value #TRACE}. */
    public static void main(String[] args) throws IOException, ElfException {
        Image image = ElfReader.image(Files.readAllBytes(Path.of(args[0])));
        PrintStream out = System.out;
        Machine machine = new Machine(MachineConfig.of(Isa.parse("rv64gc" + (args.length > 1 ? args[1] : "")), RAM, out::write));
        machine.boot(image.entry(), () -> image.segments().forEach(s -> machine.platform().bus().load(s.address(), s.bytes())));
        String extra = args.length > 2 ? args[2] : "";
        if (extra.equals(TRACE)) {
            machine.setTrace(new TraceBuffer(TRACE_EVENTS, new NameTable()), 0);
        }
        StopReason reason = extra.equals(SNAPSHOTS) ? runWithSnapshots(machine) : machine.run(Long.MAX_VALUE);
        out.println(machine.instret());
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
