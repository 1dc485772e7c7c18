// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.trapline.trace.EventKind;

/** Files of other versions: their table of kinds says what theirs were. */
final class KindTableTest {
    private record Arg(String name, String type, List<String> codes) {
    }

    private static KindTable read(String label, Arg... args) throws BadPayload {
        ByteSink out = new ByteSink();
        out.varint(1);
        out.text(label);
        out.varint(args.length);
        for (Arg arg : args) {
            out.text(arg.name);
            out.text(arg.type);
            out.varint(arg.codes.size());
            arg.codes.forEach(out::text);
        }
        return KindTable.read(new ByteSource(out.bytes(), out.size()));
    }

    @Test
    void theOwnTableMapsEveryKindToItself() throws BadPayload {
        ByteSink out = new ByteSink();
        KindTable.write(out);
        KindTable table = KindTable.read(new ByteSource(out.bytes(), out.size()));
        for (EventKind kind : EventKind.all()) {
            assertEquals(kind.ordinal(), table.ordinal(kind.ordinal()));
        }
        assertThrows(BadPayload.class, () -> table.ordinal(EventKind.all().size()));
    }

    @Test
    void aKindIsFoundByItsNameWhereverItStood() throws BadPayload {
        assertEquals(EventKind.IDLE.ordinal(), read("idle", new Arg("cycles", "DECIMAL", List.of())).ordinal(0));
    }

    @Test
    void aKindWithFewerArgumentsOrCodesIsAnOlderOne() throws BadPayload {
        assertEquals(EventKind.LIFECYCLE.ordinal(), read("lifecycle", new Arg("action", "CODE", List.of("create", "start"))).ordinal(0));
    }

    @Test
    void aKindThatIsUnknownIsNamed() {
        BadPayload refused = assertThrows(BadPayload.class, () -> read("teleport"));
        assertTrue(refused.getMessage().contains("'teleport'"), refused.getMessage());
    }

    @Test
    void anArgumentThatMeansSomethingElseIsNamed() {
        for (Arg arg : List.of(new Arg("cycles", "HEX", List.of()), new Arg("instructions", "DECIMAL", List.of()),
            new Arg("cycles", "DECIMAL", List.of("one")))) {
            BadPayload refused = assertThrows(BadPayload.class, () -> read("idle", arg));
            assertTrue(refused.getMessage().contains("'idle'") && refused.getMessage().contains(arg.name), refused.getMessage());
        }
        assertThrows(BadPayload.class, () -> read("lifecycle", new Arg("action", "CODE", List.of("start", "create"))));
    }

    @Test
    void anArgumentTooManyIsNamed() {
        Arg cycles = new Arg("cycles", "DECIMAL", List.of());
        assertThrows(BadPayload.class, () -> read("idle", cycles, new Arg("deep", "DECIMAL", List.of())));
    }
}
