// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.formatting2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.Injector;
import java.io.StringReader;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.eclipse.xtext.nodemodel.ILeafNode;
import org.eclipse.xtext.parser.IParseResult;
import org.eclipse.xtext.parser.IParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.trapline.lang.topology.Samples;
import org.trapline.lang.topology.TopologyStandaloneSetup;

final class LayoutTest {

    private static final Injector INJECTOR = new TopologyStandaloneSetup().createInjectorAndDoEMFRegistration();
    private static final List<String> SAMPLES = Samples.NAMES;

    @Test
    void settingsOnOneLineAreTwoSpacesApartAndTokensOne() {
        assertEquals("host pc { cores 1  memory 64 MiB  nic n0  nic n1 }\n", format("host pc{cores   1 memory 64MiB nic n0\tnic n1}"));
    }

    @Test
    void blockWithALineBreakHasItsBracesAtLineEnds() {
        assertEquals("""
                host pc {
                  cores 1
                  hypervisor v { type 1 }
                }
                """, format("host pc { cores 1\n hypervisor v { type 1 } }"));
    }

    @Test
    void namesRangesAndConditionsAreWrittenTight() {
        assertEquals("""
                host h { hypervisor v { domain web[2] : S from t { pin 0-1, 3  disk d { backing minidisk of e[0..16 MiB] } } } }
                network n { cidr 10.0.0.0/8 }
                scenario s { expect { not (downtime(h.web[0]) <= 5 us) and count(vm_exit where (pc == 3)) > 1  never(write) } }
                """, format("""
                host h { hypervisor v { domain web [ 2 ]:S from t { pin 0 - 1 ,3 disk d { backing minidisk of e [ 0 .. 16 MiB ] } } } }
                network n { cidr 10 . 0.0.0 / 8 }
                scenario s { expect { not(downtime ( h . web[0] )<=5us) and count( vm_exit where( pc==3 ) )>1 never (write) } }"""));
    }

    @Test
    void commentsStayWithTheirLine() {
        assertEquals("""
                // file
                import "a.s" as a  // trailing

                // about the host
                host pc {  // first
                  // inside
                  cores 1  /* two */  memory 1 MiB
                  // at the end
                }
                """.replace("/* two */  memory", "/* two */ memory"), format("""


                // file
                import "a.s" as a // trailing



                // about the host
                host pc { // first
                // inside
                    cores 1 /* two */ memory 1 MiB
                      // at the end
                }
                """));
    }

    @Test
    void emptyLinesAreKeptButNotMoreThanOne() {
        assertEquals("host a { }\n\nhost b {\n  cores 1\n\n  boot x\n}\n", format("\n\nhost a {}\n\n\n\nhost b {\n\n\n  cores 1\n\n\n  boot x\n\n}\n\n\n"));
    }

    @Test
    void textWithSyntaxErrorsIsLeftAlone() {
        assertEquals("host   pc {", format("host   pc {"));
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void layingOutTwiceChangesNothingMoreWhateverTheTextLookedLike(String name) {
        String original = Samples.text(name);
        Random random = new Random(11);
        for (int i = 0; i < 100; i++) {
            String mangled = i == 0 ? original : mangle(original, random);
            String once = format(mangled);
            assertEquals(tokens(mangled), tokens(once), "the tokens are the same");
            assertEquals(once, format(once));
        }
    }

    @Test
    void noLineEndsInASpaceAndTheFileInOneLineBreak() {
        String text = format(mangle(Samples.text("everything.tln"), new Random(3)));
        assertTrue(text.lines().noneMatch(line -> line.endsWith(" ")), text);
        assertTrue(text.endsWith("}\n"), text);
    }

    /** Other white space where there is some, none removed altogether. */
    private static String mangle(String text, Random random) {
        StringBuilder mangled = new StringBuilder();
        boolean comment = false;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            comment = c == '\n' ? false : comment || !quoted && (text.startsWith("//", i) || text.startsWith("/*", i));
            quoted = !comment && (c == '"') != quoted;
            mangled.append(c);
            if (!comment && !quoted && Character.isWhitespace(c) && random.nextInt(4) == 0) {
                mangled.append(new String[] {" ", "\n", "\t", "\n\n\n", " // note\n", " /* note */ "}[random.nextInt(6)]);
            }
        }
        return mangled.toString();
    }

    private static List<String> tokens(String text) {
        return StreamSupport.stream(parse(text).getRootNode().getLeafNodes().spliterator(), false)
                .filter(leaf -> !leaf.isHidden() || !leaf.getText().isBlank()).map(ILeafNode::getText).map(String::strip).toList();
    }

    private static String format(String text) {
        return Layout.format(parse(text));
    }

    private static IParseResult parse(String text) {
        return INJECTOR.getInstance(IParser.class).parse(new StringReader(text));
    }
}
