// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.examples.Example;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.testkit.Lab;
import org.trapline.vmm.translation.Listing;

/** What the example popf teaches is what happens. */
@Timeout(120)
final class PopfTest {
    private static final String RIGHT = """
        kernel: interrupts on, then off: they are on off
        kernel: sscratch holds what I put there
        kernel: a system call has come to me
        """;
    private static final String WRONG = """
        kernel: interrupts on, then off: they are on on
        kernel: sscratch does not hold what I put there
        firmware: something has come to me that was the kernel's
        """;

    @TempDir
    private Path folder;

    private Session session() throws Exception {
        Example example = Example.named("popf").orElseThrow();
        example.copyTo(folder);
        return Lab.ended(Lab.plan(PlanLoader.load(folder.resolve(example.configuration()))));
    }

    private static String console(Session session, String guest) {
        return guest(session, guest).console().text().replace("\r", "");
    }

    private static Guest guest(Session session, String name) {
        return session.guests().stream().filter(each -> each.name().endsWith(name)).findFirst().orElseThrow();
    }

    @Test
    void onlyTrapAndEmulateOnAHartWithSilentInstructionsBreaksTheGuest() throws Exception {
        Session session = session();
        assertEquals(RIGHT, console(session, "bare"));
        assertEquals(RIGHT, console(session, "honest"));
        assertEquals(WRONG, console(session, "victim"));
        assertEquals(RIGHT, console(session, "cured"));
    }

    @Test
    void oldAndNewCodeCanBeListedSideBySide() throws Exception {
        Session session = session();
        assertTrue(session.translations(guest(session, "honest")).get().isEmpty());
        List<Listing> listings = session.translations(guest(session, "cured")).get();
        List<Listing.Entry> entries = listings.stream().flatMap(each -> each.entries().stream()).toList();
        Listing.Entry kept = entries.stream().filter(each -> each.text().equals("csrw sscratch,s0")).findFirst().orElseThrow();
        assertEquals(List.of("fmv.d.x fs9,s0"), kept.code().stream().map(Listing.Line::text).toList());
        Listing.Entry asked = entries.stream().filter(each -> each.text().equals("csrw stvec,t0")).findFirst().orElseThrow();
        assertEquals(List.of("ecall"), asked.code().stream().map(Listing.Line::text).toList());
        assertFalse(entries.stream().anyMatch(each -> each.code().stream().anyMatch(line -> line.text().contains("csr"))), "none is left");
        GuestResult result = session.results().stream().filter(each -> each.guest().name().endsWith("cured")).findFirst().orElseThrow();
        assertTrue(result.translation().orElseThrow().misses() > 10);
    }
}
