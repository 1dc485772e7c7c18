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
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.machine.Code;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.Rig;
import org.trapline.machine.devicetree.DeviceTree;
import org.trapline.machine.devicetree.DeviceTreeException;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.devicetree.DeviceTreeReader;

class DeviceTreeTest {
    private static byte[] blob(int harts) {
        Platform platform = Rig.withHarts(harts, Code.here()).platform();
        platform.setChosen(new Chosen("console=ttyS0", 0x8400_0000L, 0x8400_1000L));
        return platform.deviceTree();
    }

    private static byte[] blobWithAclint() {
        return new Machine(MachineConfig.of(Rig.ISA, Rig.RAM, value -> { }).withAclint()).platform().deviceTree();
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
        check(directory, blob(2), "cpu@1", "serial@10000000", "ns16550a", "sifive,clint0", "sswi@2f00000", "riscv,aclint-sswi", "sifive,plic-1.0.0",
            "memory@80000000", "bootargs = \"console=ttyS0\"", "google,goldfish-rtc", "sifive,test0", "riscv,sv57",
            "linux,initrd-end = <0x00 0x84001000>", "riscv,isa-base = \"rv64i\"", "zicsr\\0zifencei", "cpu-map");
        check(directory, blobWithAclint(), "mswi@2000000", "riscv,aclint-mswi", "mtimer@200bff8", "riscv,aclint-mtimer",
            "reg = <0x00 0x200bff8 0x00 0x08 0x00 0x2004000 0x00 0x7ff8>", "sswi@2f00000");
    }

    private static void check(Path directory, byte[] blob, String... expectations) throws IOException, InterruptedException {
        assumeTrue(isInstalled("dtc"), "dtc (device-tree-compiler) is not installed");
        Path file = directory.resolve("machine.dtb");
        Files.write(file, blob);
        Process dtc = new ProcessBuilder("dtc", "-I", "dtb", "-O", "dts", file.toString()).redirectErrorStream(true).start();
        String text = new String(dtc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, dtc.waitFor(), text);
        assertEquals("", text.lines().filter(line -> line.contains("Warning") || line.contains("ERROR")).findFirst().orElse(""));
        for (String expected : expectations) {
            assertTrue(text.contains(expected), expected);
        }
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws DeviceTreeException {
        byte[] blob = blob(3);
        DeviceTree tree = DeviceTreeReader.read(blob);
        assertArrayEquals(blob, tree.flatten());
        DeviceTree reserving = new DeviceTree(tree.root(), List.of(new DeviceTree.Reservation(0x8000_0000L, 0x2_0000)));
        assertEquals(reserving.reservations(), DeviceTreeReader.read(reserving.flatten()).reservations());
    }

    @Test
    void aTreeOfTheUsersIsHandedOverWithWhatTheKernelIsTold() throws DeviceTreeException {
        DeviceTreeNode root = new DeviceTreeNode("").text("model", "mine");
        root.child("chosen").text("bootargs", "old").text("stdout-path", "/there");
        Platform platform = Rig.of(Code.here()).platform();
        platform.setDeviceTree(new DeviceTree(root, List.of()).flatten());
        platform.setChosen(new Chosen("new", 0, 0));
        DeviceTreeNode read = DeviceTreeReader.read(platform.deviceTree()).root();
        assertEquals(List.of("chosen"), read.children().stream().map(DeviceTreeNode::name).toList());
        assertEquals("mine\0", text(read, "model"));
        assertEquals("new\0", text(read.children().getFirst(), "bootargs"));
        assertEquals("/there\0", text(read.children().getFirst(), "stdout-path"));
    }

    private static String text(DeviceTreeNode node, String property) {
        return new String(node.properties().get(property), StandardCharsets.UTF_8);
    }

    @Test
    void damagedTreesAreRefusedOrReadButNothingElse() {
        Random random = new Random(7);
        byte[] good = blob(2);
        int refused = 0;
        for (int round = 0; round < 10_000; round++) {
            byte[] bad = round % 5 == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            for (int i = random.nextInt(4); i >= 0 && bad.length > 0; i--) {
                bad[random.nextInt(random.nextBoolean() ? Math.min(bad.length, 64) : bad.length)] = (byte) random.nextInt();
            }
            try {
                DeviceTreeReader.read(bad).flatten();
            } catch (DeviceTreeException e) {
                assertTrue(e.getMessage().matches("(is|does) .*"), e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > 1_000, "refused " + refused);
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
