// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

import org.trapline.asm.object.Image;
import org.trapline.asm.object.Image.PlacedSection;
import org.trapline.asm.object.ObjectFile;
import org.trapline.asm.object.Relocation;
import org.trapline.asm.object.RelocationType;
import org.trapline.asm.object.Section;
import org.trapline.asm.object.Symbol;

/** Asserts that what we make is what the oracle makes. */
public final class ObjectComparison {

    private ObjectComparison() {
    }

    /** Compares all sections with bytes and relocations, and all symbols with names of their own. */
    public static void assertSame(String what, ObjectFile expected, ObjectFile actual) {
        assertEquals(names(expected), names(actual), what + ": sections");
        for (Section section : expected.sections()) {
            Section ours = actual.section(section.name());
            String place = what + ' ' + section.name();
            assertEquals(section.type(), ours.type(), place + ": type");
            assertEquals(section.flags(), ours.flags(), place + ": flags");
            assertEquals(section.alignment(), ours.alignment(), place + ": alignment");
            assertSameBytes(place, section.bytes(), ours.bytes(), 0);
            assertEquals(section.size(), ours.size(), place + ": size");
            assertEquals(relocations(expected, section), relocations(actual, ours), place + ": relocations");
        }
        assertEquals(symbols(expected), symbols(actual), what + ": symbols");
    }

    /** Compares where sections are and what they hold, the entry, and the symbols of ours with theirs. */
    public static void assertSame(String what, Image expected, Image actual) {
        assertEquals(expected.entry(), actual.entry(), what + ": entry");
        for (PlacedSection section : expected.sections()) {
            if (section.size() > 0) {
                PlacedSection ours = actual.section(section.name());
                String place = what + ' ' + section.name();
                assertNotNull(ours, place + " is missing");
                assertEquals(Long.toHexString(section.address()), Long.toHexString(ours.address()), place + ": address");
                assertSameBytes(place, section.bytes(), ours.bytes(), section.address());
                assertEquals(section.size(), ours.size(), place + ": size");
            }
        }
        TreeSet<String> missing = new TreeSet<>();
        actual.symbols().forEach(symbol -> missing.add(text(symbol)));
        expected.symbols().forEach(symbol -> missing.remove(text(symbol)));
        assertEquals(new TreeSet<>(), missing, what + ": symbols that only we have");
    }

    private static String text(Symbol symbol) {
        return symbol.name() + '=' + Long.toHexString(symbol.value()) + " size " + symbol.size() + ' ' + symbol.binding();
    }

    private static void assertSameBytes(String place, byte[] expected, byte[] actual, long base) {
        int at = Arrays.mismatch(expected, actual);
        if (at >= 0) {
            assertEquals(window(expected, at), window(actual, at), place + ": bytes at 0x" + Long.toHexString(base + at));
        }
    }

    private static String window(byte[] bytes, int at) {
        int from = Math.min(at & -4, bytes.length);
        return HexFormat.of().formatHex(bytes, from, Math.min(bytes.length, from + 16)) + " of " + bytes.length;
    }

    private static TreeSet<String> names(ObjectFile object) {
        TreeSet<String> names = new TreeSet<>();
        object.sections().forEach(section -> names.add(section.name()));
        return names;
    }

    private static List<String> relocations(ObjectFile object, Section section) {
        return section.relocations().stream().map(relocation -> text(object, relocation)).sorted().toList();
    }

    private static String text(ObjectFile object, Relocation relocation) {
        String place = "%08x %s".formatted(relocation.offset(), relocation.type().elfName());
        if (relocation.type() == RelocationType.RELAX || relocation.symbol() == Relocation.NO_SYMBOL) {
            return relocation.type() == RelocationType.RELAX ? place : place + ' ' + relocation.addend();
        }
        Symbol symbol = object.symbols().get(relocation.symbol());
        boolean temporary = symbol.name().startsWith(".L");
        String target = temporary ? object.sections().get(symbol.section()).name() + '+' + symbol.value() : symbol.name();
        return place + ' ' + target + '+' + relocation.addend();
    }

    private static TreeSet<String> symbols(ObjectFile object) {
        TreeSet<String> result = new TreeSet<>();
        for (Symbol symbol : object.symbols()) {
            boolean own = symbol.type() != Symbol.Type.SECTION && symbol.type() != Symbol.Type.FILE && !symbol.name().startsWith(".L")
                && !symbol.name().startsWith("$");
            if (own) {
                String section = symbol.section() >= 0 ? object.sections().get(symbol.section()).name() : Integer.toString(symbol.section());
                result.add(text(symbol) + ' ' + symbol.type() + ' ' + symbol.visibility() + ' ' + section);
            }
        }
        return result;
    }
}
