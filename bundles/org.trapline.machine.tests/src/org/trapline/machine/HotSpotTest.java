// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.isa.Csr;
import org.trapline.isa.Isa;
import org.trapline.machine.engine.Engines;
import org.trapline.machine.platform.Platform;

/** What HotSpot itself says of our methods while hot guests run: it compiles them all, and gives up none. */
class HotSpotTest {
    private static final String OURS = "org.trapline.";
    private static final String REGION = "org.trapline.machine.jit.Region_";
    private static final int C2 = 4;
    /** HotSpot compiles in the background: the guests run until it has compiled so many regions as well as it can. */
    private static final int ENOUGH_REGIONS = 4;
    private static final int MAX_ROUNDS = 20;
    private static final long DATA = Platform.RAM_BASE + 0x10_000;

    /** A method that HotSpot has compiled, or tried to. */
    private record Compilation(String method, int level, boolean succeeded, String failure) {
    }

    private static List<Compilation> watched(Path file, Runnable guests) throws IOException {
        try (Recording recording = new Recording()) {
            recording.enable("jdk.Compilation").withThreshold(Duration.ZERO).withoutStackTrace();
            recording.enable("jdk.CompilationFailure").withoutStackTrace();
            recording.start();
            guests.run();
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        Map<Integer, String> failures = new HashMap<>();
        events.stream().filter(event -> event.getEventType().getName().equals("jdk.CompilationFailure"))
            .forEach(event -> failures.put(event.getInt("compileId"), event.getString("failureMessage")));
        return events.stream().filter(event -> event.getEventType().getName().equals("jdk.Compilation")).map(event -> new Compilation(
            event.getValue("method.type.name") + "." + event.getValue("method.name"), event.getShort("compileLevel"), event.getBoolean("succeded"),
            failures.get(event.getInt("compileId")))).filter(compilation -> compilation.method.startsWith(OURS)).toList();
    }

    private static void run(Isa isa, int harts, long instructions, Code... programs) {
        Machine machine = new Machine(new MachineConfig(isa, harts, Rig.RAM, value -> { }, 0, true, Set.of()).withEngines(Engines.eager()));
        machine.boot(programs[0].base(), () -> List.of(programs).forEach(program -> program.load(machine.platform())));
        machine.run(instructions);
    }

    /** As many instructions as one region takes, of all kinds. */
    private static Code large() {
        Isa isa = Isa.parse("rv64gc");
        Code code = Code.here(isa).li(T0, 0x6000).op(CSRRS, 0, Csr.MSTATUS.number(), T0).li(S0, DATA).li(A1, 3);
        long loop = code.pc();
        for (int i = 0; i < 24; i++) {
            code.op(LD, A2, 8 * i, S0).op(ADD, A3, A3, A2).op(SD, A3, 8 * i + 8, S0).op(AMOADD_D, A4, A3, S0, 0).op(BNE, A3, A1, 8).op(MULHSU, A3, A3, A2)
                .op(FCVT_D_L, i % 8, A3, 7).op(FMADD_D, 8, i % 8, 9, 10, 7).op(FSD, 8, 256, S0).op(CSRRS, A5, Csr.CYCLE.number(), 0).op(LR_W, A6, S0, 0)
                .op(SC_W, A6, A6, S0, 0).op(DIV, A7, A3, A1);
        }
        return code.op(JAL, 0, loop - code.pc());
    }

    private static void runAll() {
        run(Isa.parse("rv64gc"), 1, 12_000_000, large());
        run(Rig.ISA, 1, 12_000_000, CompiledCodeTest.busy());
        run(Rig.ISA, 3, 12_000_000, CompiledCodeTest.locking());
        run(Isa.parse("rv64gc"), 1, 12_000_000, CompiledCodeTest.switching());
        for (String name : CompiledCodeTest.ISAS) {
            Isa isa = Isa.parse(name);
            for (long seed = 20; seed < 24; seed++) {
                Machine machine = new Machine(new MachineConfig(isa, 1, Rig.RAM, value -> { }, 0, true, Set.of()).withEngines(Engines.eager()));
                Code program = RandomProgram.generate(seed, isa);
                machine.boot(program.base(), () -> program.load(machine.platform()));
                Random random = new Random(seed);
                for (int round = 0; round < 2_000; round++) {
                    machine.run(200);
                    machine.current().setPc(random.nextInt(3) == 0 ? machine.current().pc() : Platform.RAM_BASE);
                }
            }
        }
    }

    @Test
    void noMethodOfHotGuestsIsRefused(@TempDir Path folder) throws IOException {
        List<Compilation> compilations = new ArrayList<>();
        for (int round = 0; round < MAX_ROUNDS && regions(compilations) < ENOUGH_REGIONS; round++) {
            compilations.addAll(watched(folder.resolve(round + ".jfr"), HotSpotTest::runAll));
        }
        List<String> refused = new ArrayList<>();
        compilations.stream().filter(each -> !each.succeeded && each.failure != null).forEach(each -> refused.add(each.method + ": " + each.failure));
        assertEquals(List.of(), refused);
        assertTrue(regions(compilations) >= ENOUGH_REGIONS, "HotSpot has compiled too few regions well to tell");
    }

    private static long regions(List<Compilation> compilations) {
        return compilations.stream().filter(each -> each.level == C2 && each.method.startsWith(REGION)).count();
    }
}
