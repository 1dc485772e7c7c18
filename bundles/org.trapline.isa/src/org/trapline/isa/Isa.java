// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a hart executes: its register width and its extensions, as an isa string such as {@code rv64ima_zicsr_zifencei} names them.
 * Machine, supervisor and user mode, with the CSR instructions and counters, are always there; in RV64 also Sv39, and with it Sv48 and Sv57
 * unless one of the three is named, which then is the largest there is; in RV32 Sv32.
 *
 * @param xlen       register width in bits, 32 or 64
 * @param extensions all extensions, those that others require included; unmodifiable
 */
public record Isa(int xlen, Set<Extension> extensions) {
    private static final Set<Extension> PAGING = Collections.unmodifiableSet(EnumSet.range(Extension.SV39, Extension.SV57));

    /** Copies the set, without what harts of that width cannot have, and adds what it requires. */
    public Isa {
        if (xlen != 32 && xlen != 64) {
            throw new IsaException("register width " + xlen + " is neither 32 nor 64");
        }
        extensions = Collections.unmodifiableSet(closure(xlen, extensions));
    }

    /** Returns RV64 with every extension of the tables, implemented or not. */
    public static Isa everything() {
        return everything(64);
    }

    /** Returns an isa of that width with every extension of the tables that it can have, implemented or not. */
    public static Isa everything(int xlen) {
        return new Isa(xlen, EnumSet.allOf(Extension.class));
    }

    /**
     * Reads an isa string. Extensions may come in any order after the base; {@code g} stands for {@code imafd_zicsr_zifencei}, {@code b} for
     * {@code zba_zbb_zbs}; version numbers such as {@code 2p1} are read over.
     * @throws IsaException if the text names a base or an extension that is not known
     */
    public static Isa parse(String text) {
        String isa = text.strip().toLowerCase(Locale.ROOT);
        if (!isa.startsWith("rv32") && !isa.startsWith("rv64")) {
            throw new IsaException("isa '" + text + "': expected rv32 or rv64 at the start");
        }
        Set<Extension> found = EnumSet.noneOf(Extension.class);
        String[] parts = isa.substring(4).split("_", -1);
        addLetters(text, parts[0], found);
        for (int i = 1; i < parts.length; i++) {
            addNamed(text, parts[i], found);
        }
        int xlen = Integer.parseInt(isa.substring(2, 4));
        for (Extension extension : found) {
            if (!extension.xlen().includes(xlen)) {
                throw new IsaException("isa '" + text + "': " + extension.isaName() + " is not for rv" + xlen);
            }
        }
        return new Isa(xlen, found);
    }

    private static void addLetters(String text, String letters, Set<Extension> found) {
        if (letters.isEmpty() || "ig".indexOf(letters.charAt(0)) < 0) {
            throw new IsaException("isa '" + text + "': expected i or g after the register width");
        }
        int at = 0;
        while (at < letters.length()) {
            // A multi-letter name may follow the single letters without an underscore: rv64imazicsr.
            if ("zsx".indexOf(letters.charAt(at)) >= 0) {
                addNamed(text, letters.substring(at), found);
                return;
            }
            add(text, letters.substring(at, at + 1), found);
            at = endOfVersion(letters, at + 1);
        }
    }

    private static int endOfVersion(String letters, int from) {
        int at = digits(letters, from);
        if (at > from && at + 1 < letters.length() && letters.charAt(at) == 'p' && Character.isDigit(letters.charAt(at + 1))) {
            at = digits(letters, at + 1);
        }
        return at;
    }

    private static int digits(String letters, int from) {
        int at = from;
        while (at < letters.length() && Character.isDigit(letters.charAt(at))) {
            at++;
        }
        return at;
    }

    private static void addNamed(String text, String name, Set<Extension> found) {
        // Some names end in digits themselves: sv48.
        boolean complete = Stream.of(Extension.values()).anyMatch(extension -> extension.isaName().equals(name));
        add(text, complete ? name : name.replaceFirst("(?<=[a-z])[0-9]+(p[0-9]+)?$", ""), found);
    }

