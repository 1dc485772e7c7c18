// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.isa.Isa;
import org.trapline.machine.platform.Platform;

/** Runs random programs here and on QEMU, and compares all they have computed. */
class QemuComparisonTest {
    private static final String QEMU = "qemu-system-riscv";
    /** What both execute. */
    private static final List<String> ISAS = List.of("rv64gc_zba_zbb_zbs", "rv32gc_zba_zbb_zbs");
    private static final int PROGRAMS = 12;
    private static final int SECONDS = 60;

    @TempDir
    Path directory;

    @BeforeAll
    static void needsQemu() {
        boolean installed = false;
        for (String entry : System.getenv("PATH").split(File.pathSeparator)) {
            installed |= Files.isExecutable(Path.of(entry, QEMU + 64)) && Files.isExecutable(Path.of(entry, QEMU + 32));
        }
        assumeTrue(installed, QEMU + "64 or 32 is not installed");
    }

    private static byte[] here(String isa, Code program, boolean oneByOne) {
        Rig rig = Rig.withIsa(isa, program);
        StopReason reason = StopReason.LIMIT;
        while (reason == StopReason.LIMIT) {
            reason = rig.machine.run(oneByOne ? 1 : 1_000_000);
        }
        assertEquals(StopReason.POWERED_OFF, reason);
        return rig.printed.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] onQemu(String isa, Code program) throws IOException, InterruptedException {
        Path image = directory.resolve("program.bin");
        Path output = directory.resolve("output.bin");
        Files.write(image, program.bytes());
        Files.deleteIfExists(output);
        Process qemu = new ProcessBuilder(QEMU + isa.substring(2, 4), "-M", "virt", "-m", "16M", "-bios", "none", "-display", "none", "-monitor", "none",
            "-serial", "file:" + output, "-device", "loader,file=" + image + ",addr=0x" + Long.toHexString(Platform.RAM_BASE))
            .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            assertTrue(qemu.waitFor(SECONDS, TimeUnit.SECONDS), "QEMU did not end");
        } finally {
            qemu.destroyForcibly();
        }
        return Files.readAllBytes(output);
    }

    @Test
    void randomProgramsEndInTheSameState() throws IOException, InterruptedException {
        for (String isa : ISAS) {
            for (long seed = 0; seed < PROGRAMS; seed++) {
                Code program = RandomProgram.generate(seed, Isa.parse(isa));
                byte[] ours = here(isa, program, false);
                byte[] theirs = onQemu(isa, program);
                assertEquals(difference(theirs, theirs), difference(ours, theirs), isa + " program of seed " + seed);
            }
        }
    }

    @Test
    void singleStepsEndInTheSameStateAsBlocks() {
        for (String isa : ISAS) {
            for (long seed = 100; seed < 100 + PROGRAMS; seed++) {
                Code program = RandomProgram.generate(seed, Isa.parse(isa));
                byte[] blocks = here(isa, program, false);
                assertEquals(difference(blocks, blocks), difference(here(isa, program, true), blocks), isa + " program of seed " + seed);
            }
        }
    }

    /** Says where the first difference is. */
    private static String difference(byte[] ours, byte[] theirs) {
        for (int i = 0; i < Math.min(ours.length, theirs.length); i++) {
            if (ours[i] != theirs[i]) {
                return "byte " + i + " is " + (ours[i] & 0xff) + " instead of " + (theirs[i] & 0xff);
            }
        }
        return ours.length == theirs.length ? "none" : ours.length + " bytes instead of " + theirs.length;
    }
}
