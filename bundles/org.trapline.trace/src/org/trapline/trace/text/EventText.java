// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.text;

import java.util.ArrayList;
import java.util.List;

import org.trapline.trace.EventArg;
import org.trapline.trace.EventKind;
import org.trapline.trace.Mode;
import org.trapline.trace.SourceLine;
import org.trapline.trace.SymbolRef;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceNames;

/** The texts of events: their arguments, what happened, where, and to whom. Safe for use by several threads. */
public final class EventText {
    /** A piece of a kind's template: a text, or an argument; {@code group} counts its brackets from 1, 0 outside. */
    private record Piece(String text, int arg, int group) {
    }

    private static final String PTE_FLAGS = "VRWXUGAD";
    private static final long PTE_PPN_MASK = (1L << 44) - 1;
    private static final int PTE_PPN_SHIFT = 10;

    private final TraceNames names;
    private final List<List<Piece>> templates;

    public EventText(TraceNames names) {
        this.names = names;
        this.templates = EventKind.all().stream().map(EventText::parse).toList();
    }

    public TraceNames names() {
        return names;
    }

    /** Returns what happened, in one line without the kind's name: {@code illegal_instruction tval=0x30029073 in S}. */
    public String detail(TraceEvent event) {
        StringBuilder out = new StringBuilder();
        appendDetail(event, out);
        return out.toString();
    }

    /** Appends {@link #detail}. */
    public void appendDetail(TraceEvent event, StringBuilder out) {
        EventKind kind = event.kind();
        for (Piece piece : templates.get(kind.ordinal())) {
            if (piece.group != 0 && isAbsent(kind, event, piece.group)) {
                continue;
            }
            if (piece.arg < 0) {
                out.append(piece.text);
            } else {
                out.append(value(event, piece.arg));
            }
        }
    }

    private boolean isAbsent(EventKind kind, TraceEvent event, int group) {
        for (Piece piece : templates.get(kind.ordinal())) {
            if (piece.group == group && piece.arg >= 0 && kind.args().get(piece.arg).isAbsent(event.arg(piece.arg))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the text of an argument of the event. */
    public String value(TraceEvent event, int index) {
        EventArg arg = event.kind().args().get(index);
        long value = event.arg(index);
        if (arg.isAbsent(value)) {
            return "-";
        }
        return switch (arg.type()) {
            case HEX -> hex(value);
            case DECIMAL -> Long.toString(value);
            case ADDRESS -> address(event, value);
            case DEVICE -> device(event, value);
            case CSR -> names.csr(value);
            case CAUSE -> names.cause(value);
            case MODE -> Mode.name(value);
            case INSTRUCTION -> names.instruction((int) value);
            case PTE -> pte(value);
            case VM -> names.vm((int) value);
            case TAG -> tag(value);
            case CHARACTER -> character(value);
            case CODE -> code(arg, value);
        };
    }

    /** Returns who the event is about: {@code web.vcpu0}, {@code rack1.hart0}, {@code rack1}, or an empty text. */
    public String who(TraceEvent event) {
        if (event.vm() >= 0) {
            return names.vm(event.vm()) + (event.vcpu() < 0 ? "" : ".vcpu" + event.vcpu());
        }
        if (event.host() >= 0) {
            return names.host(event.host()) + (event.hart() < 0 ? "" : ".hart" + event.hart());
        }
        return "";
    }

    /** Returns the symbol that covers the event's pc, or null. */
    public SymbolRef symbol(TraceEvent event) {
        return names.symbol(event.host(), event.vm(), event.pc());
    }

    /** Returns the source line of the event's pc, or null. */
    public SourceLine line(TraceEvent event) {
        return names.line(event.host(), event.vm(), event.pc());
    }

    /** Returns the device that a physical address of the event belongs to: one of its VM's, else of its host's, or null. */
    public SymbolRef deviceAt(TraceEvent event, long address) {
        SymbolRef device = event.vm() < 0 ? null : names.device(event.host(), event.vm(), address);
        return device != null ? device : names.device(event.host(), -1, address);
    }

    static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    private String address(TraceEvent event, long value) {
        SymbolRef symbol = names.symbol(event.host(), event.vm(), value);
        return symbol == null ? hex(value) : hex(value) + " <" + symbol + ">";
    }

    private String device(TraceEvent event, long value) {
        SymbolRef device = deviceAt(event, value);
        return device == null ? hex(value) : device.toString();
    }

    // Sv39 pte: 53..10 ppn | 9..8 rsw | 7 D | 6 A | 5 G | 4 U | 3 X | 2 W | 1 R | 0 V
    private static String pte(long value) {
        StringBuilder out = new StringBuilder(hex(value)).append(" (ppn ").append(hex(value >>> PTE_PPN_SHIFT & PTE_PPN_MASK)).append(' ');
        for (int bit = PTE_FLAGS.length() - 1; bit >= 0; bit--) {
            out.append((value >>> bit & 1) != 0 ? PTE_FLAGS.charAt(bit) : '-');
        }
        return out.append(')').toString();
    }

    private static String tag(long value) {
        StringBuilder out = new StringBuilder();
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            int letter = (int) (value >>> shift) & 0xff;
            if (letter > ' ' && letter < 0x7f) {
                out.append((char) letter);
            } else if (letter != 0 || !out.isEmpty()) {
                return hex(value);
            }
        }
        return out.length() < 2 ? hex(value) : out.toString();
    }

    private static String character(long value) {
        return switch ((int) value) {
            case '\n' -> "'\\n'";
            case '\r' -> "'\\r'";
            case '\t' -> "'\\t'";
            case '\'' -> "'\\''";
            case '\\' -> "'\\\\'";
            default -> value >= ' ' && value < 0x7f ? "'" + (char) value + "'" : hex(value);
        };
    }

    private static String code(EventArg arg, long value) {
        return value >= 0 && value < arg.codes().size() ? arg.codes().get((int) value) : arg.name() + " " + value;
    }

    private static List<Piece> parse(EventKind kind) {
        List<Piece> pieces = new ArrayList<>();
        String text = kind.text();
        int group = 0;
        int groups = 0;
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '{' && c != '[' && c != ']') {
                continue;
            }
            if (at > from) {
                pieces.add(new Piece(text.substring(from, at), -1, group));
            }
            if (c == '{') {
                int close = text.indexOf('}', at);
                pieces.add(new Piece("", kind.argIndex(text.substring(at + 1, close)), group));
                at = close;
            } else {
                group = c == '[' ? ++groups : 0;
            }
            from = at + 1;
        }
        if (from < text.length()) {
            pieces.add(new Piece(text.substring(from), -1, group));
        }
        return List.copyOf(pieces);
    }
}
