// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.asm.elf.ElfReader;
import org.trapline.asm.link.LinkResult;
import org.trapline.asm.link.Linker;
import org.trapline.asm.link.LinkerOptions;
import org.trapline.asm.link.LinkerOptions.GlobalPointer;
import org.trapline.asm.object.Image;
import org.trapline.asm.object.Image.PlacedSection;
import org.trapline.asm.object.ObjectFile;
import org.trapline.isa.Isa;

/** The programs in {@code corpus}, one for each theme, become what GNU as and ld make of them. */
class CorpusTest {
    private static final int LEAST_PROGRAMS = 25;

    private record Case(String program, String arch, boolean relax, String digest) {
        @Override
        public String toString() {
            return program + ' ' + arch + (relax ? "" : " without relaxation");
        }
    }

    private static String read(String name) {
        try (InputStream in = CorpusTest.class.getResourceAsStream("corpus/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String line : read("expected.txt").lines().filter(line -> !line.startsWith("#")).toList()) {
            String[] words = line.split(" ");
            cases.add(new Case(words[0], words[1], words[2].equals("relax"), words[3]));
        }
        return cases;
    }

    private static ObjectFile assemble(Case each) {
        AssemblerOptions options = AssemblerOptions.defaults().withIsa(Isa.parse(each.arch())).withRelax(each.relax());
        AssemblyResult result = Assembler.assemble(new SourceFile(each.program() + ".s", read(each.program() + ".s")), options);
        assertEquals(List.of(), result.diagnostics().stream().filter(Diagnostic::isError).toList(), each.toString());
        return result.object();
    }

    private static Image link(Case each) {
        LinkResult result = Linker.link(List.of(assemble(each)),
            LinkerOptions.defaults().withRelax(each.relax()).withGlobalPointer(GlobalPointer.ALWAYS));
        assertEquals(List.of(), result.diagnostics(), each.toString());
        return result.image();
    }

    /** Covers entry, addresses, sizes and contents. */
    private static String digest(Image image) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(("entry " + Long.toHexString(image.entry()) + '\n').getBytes(StandardCharsets.US_ASCII));
        for (PlacedSection section : image.sections()) {
            if (section.size() > 0) {
                String head = section.name() + ' ' + Long.toHexString(section.address()) + ' ' + section.size() + '\n';
                digest.update(head.getBytes(StandardCharsets.US_ASCII));
                digest.update(section.bytes());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void everyProgramHasTheExpectedBytes() throws Exception {
        List<Case> cases = cases();
        assertTrue(cases.stream().map(Case::program).distinct().count() >= LEAST_PROGRAMS);
        for (Case each : cases) {
            assertEquals(each.digest(), digest(link(each)), each.toString());
        }
    }

    @Test
    void everyProgramIsThatOfGnuAsAndLd(@TempDir Path folder) throws Exception {
        GnuTools gnu = new GnuTools(folder, "as", "ld");
        for (Case each : cases()) {
            byte[] object = gnu.assemble(read(each.program() + ".s"), each.arch(), each.relax());
            ObjectComparison.assertSame(each.toString(), ElfReader.object("gnu", object), assemble(each));
            Image expected = ElfReader.image(gnu.link(each.relax(), object));
            ObjectComparison.assertSame(each + " linked", expected, link(each));
            assertEquals(each.digest(), digest(expected), each + ": the committed digest is out of date");
        }
    }
}
