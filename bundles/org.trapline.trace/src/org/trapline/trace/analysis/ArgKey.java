// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.trapline.trace.ArgType;
import org.trapline.trace.EventArg;
import org.trapline.trace.EventKind;
import org.trapline.trace.Mode;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceNames;
import org.trapline.trace.text.EventText;

/** The arguments of one name, in all the kinds that have one. */
final class ArgKey implements FilterKey {
    private static final long WORD_MASK = 0xffff_ffffL;
    private static final List<String> MODES = LongStream.of(Mode.U, Mode.S, Mode.M, Mode.VU, Mode.VS).mapToObj(Mode::name).toList();

    private final String label;
    private final Map<EventKind, EventArg> args = new LinkedHashMap<>();

    private ArgKey(String label) {
        this.label = label;
    }

    /** Returns a key for every argument name there is, in the order of the kinds. */
    static Map<String, FilterKey> all() {
        Map<String, FilterKey> keys = new LinkedHashMap<>();
        for (EventKind kind : EventKind.all()) {
            for (EventArg arg : kind.args()) {
                ArgKey key = (ArgKey) keys.computeIfAbsent(arg.name(), ArgKey::new);
                key.args.put(kind, arg);
            }
        }
        return keys;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String doc() {
        return "argument of " + args.keySet().stream().map(EventKind::label).collect(Collectors.joining(", "));
    }

    @Override
    public long kinds() {
        long kinds = 0;
        for (EventKind kind : args.keySet()) {
            kinds |= 1L << kind.ordinal();
        }
        return kinds;
    }

    @Override
    public boolean has(TraceEvent event, EventText text) {
        EventArg arg = args.get(event.kind());
        return arg != null && !arg.isAbsent(event.arg(event.kind().argIndex(label)));
    }

    @Override
    public boolean matches(TraceEvent event, ValuePattern pattern, EventText text) {
        int index = event.kind().argIndex(label);
        long value = event.arg(index);
        EventArg arg = args.get(event.kind());
        return switch (arg.type()) {
            case DECIMAL -> pattern.matchesSigned(value);
            case HEX, PTE -> pattern.matchesUnsigned(value);
            case ADDRESS -> pattern.range() != null ? pattern.matchesUnsigned(value)
                : CommonKey.matchesSymbol(text.names().symbol(event.host(), event.vm(), value), pattern);
            case DEVICE -> pattern.range() != null ? pattern.matchesUnsigned(value)
                : CommonKey.matchesSymbol(text.deviceAt(event, value), pattern);
            case INSTRUCTION -> pattern.range() != null ? pattern.matchesUnsigned(value & WORD_MASK)
                : matchesInstruction(text.value(event, index), pattern);
            case CHARACTER -> pattern.range() != null ? pattern.matchesUnsigned(value)
                : pattern.matchesName(unquoted(text.value(event, index)));
            case CSR, CAUSE, MODE, VM, TAG, CODE -> pattern.matchesName(text.value(event, index)) || pattern.matchesUnsigned(value);
        };
    }

    private static boolean matchesInstruction(String text, ValuePattern pattern) {
        int space = text.indexOf(' ');
        return pattern.matchesName(text) || space > 0 && pattern.matchesName(text.substring(0, space));
    }

    private static String unquoted(String character) {
        return character.startsWith("'") ? character.substring(1, character.length() - 1) : character;
    }

    @Override
    public boolean takesNumbers() {
        return args.values().stream().anyMatch(arg -> arg.type() != ArgType.MODE && arg.type() != ArgType.CODE);
    }

    @Override
    public boolean takesNames() {
        return args.values().stream().anyMatch(arg -> switch (arg.type()) {
            case DECIMAL, HEX, PTE -> false;
            default -> true;
        });
    }

    @Override
    public List<String> closedNames() {
        List<String> closed = new ArrayList<>();
        for (EventArg arg : args.values()) {
            if (arg.type() != ArgType.CODE && arg.type() != ArgType.MODE) {
                return List.of();
            }
            closed.addAll(arg.type() == ArgType.MODE ? MODES : arg.codes());
        }
        return closed.stream().distinct().toList();
    }

    @Override
    public Collection<String> proposals(TraceNames names) {
        TreeSet<String> proposals = new TreeSet<>();
        for (EventArg arg : args.values()) {
            proposals.addAll(switch (arg.type()) {
                case ADDRESS -> CommonKey.symbols(names);
                case DEVICE -> devices(names);
                case CSR -> names.content().csrs().values();
                case CAUSE -> names.content().causes().values();
                case MODE -> MODES;
                case INSTRUCTION -> mnemonics(names);
                case VM -> names.content().vms().values();
                case CODE -> arg.codes();
                case HEX, DECIMAL, PTE, TAG, CHARACTER -> List.of();
            });
        }
        return proposals;
    }

    private static Collection<String> devices(TraceNames names) {
        TreeSet<String> devices = new TreeSet<>();
        names.content().devices().values().forEach(list -> list.forEach(device -> devices.add(device.name())));
        return devices;
    }

    private static Collection<String> mnemonics(TraceNames names) {
        return names.content().instructions().values().stream().map(text -> text.split(" ", 2)[0]).distinct().toList();
    }
}
