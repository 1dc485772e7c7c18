// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.loading;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.trapline.machine.Code;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.Rig;
import org.trapline.machine.StopReason;
import org.trapline.machine.devicetree.DeviceTreeException;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.devicetree.DeviceTreeReader;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.platform.Platform;

class BootLoaderTest {
    private static final long RAM = 16L << 20;
    private static final long KERNEL = Platform.RAM_BASE + (2 << 20);

    private static Program program(String name, Code code) {
        return Program.raw(name, code.bytes(), code.base());
    }

    private static Program room(String name, long pa, long size) {
        return new Program(name, List.of(new Program.Part(pa, new byte[4], size)), pa);
    }

    private static Machine booted(BootFiles files) throws LoadException {
        BootLoader loader = new BootLoader(files, RAM);
        Machine machine = new Machine(new MachineConfig(Rig.ISA, 2, RAM, value -> { }, 0, true, Set.of()));
        loader.describe(machine.platform());
        machine.boot(loader.entry(), () -> loader.load(machine.platform()));
        return machine;
    }

    private static String refusal(BootFiles files) {
        return assertThrows(LoadException.class, () -> new BootLoader(files, RAM)).getMessage();
    }

    @Test
    void firmwareStartsFirstAndIsToldOfTheKernel() throws LoadException {
        // The firmware jumps to wherever the third field says.
        Code firmware = Code.here().op(org.trapline.isa.Instruction.LD, Code.T2, 16, Code.A2)
            .op(org.trapline.isa.Instruction.JALR, 0, 0, Code.T2);
        Machine machine = booted(new BootFiles(program("fw", firmware), program("kernel", Code.at(KERNEL).pass()), null, "", null));
        long info = machine.platform().hart(1).x()[Code.A2];
        Bus bus = machine.platform().bus();
        assertEquals(0x4942534f, bus.read(info, 8));
        assertEquals(2, bus.read(info + 8, 8));
        assertEquals(KERNEL, bus.read(info + 16, 8));
        assertEquals(1, bus.read(info + 24, 8), "supervisor mode");
        assertEquals(StopReason.POWERED_OFF, machine.run(10_000));
    }

    @Test
    void theRamDiskLiesBehindTheKernelAndTheDeviceTreeTellsWhere() throws LoadException, DeviceTreeException {
        byte[] initrd = {1, 2, 3, 4, 5};
        Machine machine = booted(new BootFiles(null, room("kernel", KERNEL, 9 << 20), initrd, "quiet", null));
        Platform platform = machine.platform();
        DeviceTreeNode chosen = DeviceTreeReader.read(platform.bus().dump(platform.deviceTreeAddress(), 0x1_0000)).root().childOrNew("chosen");
        long start = ByteBuffer.wrap(chosen.properties().get("linux,initrd-start")).getLong();
        assertEquals(start + initrd.length, ByteBuffer.wrap(chosen.properties().get("linux,initrd-end")).getLong());
        assertTrue(start >= KERNEL + (9 << 20) && start % (2 << 20) == 0, Long.toHexString(start));
        assertArrayEquals(initrd, platform.bus().dump(start, initrd.length));
        assertEquals("quiet\0", new String(chosen.properties().get("bootargs")));
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheAddresses() {
        assertEquals("'kernel' takes 0x80200000 to 0x81200000, and memory is 0x80000000 to 0x81000000",
            refusal(BootFiles.of(room("kernel", KERNEL, RAM))));
        assertEquals("'kernel' takes 0x80200000 to 0x80ffffff, but from 0x80ff0000 on memory holds the device tree",
            refusal(BootFiles.of(room("kernel", KERNEL, RAM - (2 << 20) - 1))));
        assertEquals("'kernel' takes 0x80200000 to 0x80200100, where 'fw' is: 0x80000000 to 0x80200001",
            refusal(new BootFiles(room("fw", Platform.RAM_BASE, (2 << 20) + 1), room("kernel", KERNEL, 0x100), null, "", null)));
        assertTrue(refusal(new BootFiles(null, room("kernel", KERNEL, 0x100), new byte[9 << 20], "", null)).startsWith("the RAM disk takes "));
        assertTrue(refusal(BootFiles.of(room("kernel", 0x1000, 0x100))).startsWith("'kernel' takes 0x1000 "));
    }

    @Test
    void aDeviceTreeThatIsNoneIsRefused() {
        assertEquals("the device tree does not begin with d00dfeed; a compiled one (.dtb) is expected",
            refusal(new BootFiles(null, room("kernel", KERNEL, 0x100), null, "", new byte[100])));
    }

    private static byte[] image(long offset, long size, long flags) {
        return ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN).putLong(8, offset).putLong(16, size).putLong(24, flags)
            .putInt(56, 0x05435352).array();
    }

