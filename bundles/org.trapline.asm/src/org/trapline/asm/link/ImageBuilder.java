// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.trapline.asm.link.SymbolResolver.Definition;
import org.trapline.asm.object.Image;
import org.trapline.asm.object.Image.PlacedSection;
import org.trapline.asm.object.LineMark;
import org.trapline.asm.object.LineTable;
import org.trapline.asm.object.Section;
import org.trapline.asm.object.Segment;
import org.trapline.asm.object.Symbol;
import org.trapline.asm.object.Symbol.Binding;
import org.trapline.asm.object.Symbol.Type;
import org.trapline.asm.object.Symbol.Visibility;

/** Makes an image of output sections whose contents are final. */
final class ImageBuilder {
    private static final long PAGE = 0x1000;

    private final List<OutputSection> sections;
    private final SymbolResolver resolver;
    private final List<LinkedObject> objects;

    ImageBuilder(Placement placement, SymbolResolver resolver, List<LinkedObject> objects) {
        this.sections = placement.inOrder().stream().filter(OutputSection::isUsed)
            .sorted(Comparator.comparing(section -> section.address, Long::compareUnsigned)).toList();
        this.resolver = resolver;
        this.objects = objects;
    }

    Image build(long entry) {
        List<PlacedSection> placed = new ArrayList<>();
        for (OutputSection section : sections) {
            placed.add(new PlacedSection(section.name, section.type(), section.flags(), section.alignment, section.address, section.size,
                section.bytes()));
        }
        int flags = 0;
        for (LinkedObject object : objects) {
            flags |= object.file().flags();
        }
        return new Image(segments(placed), entry, symbols(), placed, new LineTable(marks()), objects.getFirst().file().xlen(), flags,
            objects.getFirst().file().isa());
    }

    List<LineMark> marks() {
        List<LineMark> result = new ArrayList<>();
        sections.forEach(section -> section.inputs.forEach(input -> result.addAll(input.placedMarks())));
        return result;
    }

    /** Sections that follow each other with the same right to write become one segment. */
    private static List<Segment> segments(List<PlacedSection> placed) {
        List<Segment> result = new ArrayList<>();
        int from = 0;
        while (from < placed.size()) {
            int to = from + 1;
            while (to < placed.size() && isWritable(placed.get(to)) == isWritable(placed.get(from)) && isClose(placed.get(to - 1), placed.get(to))) {
                to++;
            }
            result.add(segment(placed.subList(from, to)));
            from = to;
        }
        return result;
    }

    private static boolean isWritable(PlacedSection section) {
        return (section.flags() & Section.WRITE) != 0;
    }

    private static boolean isClose(PlacedSection first, PlacedSection second) {
        return second.address() - (first.address() + first.size()) < PAGE;
    }

    private static Segment segment(List<PlacedSection> sections) {
        long start = sections.getFirst().address();
        long end = start;
        long fileEnd = start;
        boolean executable = false;
        for (PlacedSection section : sections) {
            end = Math.max(end, section.address() + section.size());
            fileEnd = section.bytes().length > 0 ? section.address() + section.size() : fileEnd;
            executable |= (section.flags() & Section.EXECUTE) != 0;
        }
        byte[] bytes = new byte[(int) (fileEnd - start)];
        for (PlacedSection section : sections) {
            if (section.bytes().length > 0) {
                System.arraycopy(section.bytes(), 0, bytes, (int) (section.address() - start), section.bytes().length);
            }
        }
        return new Segment(start, start, bytes, end - start, true, isWritable(sections.getFirst()), executable);
    }

    private List<Symbol> symbols() {
        List<Symbol> result = new ArrayList<>();
        for (LinkedObject object : objects) {
            for (int i = 0; i < object.file().symbols().size(); i++) {
                Symbol symbol = object.symbol(i);
                boolean shown = symbol.isLocal() && !symbol.isUndefined() && !symbol.name().isEmpty() && !symbol.name().startsWith(".L")
                    && !symbol.name().startsWith("$") && symbol.type() != Type.SECTION && symbol.type() != Type.FILE;
                if (shown) {
                    add(result, object, i);
                }
            }
        }
        for (Definition definition : resolver.globals().values()) {
            add(result, definition.object(), definition.index());
        }
        resolver.commons().forEach((name, block) -> {
            var target = resolver.global(name, false);
            result.add(new Symbol(name, target.address(), block.size, Type.OBJECT, Binding.GLOBAL, Visibility.DEFAULT, sections.indexOf(target.section())));
        });
        addProvided(result);
        return result;
    }

    private void add(List<Symbol> result, LinkedObject object, int index) {
        Symbol symbol = object.symbol(index);
        InputSection input = object.home(index);
        if (input == null) {
            result.add(new Symbol(symbol.name(), object.value(index), symbol.size(), symbol.type(), symbol.binding(), symbol.visibility(), Symbol.ABSOLUTE));
        } else if (input.output != null) {
            int section = sections.indexOf(input.output);
            result.add(new Symbol(symbol.name(), input.address() + object.value(index), object.size(index), symbol.type(), symbol.binding(),
                symbol.visibility(), section < 0 ? Symbol.ABSOLUTE : section));
        }
    }

    /** Names of the built-in script appear only if the program mentions them. */
    private void addProvided(List<Symbol> result) {
        List<String> names = new ArrayList<>();
        for (LinkedObject object : objects) {
            for (Symbol symbol : object.file().symbols()) {
                if (symbol.isUndefined() && !resolver.globals().containsKey(symbol.name()) && !resolver.commons().containsKey(symbol.name())
                    && !names.contains(symbol.name()) && !symbol.name().isEmpty()) {
                    names.add(symbol.name());
                }
            }
        }
        for (String name : names) {
            var target = resolver.global(name, true);
            if (!target.isWeakZero()) {
                int section = sections.indexOf(target.section());
                result.add(new Symbol(name, target.address(), 0, Type.NONE, Binding.GLOBAL, Visibility.DEFAULT, section < 0 ? Symbol.ABSOLUTE : section));
            }
        }
    }
}
