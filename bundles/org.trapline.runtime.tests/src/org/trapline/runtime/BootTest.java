// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trapline.asm.Assembler;
import org.trapline.asm.AssemblerOptions;
import org.trapline.asm.AssemblyResult;
import org.trapline.asm.SourceFile;
import org.trapline.asm.elf.ElfWriter;
import org.trapline.asm.link.Linker;
import org.trapline.asm.link.LinkerOptions;
import org.trapline.machine.devicetree.DeviceTree;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.load.PlanResult;
import org.trapline.runtime.load.ProgramHost;
import org.trapline.runtime.load.ProgramHost.Beside;
import org.trapline.runtime.load.ProgramHost.Owner;
import org.trapline.runtime.testkit.Lab;

/** What programs find beside themselves, and firmware that others wrote. */
@Timeout(120)
final class BootTest {
    private static final Path OPENSBI = Path.of("/usr/lib/riscv64-linux-gnu/opensbi/generic");
    private static final Path UBOOT = Path.of("/usr/lib/u-boot");
    private static final int DAMAGED = 10_000;
    private static final int RUN_EACH = 50;
    private static final String OFF = "off: li t0, 0x100000; li t1, 0x5555; sw t1, 0(t0); j .";
    /** Prints the text at s0, up to a zero. */
    private static final String PRINT = "print: li t1, 0x10000000; 1: lbu t0, 0(s0); beqz t0, 2f; sb t0, 0(t1); addi s0, s0, 1; j 1b; 2: ret";
    /** Looks for "say=" from a1 on and prints what follows, then the RAM disk, which is where it must be in 16 MiB. */
    private static final String[] TELLS = {
        ".globl _start", "_start: mv s0, a1", "li t2, 0x3d796173",
        "find: lbu t0, 3(s0); lbu t1, 2(s0); slli t0, t0, 8; or t0, t0, t1; lbu t1, 1(s0); slli t0, t0, 8; or t0, t0, t1; lbu t1, 0(s0)",
        "slli t0, t0, 8; or t0, t0, t1; addi s0, s0, 1; bne t0, t2, find", "addi s0, s0, 3; call print", "li s0, 0x80800000; call print", OFF, PRINT};

    @TempDir
    private Path folder;
    private Lab lab;

    @BeforeEach
    void openLab() {
        lab = new Lab(folder);
    }

