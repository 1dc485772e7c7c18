// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.directive;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import org.trapline.asm.Directive;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.text.StringReader;
import org.trapline.asm.unit.CodeOptions;
import org.trapline.asm.unit.Unit;
import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.isa.IsaException;

/** Directives that say for which machine code is. */
final class TargetDirectives {
    private final Unit unit;

    TargetDirectives(Unit unit) {
        this.unit = unit;
    }

    void register(Map<Directive, Handler> handlers) {
        handlers.put(Directive.OPTION, this::option);
        handlers.put(Directive.ATTRIBUTE, this::attribute);
    }

    private void option(Cursor operands) {
        int start = operands.skipBlanks().position();
        String name = operands.name();
        switch (name) {
            case "push" -> unit.pushCode();
            case "pop" -> {
                if (!unit.popCode()) {
                    throw operands.errorSince(start, ".option pop without .option push", "");
                }
            }
            case "relax" -> unit.code(unit.code().withRelax(true));
            case "norelax" -> unit.code(unit.code().withRelax(false));
            case "rvc" -> unit.code(unit.code().withIsa(with(unit.code().isa(), Extension.C, true)));
            case "norvc" -> unit.code(unit.code().withIsa(with(unit.code().isa(), Extension.C, false)));
            case "nopic" -> {
            }
            case "pic" -> throw operands.errorSince(start, "position-independent code is not supported", "nopic");
            case "arch" -> arch(operands);
            case "no", "csr" -> checks(operands, start);
            default -> throw operands.errorSince(start, "unknown option '" + name + "'", "push, pop, relax, norelax, rvc, norvc, arch or nopic");
        }
        operands.expectEnd();
    }

    /** The names {@code csr-check} and {@code no-csr-check} contain a sign that ends a name. */
    private static void checks(Cursor operands, int start) {
        while (operands.peek() == '-') {
            operands.advance();
            operands.name();
        }
        String name = operands.since(start);
        if (!name.equals("csr-check") && !name.equals("no-csr-check")) {
            throw operands.errorSince(start, "unknown option '" + name + "'", "csr-check or no-csr-check");
        }
    }

    private void arch(Cursor operands) {
        Isa isa = unit.code().isa();
        while (operands.acceptComma()) {
            int start = operands.skipBlanks().position();
            boolean add = operands.accept('+');
            boolean remove = !add && operands.accept('-');
            String name = operands.name();
            try {
                isa = add || remove ? with(isa, extension(name), add) : Isa.parse(name);
            } catch (IsaException unknown) {
                throw operands.errorSince(start, unknown.getMessage(), "");
            }
        }
        unit.code(unit.code().withIsa(isa));
    }

    private static Extension extension(String name) {
        Set<Extension> base = Isa.parse("rv64i").extensions();
        Set<Extension> found = EnumSet.copyOf(Isa.parse("rv64i_" + name).extensions());
        found.removeIf(extension -> base.contains(extension) || !extension.isaName().equals(name.replaceFirst("(?<=[a-z])[0-9]+p[0-9]+$", "")));
        return found.isEmpty() ? Extension.I : found.iterator().next();
    }

    private static Isa with(Isa isa, Extension extension, boolean present) {
        Set<Extension> extensions = EnumSet.copyOf(isa.extensions());
        if (present) {
            extensions.add(extension);
        } else {
            extensions.remove(extension);
        }
        return new Isa(isa.xlen(), extensions);
    }

    private void attribute(Cursor operands) {
        int start = operands.skipBlanks().position();
        String tag = operands.name();
        if (tag.isEmpty()) {
            unit.number(operands);
        }
        operands.expect(',');
        boolean isText = operands.peekSolid() == '"';
        int from = operands.position();
        String text = isText ? StringReader.text(operands) : Long.toString(unit.number(operands));
        operands.expectEnd();
        switch (tag) {
            case "arch", "Tag_RISCV_arch" -> attributeArch(operands, from, text);
            case "", "stack_align", "unaligned_access", "priv_spec", "priv_spec_minor", "priv_spec_revision", "Tag_RISCV_stack_align",
                "Tag_RISCV_unaligned_access", "Tag_RISCV_priv_spec", "Tag_RISCV_priv_spec_minor", "Tag_RISCV_priv_spec_revision" -> {
            }
            default -> throw operands.errorSince(start, "unknown attribute '" + tag + "'", "arch, stack_align, unaligned_access or priv_spec");
        }
    }

    private void attributeArch(Cursor operands, int start, String text) {
        try {
            CodeOptions code = unit.code();
            unit.code(code.withIsa(Isa.parse(text)));
        } catch (IsaException unknown) {
            throw operands.errorSince(start, unknown.getMessage(), "");
        }
    }
}
