// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.cli.testkit.Shell;

/** Whatever stands in the files it is given, a command ends, and what it says is for its user: never the stack of an exception. */
@Timeout(300)
final class DamageTest {
    private static final int ROUNDS = 300;
    private static final List<String> NUMBERS = List.of("0", "-1", "1", "65", "4_294_967_296", "9223372036854775807", "9223372036854775808",
        "99999999999999999999", "0x", "0xffffffffffffffff", "1.5", "1e9");
    private static final List<String> PIECES = List.of("host h { }", "host", "{", "}", "[", "]", "..", "\"", "/*", "//", "import \"p.s\" as p", "import \"\" as x",
        "memory 1 PiB", "cores 0", "isa rv64gc_h", "isa rv32i", "domain d[1000] { }", "domain d from d", "template t { }", "template t : t { }", "size s { }",
        "disk d { size 0 B }", "disk d { image \"p.s\" }", "volume v { }", "network n { }", "nic n { network n }", "boot p", "kernel p", "type 3", "MiB", "as", ",",
        "firmware sbi", "append \"x\"", "assign n", "scenario s { power_on h }", "quirk silent_sensitive_csr", "\u0000", "\u00e9", "\t", "\r\n");

    private static final String PROGRAM = """
        .globl _start
        .macro put c
            li t0, 0x10000000
            li t1, \\c
            sb t1, 0(t0)
        .endm
        _start:
            la sp, stack_end
            put 'a'
            call f
            csrr a0, mhartid
        1:  bnez a0, 1b
            li t0, 0x100000
            li t1, 0x5555
            sw t1, 0(t0)
            j .
        f:  addi sp, sp, -16
            sd ra, 8(sp)
            .rept 3
            put 'b' + 1
            .endr
            ld ra, 8(sp)
            addi sp, sp, 16
            ret
        .data
        text: .asciz "hello\\n"
            .balign 8
            .dword text, f - _start
            .equ SIZE, 64
        .bss
            .space SIZE * 4
        stack_end:
        """;
    private static final String CONFIGURATION = """
        import "p.s" as p
        size S { vcpus 1  memory 8 MiB }
        network lan { cidr 10.28.0.0/24 }
        volume shared { size 64 KiB }
        template web : S { kernel p  disk vda { size 8 KiB  bus virtio  backing minidisk }  interface eth0 { network lan } }
        host plain { isa rv64gc  cores 2  memory 16 MiB  disk d { size 1 MiB }  nic n0 { network lan }  boot p }
        host rack {
          isa rv64gc  memory 64 MiB  disk nvme0 { size 64 KiB }
          hypervisor kvmish { type 1  scheduler round_robin { quantum 2000 instr }
            domain web[2] from web
            domain other { memory 8 MiB  kernel p  disk v { volume shared } } }
        }
        """;

    @TempDir
    private Path folder;
    private Shell shell;

    @BeforeEach
    void openShell() {
        shell = new Shell(folder);
    }

    private void survives(String... command) {
        Shell.Result result = shell.run(command);
        String said = result.out() + result.err();
        boolean isStack = said.contains("Exception") || said.contains("\tat ") || said.contains("fault in Trapline");
        assertTrue(!isStack && result.code() != ExitCode.INTERNAL.code(), () -> result.command() + "\n" + said);
    }

    // ---- texts ----

