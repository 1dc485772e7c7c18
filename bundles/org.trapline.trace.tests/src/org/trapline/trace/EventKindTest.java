// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

final class EventKindTest {

    @Test
    void everyKindHasASentenceAndAtMostFourArgumentsOfDifferentNames() {
        for (EventKind kind : EventKind.all()) {
            assertTrue(kind.doc().endsWith("."), kind + " is documented by a sentence");
            assertTrue(kind.args().size() <= EventKind.MAX_ARGS, kind + " fits a slot");
            Set<String> names = new HashSet<>();
            for (EventArg arg : kind.args()) {
                assertTrue(names.add(arg.name()), kind + " has one argument " + arg.name());
                assertEquals(arg.type() == ArgType.CODE, !arg.codes().isEmpty(), kind + " names the codes of " + arg.name());
            }
        }
    }

    @Test
    void everyArgumentStandsInTheTextAndTheTextNamesNoOther() {
        for (EventKind kind : EventKind.all()) {
            Set<String> inText = new HashSet<>();
            Matcher matcher = Pattern.compile("\\{(\\w+)}").matcher(kind.text());
            while (matcher.find()) {
                inText.add(matcher.group(1));
            }
            Set<String> declared = new HashSet<>();
            kind.args().forEach(arg -> declared.add(arg.name()));
            assertEquals(declared, inText, kind + " shows what it declares");
        }
    }

    @Test
    void kindsFitTheSetOfEnabledKindsAndAreFoundByLabel() {
        assertTrue(EventKind.all().size() <= Long.SIZE, "the enabled kinds are the bits of a long");
        for (EventKind kind : EventKind.all()) {
            assertSame(kind, EventKind.byLabel(kind.label()));
        }
        assertNull(EventKind.byLabel("vm_exits"));
    }

    @Test
    void singleInstructionsAreRecordedOnlyOnDemand() {
        assertFalse(EventKind.INSTRUCTION.isOnByDefault());
        assertTrue(EventKind.VM_EXIT.isOnByDefault());
    }

    @Test
    void argumentsAreFoundByName() {
        assertEquals(1, EventKind.VM_EXIT.argIndex("tval"));
        assertEquals(-1, EventKind.VM_EXIT.argIndex("csr"));
    }
}
