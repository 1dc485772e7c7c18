// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trapline.runtime.testkit.Lab;
import org.trapline.trace.EventKind;
import org.trapline.vmm.migration.MigrationPolicy;

/** Devices of the host that a guest has for itself. */
@Timeout(60)
final class PassthroughTest {
    private static final String PRINTED = "original\nchanged!\n";

    @TempDir
    private Path folder;
    private Lab lab;
    private String driver;

    @BeforeEach
    void writePrograms() throws IOException {
        lab = new Lab(folder);
        try (InputStream in = Lab.class.getResourceAsStream("disk.s")) {
            driver = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
        lab.file("disk.s", driver);
        byte[] image = new byte[2048];
        System.arraycopy("original".getBytes(StandardCharsets.US_ASCII), 0, image, 512, 8);
        lab.file("disk.img", image);
    }

    private Session run(String cpu, String domain) {
        return Lab.ended(lab.configuration("import \"disk.s\" as driver", "host h { isa rv64gch memory 64 MiB disk d { image \"disk.img\" }",
            "hypervisor v { cpu " + cpu + " domain g { kernel driver " + domain + " } } }"));
    }

    private static long count(Session session, EventKind kind) {
        long[] count = {0};
        session.trace().orElseThrow().forEach(event -> count[0] += event.kind() == kind ? 1 : 0);
        return count[0];
    }

    @ParameterizedTest
    @ValueSource(strings = {"trap_and_emulate", "binary_translation", "hardware"})
    void aGuestDrivesTheHostsDeviceWithoutExits(String cpu) throws Exception {
        Session through = run(cpu, "assign d");
        assertEquals(PRINTED, through.guests().getFirst().console().text());
        assertEquals(Ending.POWERED_OFF, through.results().getFirst().ending());
        Session emulated = run(cpu, "disk x { image \"disk.img\" backing file }");
        assertEquals(PRINTED, emulated.guests().getFirst().console().text());
        long less = emulated.results().getFirst().exits() - through.results().getFirst().exits();
        assertTrue(less >= 15, "each register access was an exit: " + less + " fewer");
        Session again = run(cpu, "assign d");
        assertEquals(Lab.traceDigest(through), Lab.traceDigest(again));
        assertEquals(through.digests().get(), again.digests().get());
    }

    @Test
    void aGuestWithADeviceOfItsHostIsNeitherKeptNorMoved() {
        try (Session session = Lab.session(lab.configuration("import \"disk.s\" as driver", "host h { memory 64 MiB disk d { image \"disk.img\" }",
            "hypervisor v { domain g { kernel driver assign d } } }"), SessionOptions.unattended().withStartsPaused(true))) {
            session.start();
            Guest guest = session.guests().getFirst();
            Lives lives = session.lives();
            for (CompletableFuture<?> refused : List.of(lives.snapshot(guest, "s"), lives.suspend(guest), lives.template(guest, "t"), lives.clone(guest, "c"),
                lives.migrate(guest, 0, MigrationPolicy.standard()))) {
                String why = assertThrows(CompletionException.class, refused::join).getCause().getMessage();
                assertTrue(why.contains("it has 'd' of its host"), why);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"trap_and_emulate", "binary_translation", "hardware"})
    void aDevicesInterruptIsItsGuests(String cpu) {
        // Source 1 of the PLIC, for machine mode of hart 0; instead of polling it waits, once for each request.
        String setUp = "_start: li t0, 0xc000004\n li t1, 1\n sw t1, 0(t0)\n li t0, 0xc002000\n li t1, 2\n sw t1, 0(t0)\n li t0, 0x800\n csrw mie, t0\n";
        String wait = "wfi\n li t3, 0xc200004\n lw t4, 0(t3)\n li t5, 1\n sw t5, 0x64(s0)\n sw t4, 0(t3)\n";
        String waiting = driver.replace("_start:", setUp);
        int kick = waiting.indexOf("0x50(s0)");
        assertTrue(kick > 0, "the driver notifies the device");
        int end = waiting.indexOf('\n', kick) + 1;
        lab.file("disk.s", waiting.substring(0, end) + wait + waiting.substring(end));
        Session session = run(cpu, "assign d");
        assertEquals(PRINTED, session.guests().getFirst().console().text());
        assertEquals(Ending.POWERED_OFF, session.results().getFirst().ending());
    }

    @Test
    void whatADeviceMayNotReachIsRefusedAndTold() throws Exception {
        // Behind the guest's 16 MiB there is memory of the host, where a neighbour is.
        lab.file("disk.s", driver.replace("        la      t2, data\n", "        li      t2, 0x81000000\n"));
        lab.file("quiet.s", "_start: li t0, 0x100000\n li t1, 0x5555\n sw t1, 0(t0)\n j .");
        Session session = Lab.session(lab.configuration("import \"disk.s\" as driver", "import \"quiet.s\" as quiet",
            "host h { memory 64 MiB disk d { image \"disk.img\" }",
            "hypervisor v { domain g { kernel driver assign d } domain n { memory 16 MiB kernel quiet } } }"),
            SessionOptions.unattended().withInstructionLimit(50_000));
        Lab.run(session);
        assertTrue(count(session, EventKind.DMA_REFUSED) > 0, "it is told");
        byte[] neighbour = session.memory(session.guests().getLast(), 0x8010_0000L, 1 << 20).get();
        assertArrayEquals(new byte[1 << 20], neighbour, "nothing of it has changed");
    }
}