    private static String damaged(String good, Random random) {
        StringBuilder text = new StringBuilder(good);
        for (int changes = 1 + random.nextInt(4); changes > 0 && !text.isEmpty(); changes--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(7)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.setCharAt(at, (char) (random.nextInt(20) == 0 ? random.nextInt(0x10000) : ' ' + random.nextInt(95)));
                case 2 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 3 -> text.replace(at, endOfWord(text, at), NUMBERS.get(random.nextInt(NUMBERS.size())));
                case 4 -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
                case 5 -> text.insert(at, text.substring(random.nextInt(at + 1), at));
                default -> replaceNumber(text, at, random);
            }
        }
        return text.toString();
    }

    private static int endOfWord(StringBuilder text, int from) {
        int end = from;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static void replaceNumber(StringBuilder text, int from, Random random) {
        for (int at = from; at < text.length(); at++) {
            if (Character.isDigit(text.charAt(at))) {
                text.replace(at, endOfWord(text, at), NUMBERS.get(random.nextInt(NUMBERS.size())));
                return;
            }
        }
    }

    @Test
    void damagedConfigurationsAreRefusedOrRun() throws IOException {
        Random random = new Random(1);
        shell.file("p.s", PROGRAM);
        for (int round = 0; round < ROUNDS / 5; round++) {
            String file = fresh("lab.tln", damaged(CONFIGURATION, random).getBytes(StandardCharsets.UTF_8));
            switch (round % 8) {
                case 0 -> survives("diagram", file, "--output", shell.path("lab.dot"));
                case 1 -> survives("run", file, "--limit", "300", "--json");
                default -> survives("run", file, "--limit", "300", "--quiet");
            }
        }
    }

    @Test
    void damagedSourcesAreRefusedOrRun() throws IOException {
        Random random = new Random(2);
        for (int round = 0; round < ROUNDS; round++) {
            String file = fresh("p.s", damaged(PROGRAM, random).getBytes(StandardCharsets.UTF_8));
            if (round % 3 == 0) {
                survives("asm", file, "-o", shell.path("p.elf"));
                survives("objdump", file);
            } else {
                survives("run", file, "--limit", "300", "--quiet");
            }
        }
    }

    // ---- bytes ----

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bad = random.nextInt(6) == 0 ? Arrays.copyOf(good, random.nextInt(2 * good.length)) : good.clone();
        for (int changes = random.nextInt(6); changes >= 0 && bad.length > 0; changes--) {
            bad[random.nextInt(random.nextBoolean() ? Math.min(bad.length, 256) : bad.length)] = (byte) random.nextInt();
        }
        return bad;
    }

    /** A new file each time: to empty an old one makes some file systems wait for the disk. */
    private String fresh(String name, byte[] bytes) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
        return shell.file(name, bytes);
    }

    @Test
    void damagedProgramsTracesAndSnapshotsAreRefusedOrRead() throws IOException {
        Random random = new Random(3);
        String source = shell.file("p.s", PROGRAM);
        shell.run("run", source, "--quiet", "--trace-file", shell.path("p.trace"), "--snapshot", shell.path("p.snapshot")).expect(ExitCode.OK);
        shell.run("asm", source, "-o", shell.path("p.elf")).expect(ExitCode.OK);
        shell.run("asm", source, "-c", "-o", shell.path("p.o")).expect(ExitCode.OK);
        byte[] trace = Files.readAllBytes(folder.resolve("p.trace"));
        byte[] snapshot = Files.readAllBytes(folder.resolve("p.snapshot"));
        byte[] program = Files.readAllBytes(folder.resolve("p.elf"));
        byte[] object = Files.readAllBytes(folder.resolve("p.o"));
        assertNotEquals(0, trace.length);
        for (int round = 0; round < ROUNDS / 4; round++) {
            survives("trace", "show", fresh("bad.trace", damaged(trace, random)));
            survives("trace", "stats", shell.path("bad.trace"));
            survives("snapshot", fresh("bad.snapshot", damaged(snapshot, random)));
            survives("run", source, "--quiet", "--restore", shell.path("bad.snapshot"));
            survives("run", fresh("bad.elf", damaged(program, random)), "--quiet", "--limit", "300");
            survives("objdump", shell.path("bad.elf"));
            survives("objdump", fresh("bad.o", damaged(object, random)));
            survives("asm", shell.path("bad.o"), "-o", shell.path("linked.elf"));
            survives("run", source, "--quiet", "--limit", "300", "--dtb", fresh("bad.dtb", damaged(program, random)), "--initrd", shell.path("bad.o"));
        }
    }
}