    private static String printed(Session session) {
        return session.guests().getFirst().console().text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"host h { memory 16 MiB boot k BOOT }", "host h { memory 16 MiB firmware sbi boot k BOOT }",
        "host h { isa rv32gc memory 16 MiB boot k BOOT }", "host h { isa rv32gc memory 16 MiB firmware sbi device i { model aclint } boot k BOOT }",
        "host h { memory 64 MiB hypervisor v { domain d { memory 16 MiB kernel k BOOT } } }"})
    void hostsAndDomainsHandOverCommandLineAndRamDisk(String host) {
        lab.file("k.s", TELLS);
        lab.file("disk.cpio", "from the disk\0".getBytes(StandardCharsets.US_ASCII));
        Session session = Lab.ended(lab.configuration("import \"k.s\" as k", host.replace("BOOT", "initrd \"disk.cpio\" append \"say=hello,\"")));
        assertEquals("hello,from the disk", printed(session));
        assertEquals(Ending.POWERED_OFF, session.results().getFirst().ending());
    }

    @Test
    void aProgramCanBeTheFirmwareOfAnother() {
        lab.file("fw.s", "_start: ld t0, 16(a2)", "li t1, 3 << 11; csrc mstatus, t1; li t1, 1 << 11; csrs mstatus, t1", "csrw mepc, t0",
            "li t1, -1; csrw pmpaddr0, t1; li t1, 0x1f; csrw pmpcfg0, t1", "mret");
        // Raw, so that it leaves room for firmware; it says that it runs, and switches off.
        lab.file("k.bin", code(0x100002b7, 0x05300313, 0x00628023, 0x001002b7, 0x00005337, 0x5553031b, 0x0062a023, 0x0000006f));
        Session session = Lab.ended(lab.configuration("import \"fw.s\" as fw", "import \"k.bin\" as k", "host h { memory 16 MiB firmware fw boot k }"));
        assertEquals("S", printed(session));
        assertEquals(Ending.POWERED_OFF, session.results().getFirst().ending());
    }

    private static byte[] code(int... words) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            buffer.putInt(word);
        }
        return buffer.array();
    }

    @Test
    void aPackedKernelImageIsStartedInSupervisorModeWhereItsHeaderSays() throws IOException {
        ByteBuffer image = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
        // Jumps over the header; there, the reset call of SBI.
        image.putInt(0x0400006f).putLong(8, 0x20_0000).putLong(16, 0x1000).putInt(56, 0x05435352);
        image.position(64).put(code(0x535258b7, 0x3548889b, 0x00000813, 0x00000513, 0x00000593, 0x00000073, 0x0000006f));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(image.array());
        }
        Path file = lab.file("Image.gz", packed.toByteArray());
        assertTrue(PlanLoader.isSupervisor(file));
        Session session = Lab.ended(Lab.plan(PlanLoader.program(file, ProgramHost.bare().ownedBy(Owner.FIRMWARE))));
        assertEquals(Ending.POWERED_OFF, session.results().getFirst().ending());
        packed.reset();
        packed.write(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0});
        assertTrue(PlanLoader.program(lab.file("Image.gz", packed.toByteArray()), ProgramHost.bare()).hasErrors());
    }

    /** As program, as kernel, as firmware, with a device tree: what is taken in spite of it runs, and that comes to an end as well. */
    @Test
    void tenThousandDamagedProgramsAreRefusedInOneSentenceOrRun() throws IOException {
        Random random = new Random(3);
        byte[] kernel = linked(0x8020_0000L);
        byte[] alone = linked(0x8000_0000L);
        byte[] tree = new DeviceTree(new DeviceTreeNode("").text("model", "x"), List.of()).flatten();
        int refused = 0;
        int ran = 0;
        for (int round = 0; round < DAMAGED; round++) {
            Path file = fresh("k.elf", damaged(round % 2 == 0 ? kernel : alone, random));
            Path firmware = round % 4 == 0 ? fresh("fw.elf", damaged(alone, random)) : null;
            Path blob = round % 8 == 0 ? fresh("t.dtb", damaged(tree, random)) : null;
            Owner owner = firmware == null && round % 2 == 0 ? Owner.FIRMWARE : round % 3 == 0 ? Owner.HYPERVISOR : Owner.PROGRAM;
            ProgramHost host = new ProgramHost(owner, ProgramHost.bare().isa(), 1, 16L << 20, new Beside(firmware, null, "", blob));
            PlanResult result = PlanLoader.program(file, host);
            assertTrue(result.problems().stream().noneMatch(problem -> problem.message().contains("Exception")), () -> result.problems().toString());
            if (result.hasErrors()) {
                refused++;
            } else if (random.nextInt(RUN_EACH) == 0) {
                Session session = Lab.session(result.plan(), SessionOptions.unattended().withTraceCapacity(0).withInstructionLimit(100));
                Lab.run(session);
                assertFalse(session.results().stream().anyMatch(guest -> guest.ending() == Ending.NOT_YET));
                ran++;
            }
        }
        assertTrue(refused > DAMAGED / 5 && ran > DAMAGED / RUN_EACH / 10, refused + " refused, " + ran + " ran");
    }

    /** A new file each time: to empty an old one makes some file systems wait for the disk. */
    private Path fresh(String name, byte[] bytes) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
        return lab.file(name, bytes);
    }

    private static byte[] linked(long at) {
        AssemblyResult program = Assembler.assemble(new SourceFile("k.s", ".globl _start\n_start: la a0, text; 1: addi a1, a1, 1; j 1b\n.data; text: .asciz \"x\""),
            AssemblerOptions.defaults());
        return ElfWriter.executable(Linker.link(List.of(program.object()), LinkerOptions.defaults().withBase(at)).image());
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bad = random.nextInt(4) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
        for (int i = random.nextInt(3); i > 0 && bad.length > 0; i--) {
            bad[random.nextInt(Math.min(bad.length, 128))] = (byte) random.nextInt();
        }
        return bad;
    }

    // ---- firmware that others wrote ----

    private String boots(Path program, Path firmware, int harts, long instructions) {
        assumeTrue(Files.exists(program), program + " is not installed (Debian packages opensbi, u-boot-qemu)");
        ProgramHost host = new ProgramHost(Owner.PROGRAM, ProgramHost.bare().isa(), harts, 128L << 20, new Beside(firmware, null, "", null));
        Session session = Lab.session(Lab.plan(PlanLoader.program(program, host)), SessionOptions.unattended().withTraceCapacity(0)
            .withInstructionLimit(instructions));
        Lab.run(session);
        return printed(session);
    }

    @Test
    void openSbiTellsAboutTheMachineAndStartsAKernelOnFourHarts() {
        Path kernel = lab.file("k.bin", code(0x100002b7, 0x05300313, 0x00628023, 0x001002b7, 0x00005337, 0x5553031b, 0x0062a023, 0x0000006f));
        String printed = boots(kernel, OPENSBI.resolve("fw_dynamic.bin"), 4, 80_000_000);
        for (String line : new String[] {"Platform HART Count *: 4", "Platform IPI Device *: aclint-mswi", "Platform Timer Device *: aclint-mtimer @ 10000000Hz",
            "Platform Console Device *: uart8250", "Platform Shutdown Device *: sifive_test", "Domain0 Next Address *: 0x0000000080200000",
            "Domain0 Next Mode *: S-mode"}) {
            assertTrue(printed.lines().anyMatch(text -> text.strip().matches(line)), () -> line + " in:\n" + printed);
        }
        assertTrue(printed.endsWith("S"), printed);
    }

    @Test
    void uBootComesToItsPrompt() {
        String printed = boots(UBOOT.resolve("qemu-riscv64/u-boot.bin"), null, 1, 300_000_000);
        assertTrue(printed.contains("U-Boot 20") && printed.stripTrailing().endsWith("=>"), printed);
        assertFalse(printed.contains("Unhandled exception"), printed);
    }

    @Test
    void uBootComesToItsPromptAboveOpenSbi() {
        String printed = boots(UBOOT.resolve("qemu-riscv64_smode/u-boot.bin"), OPENSBI.resolve("fw_jump.elf"), 1, 300_000_000);
        assertTrue(printed.contains("OpenSBI v") && printed.contains("U-Boot 20") && printed.stripTrailing().endsWith("=>"), printed);
    }
}