    private static void add(String text, String name, Set<Extension> found) {
        switch (name) {
            case "g" -> Collections.addAll(found, Extension.I, Extension.M, Extension.A, Extension.F, Extension.D,
                Extension.ZICSR, Extension.ZIFENCEI);
            case "b" -> Collections.addAll(found, Extension.ZBA, Extension.ZBB, Extension.ZBS);
            default -> found.add(named(text, name));
        }
    }

    private static Extension named(String text, String name) {
        for (Extension extension : Extension.values()) {
            if (extension.isaName().equals(name)) {
                return extension;
            }
        }
        String problem = name.isEmpty() ? "an extension name is missing" : "extension '" + name + "' is not known";
        throw new IsaException("isa '" + text + "': " + problem + "; known are " + knownNames());
    }

    private static String knownNames() {
        return EnumSet.allOf(Extension.class).stream().map(Extension::isaName).collect(Collectors.joining(" "));
    }

    private static Set<Extension> always(int xlen) {
        Set<Extension> always = EnumSet.of(Extension.I, Extension.S, Extension.U, Extension.ZICSR, Extension.ZICNTR, Extension.ZIHPM);
        if (xlen == 64) {
            always.add(Extension.SV39);
        }
        return always;
    }

    private static Set<Extension> closure(int xlen, Set<Extension> wanted) {
        Set<Extension> all = always(xlen);
        Deque<Extension> open = new ArrayDeque<>(wanted);
        if (xlen == 64 && Collections.disjoint(wanted, PAGING)) {
            open.add(Extension.SV57);
        }
        while (!open.isEmpty()) {
            Extension next = open.pop();
            if (!next.xlen().includes(xlen)) {
                continue;
            }
            all.add(next);
            next.requires().stream().filter(required -> !all.contains(required)).forEach(open::push);
        }
        return all;
    }

    /** Returns the low bits of a number, as many as a register has, as an address is shown. */
    public long zeroExtend(long value) {
        return value << Long.SIZE - xlen >>> Long.SIZE - xlen;
    }

    /** As {@link #zeroExtend}, but with copies of the highest of them above, as registers hold a value. */
    public long signExtend(long value) {
        return value << Long.SIZE - xlen >> Long.SIZE - xlen;
    }

    /** Tells whether the hart has the extension. */
    public boolean has(Extension extension) {
        return extensions.contains(extension);
    }

    /** Returns the extension that says how large virtual addresses are; of RV64. */
    public Extension paging() {
        return has(Extension.SV57) ? Extension.SV57 : has(Extension.SV48) ? Extension.SV48 : Extension.SV39;
    }

    /** Tells whether the hart executes the instruction. */
    public boolean has(Instruction instruction) {
        return instruction.xlen().includes(xlen) && extensions.containsAll(instruction.extensions());
    }

    /** Returns the extensions that the engine cannot execute; empty if all is well. */
    public Set<Extension> notImplemented() {
        Set<Extension> result = EnumSet.copyOf(extensions);
        result.removeIf(Extension::isImplemented);
        return result;
    }

    /** Returns the value of the {@code misa} CSR. */
    public long misa() {
        long letters = 0;
        for (Extension extension : extensions) {
            if (extension.isLetter()) {
                letters |= 1L << extension.name().charAt(0) - 'A';
            }
        }
        if (extensions.containsAll(EnumSet.of(Extension.ZBA, Extension.ZBB, Extension.ZBS))) {
            letters |= 1L << 'B' - 'A';
        }
        return (xlen == 64 ? 2L << 62 : 1L << 30) | letters;
    }

    /** Returns the isa string, extensions in the tables' order; of those there without being named only {@code i} and {@code zicsr}. */
    @Override
    public String toString() {
        Set<Extension> named = EnumSet.copyOf(extensions);
        named.removeAll(always(xlen));
        if (xlen == 64) {
            named.removeAll(PAGING);
            if (!has(Extension.SV57)) {
                named.add(paging());
            }
        }
        Set<Extension> letters = EnumSet.of(Extension.I);
        named.stream().filter(Extension::isLetter).forEach(letters::add);
        named.removeAll(letters);
        named.add(Extension.ZICSR);
        return "rv" + xlen + letters.stream().map(Extension::isaName).collect(Collectors.joining())
            + named.stream().map(e -> '_' + e.isaName()).collect(Collectors.joining());
    }
}