    @Test
    void theHeaderOfAKernelSaysWhereItGoesAndWhatItTakes() throws LoadException {
        assertTrue(LinuxImage.isImage(image(0, 0, 0)));
        assertEquals(new LinuxImage(0x20_0000, 0x1000), LinuxImage.read("Image", image(0x20_0000, 0x1000, 0)));
        assertEquals(128, LinuxImage.read("Image", image(0x20_0000, 0, 0)).size(), "not less than the file");
        assertThrows(LoadException.class, () -> LinuxImage.read("Image", image(0x20_0000, 0x1000, 1)));
        assertThrows(LoadException.class, () -> LinuxImage.read("Image", image(-1, 0x1000, 0)));
        assertThrows(LoadException.class, () -> LinuxImage.read("Image", image(0x20_0000, -1, 0)));
    }

    @Test
    void packedKernelsAreUnpackedUpToALimit() throws IOException, LoadException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(new byte[100_000]);
        }
        assertTrue(Packed.isPacked(packed.toByteArray()));
        assertArrayEquals(new byte[100_000], Packed.unpack("Image.gz", packed.toByteArray(), 100_000));
        assertThrows(LoadException.class, () -> Packed.unpack("Image.gz", packed.toByteArray(), 99_999));
        assertThrows(LoadException.class, () -> Packed.unpack("Image.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0}, 1000));
    }

    // ---- damaged files ----

    private static byte[] damaged(byte[] good, int most, Random random) {
        byte[] bad = random.nextInt(8) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
        for (int i = random.nextInt(4); i >= 0 && bad.length > 0; i--) {
            int at = random.nextInt(Math.min(bad.length, most));
            bad[at] = (byte) (random.nextBoolean() ? bad[at] ^ 1 << random.nextInt(8) : random.nextInt());
        }
        return bad;
    }

    @Test
    void tenThousandDamagedKernelImagesAreRefusedOrRun() {
        ByteBuffer good = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        // Jumps over the header, and stays there.
        good.putInt(0x0400006f).putLong(8, 2 << 20).putLong(16, 0x1000).putLong(48, 0x5643534952L).putInt(56, 0x05435352).putInt(64, 0x0000006f);
        Random random = new Random(56);
        int refused = 0;
        int ran = 0;
        for (int round = 0; round < 10_000; round++) {
            byte[] bad = damaged(good.array(), 64, random);
            try {
                LinuxImage header = LinuxImage.isImage(bad) ? LinuxImage.read("k", bad) : new LinuxImage(0, bad.length);
                Program kernel = new Program("k", List.of(new Program.Part(Platform.RAM_BASE + header.offset(), bad, header.size())),
                    Platform.RAM_BASE + header.offset());
                BootFiles files = new BootFiles(null, kernel, new byte[10], "x", null);
                if (random.nextInt(16) == 0) {
                    booted(files).run(50, 200);
                    ran++;
                } else {
                    new BootLoader(files, RAM);
                }
            } catch (LoadException e) {
                assertTrue(e.getMessage().startsWith("'k' ") || e.getMessage().startsWith("the RAM disk "), e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > 1_000 && ran > 100, refused + " refused, " + ran + " ran");
    }

    @Test
    void tenThousandDamagedPackedFilesAreRefusedOrUnpacked() throws IOException {
        byte[] contents = new byte[20_000];
        Random random = new Random(57);
        for (int i = 0; i < contents.length; i++) {
            contents[i] = (byte) random.nextInt(7);
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(contents);
        }
        int refused = 0;
        for (int round = 0; round < 10_000; round++) {
            byte[] bad = damaged(packed.toByteArray(), random.nextBoolean() ? 32 : Integer.MAX_VALUE, random);
            try {
                if (Packed.isPacked(bad)) {
                    assertArrayEquals(contents, Packed.unpack("k", bad, 1 << 20));
                }
            } catch (LoadException e) {
                assertTrue(e.getMessage().matches("'k' (cannot be unpacked: .*[^:]|is larger than .*)") && !e.getMessage().contains("null"), e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > 5_000, refused + " refused");
    }
}
