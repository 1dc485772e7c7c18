// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.link;

import java.util.ArrayList;
import java.util.List;

import org.trapline.asm.Diagnostic;
import org.trapline.asm.Diagnostic.Severity;
import org.trapline.asm.Location;
import org.trapline.asm.link.LinkerOptions.GlobalPointer;
import org.trapline.asm.link.SymbolResolver.Target;
import org.trapline.asm.object.LineMark;
import org.trapline.asm.object.ObjectFile;

/**
 * Joins objects to a program. Sections stand where GNU ld puts them when it is given {@code -Ttext} and no script, and code is
 * shortened as there, so that the bytes are the same; with the one difference that {@link GlobalPointer#IF_MENTIONED} describes.
 */
public final class Linker {
    private final LinkerOptions options;
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<LinkedObject> objects = new ArrayList<>();
    private final List<InputSection> sections = new ArrayList<>();

    private Linker(List<ObjectFile> files, LinkerOptions options) {
        this.options = options;
        for (ObjectFile file : files) {
            LinkedObject object = new LinkedObject(file);
            objects.add(object);
            sections.addAll(object.sections());
        }
    }

    /** Tells whether linking may define a symbol that no object does, such as {@code _end}. */
    public static boolean mayDefine(String symbol) {
        return AddressAssignment.mayProvide(symbol);
    }

    /** Links objects, at least one. The result says what is wrong; nothing is thrown for objects that do not fit together. */
    public static LinkResult link(List<ObjectFile> files, LinkerOptions options) {
        return new Linker(files, options).link();
    }

    private LinkResult link() {
        checkWidths();
        Placement placement = new Placement();
        placement.place(sections);
        new Merger().merge(placement.inOrder());
        SymbolResolver resolver = new SymbolResolver(objects);
        resolver.collect(placement.output(".bss"), diagnostics);
        AddressAssignment addresses = new AddressAssignment(placement, options.base(), xlen() / Byte.SIZE);
        addresses.run();
        resolver.placed(addresses);
        LinkRelaxer relaxer = new LinkRelaxer(sections, resolver, addresses, usesGlobalPointer(resolver));
        if (options.relax()) {
            relaxer.shorten();
        }
        relaxer.align((section, offset, message) -> diagnostics.add(
            Diagnostic.at(section.locate(offset), Severity.ERROR, message, "", List.of())));
        checkEnd(addresses);
        new Relocator(resolver, diagnostics).run(sections);
        ImageBuilder builder = new ImageBuilder(placement, resolver, objects);
        if (placement.inOrder().stream().noneMatch(OutputSection::isUsed)) {
            diagnostics.add(Diagnostic.at(start(), Severity.ERROR, "the program is empty", "", List.of()));
        }
        long entry = entry(resolver);
        boolean failed = diagnostics.stream().anyMatch(Diagnostic::isError);
        List<LineMark> marks = failed ? List.of() : builder.marks();
        return new LinkResult(failed ? null : builder.build(entry), diagnostics, marks);
    }

    private boolean usesGlobalPointer(SymbolResolver resolver) {
        return switch (options.globalPointer()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case IF_MENTIONED -> resolver.mentions(AddressAssignment.GLOBAL_POINTER);
        };
    }

    private Location start() {
        return new Location(objects.getFirst().file().name(), 1, 1, 1);
    }

    private int xlen() {
        return objects.getFirst().file().xlen();
    }

    private void checkEnd(AddressAssignment addresses) {
        long end = addresses.provided("_end");
        if (xlen() == Integer.SIZE && (options.base() >>> Integer.SIZE != 0 || end - 1 >>> Integer.SIZE != 0)) {
            diagnostics.add(Diagnostic.at(start(), Severity.ERROR,
                "the program lies from 0x" + Long.toHexString(options.base()) + " to 0x" + Long.toHexString(end) + ", where RV32 has no addresses", "",
                List.of()));
        }
    }

    private void checkWidths() {
        int xlen = xlen();
        for (LinkedObject object : objects) {
            if (object.file().xlen() != xlen) {
                diagnostics.add(Diagnostic.at(new Location(object.file().name(), 1, 1, 1), Severity.ERROR,
                    "this is code for RV" + object.file().xlen() + ", the other files are for RV" + xlen, "", List.of()));
            }
        }
    }

    private long entry(SymbolResolver resolver) {
        Target target = resolver.global(options.entry(), false);
        if (!target.isUndefined()) {
            return target.address();
        }
        LinkedObject holder = resolver.objectWithLocal(options.entry());
        String what = holder == null ? "there is no symbol '" + options.entry() + "' to start at"
            : "symbol '" + options.entry() + "' is not global";
        String where = holder == null ? objects.getFirst().file().name() : holder.file().name();
        diagnostics.add(Diagnostic.at(new Location(where, 1, 1, 1), Severity.WARNING,
            what + "; execution starts at 0x" + Long.toHexString(options.base()), ".globl " + options.entry(), List.of()));
        return options.base();
    }
}
