// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.examples.Example;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.testkit.Lab;

/** Which technique makes what slow: the order that the literature has found, and the example's page tells of. */
@Timeout(120)
final class NanobenchmarksTest {
    private static final String NAME = "nanobenchmarks";
    private static final int SEVEN = 7;
    /** What is the same but for the exits that a first touch of memory takes. */
    private static final double ABOUT = 1.25;

    /** Cycles for one round, by host and name. */
    private static Map<String, Map<String, Long>> cycles;

    @BeforeAll
    static void measure(@TempDir Path folder) throws Exception {
        Example example = Example.named(NAME).orElseThrow();
        example.copyTo(folder);
        Session session = Lab.ended(Lab.plan(PlanLoader.load(folder.resolve(example.configuration()))));
        cycles = new LinkedHashMap<>();
        for (GuestResult result : session.results()) {
            Map<String, Long> lines = new LinkedHashMap<>();
            result.guest().console().text().lines().forEach(line -> lines.put(line.replaceAll("\\s+\\d+$", ""), Long.valueOf(line.replaceAll("\\D", ""))));
            cycles.put(result.guest().name().replaceAll("\\..*", ""), lines);
        }
    }

    private static long bare(String what) {
        return cycles.get("bare").get(what);
    }

    private static long trapping(String what) {
        return cycles.get("trapping").get(what);
    }

    private static long translating(String what) {
        return cycles.get("translating").get(what);
    }

    private static long assisted(String what) {
        return cycles.get("assisted").get(what);
    }

    private static long early(String what) {
        return cycles.get("early").get(what);
    }

    @Test
    void allSevenAreMeasuredEverywhere() {
        assertEquals(6, cycles.size());
        cycles.forEach((host, lines) -> assertEquals(SEVEN, lines.size(), host + ": " + lines));
    }

    @Test
    void aGuestsOwnTrapsNeedNoExitWithHardwareAndFewestOfTheOthersByTranslation() {
        for (String what : new String[] {"system call", "exception"}) {
            assertAll(what,
                () -> assertTrue(assisted(what) <= ABOUT * bare(what)),
                () -> assertTrue(translating(what) > 5 * bare(what)),
                () -> assertTrue(trapping(what) > 1.5 * translating(what)));
        }
    }

    @Test
    void aPrivilegedWriteIsAnExitOfTrapAndEmulateOnly() {
        String what = "privileged register write";
        assertTrue(trapping(what) > 20 * bare(what));
        assertTrue(translating(what) <= 2 * bare(what));
        assertTrue(assisted(what) <= ABOUT * bare(what));
    }

    @Test
    void callsAndReturnsAreWhatTranslationIsSlowAt() {
        String what = "call and return";
        assertEquals(bare(what), trapping(what));
        assertEquals(bare(what), assisted(what));
        assertTrue(translating(what) > 3 * bare(what));
    }

    @Test
    void aDeviceIsAnExitEverywhere() {
        String what = "device register read";
        assertTrue(trapping(what) > 20 * bare(what));
        assertTrue(translating(what) > 20 * bare(what));
        assertTrue(assisted(what) > 20 * bare(what));
    }

    @Test
    void shadowTablesMakePageFaultsAndUpdatesSlowAndNestedOnesDoNot() {
        for (String what : new String[] {"page fault", "page-table update"}) {
            assertAll(what,
                () -> assertTrue(assisted(what) <= ABOUT * bare(what)),
                () -> assertTrue(trapping(what) > 10 * bare(what)),
                () -> assertTrue(translating(what) > 10 * bare(what)));
        }
    }

    /** Whatever needs an exit: so it was on the first processors that had modes for guests, on which an exit took thousands of cycles and tables were shadowed. */
    @Test
    void translationWinsWhereTheWayOutOfAModeForGuestsIsLong() {
        for (String what : new String[] {"device register read", "page fault", "page-table update"}) {
            assertAll(what,
                () -> assertTrue(bare(what) < translating(what)),
                () -> assertTrue(10 * translating(what) < early(what)));
        }
    }

    @Test
    void modesForGuestsWinAlsoThereWhereNoExitIsNeeded() {
        for (String what : new String[] {"system call", "exception", "call and return"}) {
            assertAll(what,
                () -> assertTrue(early(what) <= ABOUT * bare(what)),
                () -> assertTrue(3 * early(what) < translating(what)));
        }
        assertEquals(early("privileged register write"), translating("privileged register write"));
    }

    @Test
    void aSecondStageOfTranslationTakesTheExitsOutOfPaging() {
        for (String what : new String[] {"page fault", "page-table update"}) {
            assertAll(what,
                () -> assertTrue(cycles.get("shadowed").get(what) > 5 * assisted(what)),
                () -> assertTrue(cycles.get("shadowed").get(what) < trapping(what) || what.equals("page-table update")));
        }
    }
}
