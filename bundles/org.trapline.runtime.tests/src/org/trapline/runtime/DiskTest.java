// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.testkit.Lab;

/** Disks of hosts and virtual machines, with a driver that prints what it reads, and changes it. */
class DiskTest {
    private static final String CHANGED = "\nchanged!\n";

    @TempDir
    private Path folder;
    private Lab lab;

    @BeforeEach
    void writeFiles() throws IOException {
        lab = new Lab(folder);
        lab.file("disk.s", driver());
        lab.file("images/fs.img", image("original"));
    }

    private static byte[] driver() throws IOException {
        try (InputStream in = Lab.class.getResourceAsStream("disk.s")) {
            return in.readAllBytes();
        }
    }

    /** A disk of four sectors, the second of which begins with a text. */
    private static byte[] image(String text) {
        byte[] bytes = new byte[2048];
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, bytes, 512, text.length());
        return bytes;
    }

    private List<String> run(String... lines) throws IOException {
        SystemPlan plan = lab.configuration(lines);
        Session session = Lab.ended(plan);
        for (GuestResult result : session.results()) {
            assertEquals(Ending.POWERED_OFF, result.ending(), result.guest().name());
        }
        assertEquals(Lab.traceDigest(session), Lab.traceDigest(Lab.ended(plan)), "a second run is the same");
        assertArrayEquals(image("original"), Files.readAllBytes(folder.resolve("images/fs.img")), "a run changes no file");
        return session.guests().stream().map(guest -> guest.console().text()).toList();
    }

    @Test
    void aHostHasTheContentsOfAFile() throws IOException {
        assertEquals(List.of("original" + CHANGED),
            run("import \"disk.s\" as driver", "host h { disk d { image \"images/fs.img\" } boot driver }"));
    }

    @Test
    void aBlankDiskIsZero() throws IOException {
        assertEquals(List.of("\0".repeat(8) + CHANGED), run("import \"disk.s\" as driver", "host h { disk d { size 1 MiB } boot driver }"));
    }

    @Test
    void virtualMachinesHaveMinidisksOfTheirOwn() throws IOException {
        assertEquals(List.of("\0".repeat(8) + CHANGED, "\0".repeat(8) + CHANGED),
            run("import \"disk.s\" as driver", "host h { disk d { size 64 KiB }",
                "hypervisor v { domain twin[2] { kernel driver disk vda { size 2 KiB } } } }"));
    }

    @Test
    void aMinidiskIsThePartOfTheHostsDiskThatItSays() throws IOException {
        assertEquals(List.of("original" + CHANGED),
            run("import \"disk.s\" as driver", "host h { disk d { image \"images/fs.img\" }",
                "hypervisor v { domain g { kernel driver disk vda { backing minidisk of d[0..1024 B] } } } }"));
        assertEquals(List.of("\0".repeat(8) + CHANGED),
            run("import \"disk.s\" as driver", "host h { disk d { image \"images/fs.img\" }",
                "hypervisor v { domain g { kernel driver disk vda { backing minidisk of d[1024..2048 B] } } } }"));
    }

    @Test
    void virtualMachinesHaveFilesOfTheirOwn() throws IOException {
        assertEquals(List.of("original" + CHANGED, "original" + CHANGED),
            run("import \"disk.s\" as driver", "host h { hypervisor v { io virtio",
                "domain twin[2] { kernel driver disk vda { image \"images/fs.img\" backing file } } } }"));
    }

    @Test
    void aMinidiskCanBeginWithTheContentsOfAFile() throws IOException {
        assertEquals(List.of("original" + CHANGED),
            run("import \"disk.s\" as driver", "host h { disk d { size 1 MiB }",
                "hypervisor v { domain g { kernel driver disk vda { image \"images/fs.img\" backing minidisk } } } }"));
    }

    @Test
    void hostsShareAVolume() throws IOException {
        // The second begins when the first has ended, because it counts before it looks.
        String late = new String(driver(), StandardCharsets.US_ASCII).replaceFirst("_start:", "_start: li t0, 1000000\n1: addi t0, t0, -1\nbnez t0, 1b\n");
        lab.file("late.s", late);
        assertEquals(List.of("original" + CHANGED, "changed!" + CHANGED),
            run("import \"disk.s\" as driver", "import \"late.s\" as late", "volume v { image \"images/fs.img\" }",
                "host a { hypervisor h { domain g { kernel driver disk d { volume v } } } }",
                "host b { hypervisor h { domain g { kernel late disk d { volume v } } } }"));
    }

    @Test
    void whatIsPersistentStaysInTheFile() throws IOException {
        SystemPlan plan = lab.configuration("import \"disk.s\" as driver", "host h { disk d { image \"images/fs.img\" persistent } boot driver }");
        assertEquals("original" + CHANGED, Lab.ended(plan).guests().getFirst().console().text());
        assertArrayEquals(image("changed!"), Files.readAllBytes(folder.resolve("images/fs.img")));
        assertEquals("changed!" + CHANGED, Lab.ended(plan).guests().getFirst().console().text());
    }

    @Test
    void aDiskThatIsReadOnlyRefusesToBeWritten() {
        Session session = Lab.ended(lab.configuration("import \"disk.s\" as driver",
            "host h { disk d { image \"images/fs.img\" read_only } boot driver }"));
        assertEquals("original\n", session.guests().getFirst().console().text());
        assertEquals(1, session.results().getFirst().exitCode());
    }
}
