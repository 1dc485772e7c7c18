// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace.model;

import java.util.Optional;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.trace.EventArg;
import org.trapline.trace.SourceLine;
import org.trapline.trace.SymbolRef;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.text.EventText;

/** Explains an event to somebody who meets it for the first time. */
public final class EventHelp {
    private final EventText text;

    public EventHelp(final EventText text) {
        this.text = text;
    }

    /** Returns some lines: what such an event is, what its arguments are and mean, where and when it happened. */
    public String explain(final TraceEvent event) {
        final StringBuilder out = new StringBuilder();
        out.append(event.kind().label()).append(": ").append(event.kind().doc()).append('\n');
        for (int i = 0; i < event.kind().args().size(); i++) {
            final EventArg arg = event.kind().args().get(i);
            if (!arg.isAbsent(event.arg(i))) {
                out.append("\n").append(arg.name()).append(" = ").append(text.value(event, i));
                meaning(arg, event.arg(i)).ifPresent(m -> out.append("  (").append(m).append(')'));
            }
        }
        where(event, out);
        return out.toString();
    }

    private void where(final TraceEvent event, final StringBuilder out) {
        out.append("\n\nat pc 0x").append(Long.toHexString(event.pc()));
        final SymbolRef symbol = text.symbol(event);
        if (symbol != null) {
            out.append(" <").append(symbol).append('>');
        }
        final SourceLine line = text.line(event);
        if (line != null) {
            out.append(", ").append(line.shortText());
        }
        final String who = text.who(event);
        if (!who.isEmpty()) {
            out.append("\non ").append(who);
        }
        out.append("\nafter ").append(event.instret()).append(event.instret() == 1 ? " instruction, " : " instructions, ").append(event.cycle()).append(" cycles");
    }

    private static Optional<String> meaning(final EventArg arg, final long value) {
        return switch (arg.type()) {
            case CAUSE -> Optional.ofNullable(Cause.of(value)).map(Cause::meaning);
            case INSTRUCTION -> Optional.ofNullable(Instruction.decode((int) value)).map(Instruction::meaning);
            case CSR -> Optional.ofNullable(Csr.of((int) value)).map(Csr::meaning);
            default -> Optional.empty();
        };
    }
}
