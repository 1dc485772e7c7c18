// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.machine.Code;
import org.trapline.machine.Rig;

class DeviceTreeTest {
    private static byte[] blob(int harts) {
        return Rig.withHarts(harts, Code.here()).platform().deviceTree("console=ttyS0");
    }

    private static int cell(byte[] blob, int at) {
        return blob[at] << 24 | (blob[at + 1] & 0xff) << 16 | (blob[at + 2] & 0xff) << 8 | blob[at + 3] & 0xff;
    }

    @Test
    void theHeaderDescribesTheBlob() {
        byte[] blob = blob(1);
        assertEquals(0xd00dfeed, cell(blob, 0));
        assertEquals(blob.length, cell(blob, 4));
        assertEquals(17, cell(blob, 20));
        assertEquals(cell(blob, 12), cell(blob, 8) + cell(blob, 36), "strings follow the structure");
        assertEquals(blob.length, cell(blob, 12) + cell(blob, 32));
    }

    @Test
    void theSameConfigurationGivesTheSameBlob() {
        assertArrayEquals(blob(2), blob(2));
    }

    @Test
    void theDeviceTreeCompilerReadsItWithoutAWarning(@TempDir Path directory) throws IOException, InterruptedException {
        assumeTrue(isInstalled("dtc"), "dtc (device-tree-compiler) is not installed");
        Path file = directory.resolve("machine.dtb");
        Files.write(file, blob(2));
        Process dtc = new ProcessBuilder("dtc", "-I", "dtb", "-O", "dts", file.toString()).redirectErrorStream(true).start();
        String text = new String(dtc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, dtc.waitFor(), text);
        assertEquals("", text.lines().filter(line -> line.contains("Warning") || line.contains("ERROR")).findFirst().orElse(""));
        for (String expected : new String[] {"cpu@1", "serial@10000000", "ns16550a", "sifive,clint0", "sifive,plic-1.0.0", "memory@80000000",
            "bootargs = \"console=ttyS0\"", "google,goldfish-rtc", "sifive,test0", "riscv,sv39"}) {
            assertTrue(text.contains(expected), expected);
        }
    }

    private static boolean isInstalled(String command) {
        for (String directory : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(directory, command))) {
                return true;
            }
        }
        return false;
    }
}
