// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.junit.jupiter.api.Test;

final class RenamingTest {

    private static final String TEXT = """
            import "web.s" as web
            template web { kernel web }
            host rack { hypervisor v { domain web[2] from web  domain solo { kernel web } } }
            host other { hypervisor w { } }
            scenario web { power_on rack.web[0]  power_on solo  snapshot rack.web[1] as s  migrate rack.web[0] to other }
            """;

    @Test
    void programIsRenamedWhereItIsBootedAndNothingElseOfThatName() {
        assertEquals(TEXT.replace("as web", "as kern").replace("kernel web", "kernel kern"), rename("web\n", "kern"));
    }

    @Test
    void renamingFromAReferenceDoesTheSame() {
        assertEquals(TEXT.replace("as web", "as kern").replace("kernel web", "kernel kern"), rename("web } } }", "kern"));
    }

    @Test
    void hostIsRenamedInTheFullNamesOfItsGuests() {
        assertEquals(TEXT.replace("rack", "shelf"), rename("rack {", "shelf"));
        assertEquals(TEXT.replace("rack", "shelf"), rename("rack.web[1]", "shelf"));
    }

    @Test
    void guestIsRenamedInFullNamesAndAlone() {
        assertEquals(TEXT.replace("domain web", "domain www").replace("rack.web", "rack.www"), rename("web[2]", "www"));
        assertEquals(TEXT.replace("solo", "one"), rename("solo {", "one"));
    }

    @Test
    void caretBehindTheNameIsEnough() {
        assertEquals(TEXT.replace("solo", "one"), rename(" { kernel web } } }", "one"));
    }

    @Test
    void wordThatConditionsNeedIsEscaped() {
        assertEquals(TEXT.replace("solo", "^never"), rename("solo {", "never"));
    }

    @Test
    void textThatIsNoNameIsRefused() {
        assertTrue(assertThrows(ResponseErrorException.class, () -> rename("solo {", "a b")).getMessage().contains("is no name"));
    }

    @Test
    void nameThatIsTakenIsRefused() {
        assertTrue(assertThrows(ResponseErrorException.class, () -> rename("solo {", "web")).getMessage().contains("already"));
    }

    @Test
    void keywordCannotBeRenamed() {
        assertEquals(TEXT, rename("kernel web }\n", "x"));
    }

    private static String rename(String at, String newName) {
        int offset = TEXT.indexOf(at);
        return new Editor(TEXT.substring(0, offset) + "|" + TEXT.substring(offset)).renamed(newName);
    }
}
