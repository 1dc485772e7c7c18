// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.trapline.asm.object.Section;

/** Decides which output section an input section belongs to, and in which order output sections stand, as GNU ld does without a script. */
final class Placement {
    /** Where writable sections begin. */
    static final String FIRST_WRITABLE = ".tdata";

    /** Output sections in order, each with the inputs that go into it: exact names, or prefixes ending in a star; later patterns go later. */
    private static final String[][] RULES = {
        {".init", ".init"},
        {".text", ".text.unlikely .text.unlikely.*", ".text.exit .text.exit.*", ".text.startup .text.startup.*", ".text.hot .text.hot.*",
            ".text.sorted.*", ".text .stub .text.*"},
        {".fini", ".fini"},
        {".rodata", ".rodata .rodata.*"},
        {".rodata1", ".rodata1"},
        {".sdata2", ".sdata2 .sdata2.*"},
        {".sbss2", ".sbss2 .sbss2.*"},
        {".eh_frame", ".eh_frame .eh_frame.*"},
        {".gcc_except_table", ".gcc_except_table .gcc_except_table.*"},
        {".tdata", ".tdata .tdata.*"},
        {".tbss", ".tbss .tbss.*"},
        {".preinit_array", ".preinit_array"},
        {".init_array", ".init_array.*", ".init_array"},
        {".fini_array", ".fini_array.*", ".fini_array"},
        {".ctors", ".ctors.*", ".ctors"},
        {".dtors", ".dtors.*", ".dtors"},
        {".data.rel.ro", ".data.rel.ro.local*", ".data.rel.ro .data.rel.ro.*"},
        {".data", ".data .data.*"},
        {".data1", ".data1"},
        {".sdata", ".srodata .srodata.* ", ".sdata .sdata.*"},
        {".sbss", ".sbss .sbss.*", ".scommon"},
        {".bss", ".bss .bss.*"},
    };

    private final Map<String, OutputSection> outputs = new LinkedHashMap<>();
    private final Map<String, String> lastOrphan = new LinkedHashMap<>();
    private final List<String> order = new ArrayList<>();

    Placement() {
        for (String[] rule : RULES) {
            outputs.put(rule[0], new OutputSection(rule[0]));
            order.add(rule[0]);
        }
    }

    /** Puts all sections that are in memory at run time into output sections. */
    void place(List<InputSection> inputs) {
        List<InputSection> rest = new ArrayList<>();
        for (InputSection input : inputs) {
            if (input.section.isAllocated() && (input.section.flags() & Section.EXCLUDE) == 0) {
                rest.add(input);
            }
        }
        for (String[] rule : RULES) {
            for (int i = 1; i < rule.length; i++) {
                String[] patterns = rule[i].strip().split(" ");
                rest.removeIf(input -> {
                    boolean fits = matches(input.section.name(), patterns);
                    if (fits) {
                        outputs.get(rule[0]).add(input);
                    }
                    return fits;
                });
            }
        }
        rest.forEach(this::placeOrphan);
    }

    private static boolean matches(String name, String[] patterns) {
        for (String pattern : patterns) {
            if (pattern.endsWith("*") ? name.startsWith(pattern.substring(0, pattern.length() - 1)) : name.equals(pattern)) {
                return true;
            }
        }
        return false;
    }

    /** A section that no rule knows gets an output section of its own name, behind the one that is most like it. */
    private void placeOrphan(InputSection input) {
        OutputSection known = outputs.get(input.section.name());
        if (known == null) {
            String name = input.section.name();
            String like = input.section.isEmptyInFile() ? ".bss" : input.section.isWritable() ? ".data" : input.section.isCode() ? ".text" : ".rodata";
            String after = lastOrphan.getOrDefault(like, like);
            order.add(order.indexOf(after) + 1, name);
            lastOrphan.put(like, name);
            known = new OutputSection(name);
            outputs.put(name, known);
        }
        known.add(input);
    }

    OutputSection output(String name) {
        return outputs.get(name);
    }

    /** Returns all output sections in the order of addresses, empty ones included. */
    List<OutputSection> inOrder() {
        return order.stream().map(outputs::get).toList();
    }
}
