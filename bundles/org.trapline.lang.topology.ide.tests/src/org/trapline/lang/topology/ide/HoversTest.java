// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class HoversTest {

    private static final String RACK = """
            import "hello.s" as hello
            size S { memory 8 MiB }
            network lan { cidr 10.28.0.0/24 }
            template web : S { kernel hello  interface e { network lan } }
            host rack { cores 2  memory 64 MiB
              hypervisor vmm { cpu trap_and_emulate  domain www[2] from web { memory 16 MiB } } }
            scenario s { power_on rack.www[0]  expect { never(vm_exit) } }
            """;

    @Test
    void keywordShowsWhatItMeansAndItsDefault() {
        String hover = hover("cores 2");
        assertTrue(hover.startsWith("**cores** — How many harts"), hover);
        assertTrue(hover.contains("Default: `1`"), hover);
    }

    @Test
    void keywordOfAnEnumerationShowsItsWords() {
        String hover = hover("cpu trap");
        assertTrue(hover.contains("- `binary_translation`: "), hover);
    }

    @Test
    void wordOfAnEnumerationShowsItsMeaning() {
        assertTrue(hover("trap_and_emulate").startsWith("**trap_and_emulate** — The guest's kernel runs in physical user mode."));
    }

    @Test
    void nameOfAHostShowsWhatIsAssigned() {
        String hover = hover("rack {");
        assertTrue(hover.startsWith("**host `rack`**"), hover);
        assertTrue(hover.contains("- 32 MiB assigned to guests, 32 MiB left"), hover);
    }

    @Test
    void nameOfADomainShowsItWithItsTemplateFoldedIn() {
        String hover = hover("www[2]");
        assertTrue(hover.contains("**domain `rack.www`**"), hover);
        assertTrue(hover.contains("- 1 vCPU, 16 MiB of memory each, 2 virtual machines"), hover);
        assertTrue(hover.contains("- boots program 'hello'"), hover);
        assertTrue(hover.contains("- made from template 'web'"), hover);
    }

    @Test
    void nameOfAHypervisorShowsTypePagingAndTotals() {
        String hover = hover("vmm {");
        assertTrue(hover.contains("- Type 1, cpu `trap_and_emulate`, paging `shadow`, io `emulated`"), hover);
        assertTrue(hover.contains("- 2 virtual machines with 2 vCPUs and 32 MiB in all"), hover);
    }

    @Test
    void eachPartOfAReferenceShowsItsOwn() {
        assertTrue(hover("rack.www[0]").startsWith("**host `rack`**"));
        assertTrue(hover("www[0]").startsWith("**domain `rack.www`**"));
    }

    @Test
    void networkShowsWhatIsPluggedIn() {
        assertTrue(hover("lan {").contains("- plugged in: template 'web'"), hover("lan {"));
    }

    @Test
    void eventShowsWhatTheTraceSaysOfIt() {
        assertTrue(hover("vm_exit").startsWith("**vm_exit** — Control leaves the guest"), hover("vm_exit"));
    }

    @Test
    void punctuationAndWhiteSpaceShowNothing() {
        assertEquals("", new Editor("host pc |{ }").hover());
        assertEquals("", new Editor("host| pc { }").hover());
    }

    @Test
    void nothingIsShownForABrokenText() {
        assertEquals("", new Editor("host { cores |").hover());
    }

    private static String hover(String at) {
        int offset = RACK.indexOf(at);
        return new Editor(RACK.substring(0, offset) + "|" + RACK.substring(offset)).hover();
    }
}
