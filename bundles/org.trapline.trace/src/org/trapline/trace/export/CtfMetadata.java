// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.export;

import java.util.Map;
import java.util.TreeMap;

import org.trapline.trace.ArgType;
import org.trapline.trace.EventArg;
import org.trapline.trace.EventKind;
import org.trapline.trace.Mode;
import org.trapline.trace.NameTable.Content;

/**
 * The description a CTF trace carries of itself, in the Trace Stream Description Language of CTF 1.8. Numbers that have names are
 * declared as enumerations, so that any reader shows the names. Field names begin with an underscore, as the language wants where a
 * name could be one of its own words; readers take it off.
 */
final class CtfMetadata {
    private static final String HEAD = """
        /* CTF 1.8 */

        typealias integer { size = 8; align = 8; signed = false; } := uint8_t;
        typealias integer { size = 32; align = 8; signed = false; } := uint32_t;
        typealias integer { size = 32; align = 8; signed = true; } := int32_t;
        typealias integer { size = 64; align = 8; signed = false; } := uint64_t;
        typealias integer { size = 64; align = 8; signed = true; } := int64_t;
        typealias integer { size = 64; align = 8; signed = false; base = 16; } := hex64_t;
        typealias integer { size = 32; align = 8; signed = false; base = 16; } := hex32_t;

        trace {
            major = 1;
            minor = 8;
            byte_order = le;
            packet.header := struct { uint32_t magic; uint32_t stream_id; };
        };

        env { tracer_name = "trapline"; };

        clock { name = cycles; description = "cycles of the machine"; freq = %d; };

        typealias integer { size = 64; align = 8; signed = false; map = clock.cycles.value; } := cycles_t;

        stream {
            id = 0;
            packet.context := struct {
                cycles_t timestamp_begin;
                cycles_t timestamp_end;
                uint64_t content_size;
                uint64_t packet_size;
            };
            event.header := struct { uint8_t id; cycles_t timestamp; };
            event.context := struct {
                uint64_t _instret;
                hex64_t _pc;
                %s _host;
                %s _vm;
                int32_t _vcpu;
                int32_t _hart;
                string _symbol;
                string _source;
            };
        };
        """;

    private final Content names;
    private final StringBuilder out = new StringBuilder();

    CtfMetadata(Content names) {
        this.names = names;
    }

    String render(long hz) {
        out.append(String.format(HEAD, hz, enumOf("int32_t", signed(names.hosts())), enumOf("int32_t", signed(names.vms()))));
        for (EventKind kind : EventKind.all()) {
            out.append("\nevent {\n    id = ").append(kind.ordinal()).append(";\n    stream_id = 0;\n    name = \"").append(kind.label())
                .append("\";\n    fields := struct {\n");
            for (EventArg arg : kind.args()) {
                out.append("        ").append(type(arg)).append(" _").append(arg.name()).append(";\n");
                if (arg.type() == ArgType.INSTRUCTION) {
                    out.append("        string _").append(arg.name()).append("_text;\n");
                }
            }
            out.append("    };\n};\n");
        }
        return out.toString();
    }

    private String type(EventArg arg) {
        return switch (arg.type()) {
            case HEX, ADDRESS, DEVICE, PTE, TAG -> "hex64_t";
            case DECIMAL, CHARACTER -> "int64_t";
            case INSTRUCTION -> "hex32_t";
            case CSR -> enumOf("int64_t", signed(names.csrs()));
            case CAUSE -> enumOf("uint64_t", unsigned(names.causes()));
            case VM -> enumOf("int64_t", signed(names.vms()));
            case MODE -> enumOf("uint64_t", modes());
            case CODE -> enumOf("uint64_t", codes(arg));
        };
    }

    private static Map<String, String> modes() {
        Map<String, String> labels = new TreeMap<>();
        for (int mode : new int[] {Mode.U, Mode.S, Mode.M, Mode.VU, Mode.VS}) {
            labels.put(Integer.toString(mode), Mode.name(mode));
        }
        return labels;
    }

    private static Map<String, String> codes(EventArg arg) {
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < arg.codes().size(); i++) {
            labels.put(Integer.toString(i), arg.codes().get(i));
        }
        return labels;
    }

    private static Map<String, String> signed(Map<? extends Number, String> named) {
        Map<String, String> labels = new TreeMap<>();
        named.forEach((number, name) -> labels.put(Long.toString(number.longValue()), name));
        return labels;
    }

    private static Map<String, String> unsigned(Map<Long, String> named) {
        Map<String, String> labels = new TreeMap<>();
        named.forEach((number, name) -> labels.put(Long.toUnsignedString(number), name));
        return labels;
    }

    private static String enumOf(String container, Map<String, String> labels) {
        // An enumeration without a label is not allowed.
        if (labels.isEmpty()) {
            return container;
        }
        StringBuilder type = new StringBuilder("enum : ").append(container).append(" {");
        String separator = " ";
        for (Map.Entry<String, String> label : labels.entrySet()) {
            type.append(separator).append(quoted(label.getValue())).append(" = ").append(label.getKey());
            separator = ", ";
        }
        return type.append(" }").toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c < ' ' || c == 0x7f ? '?' : c);
        }
        return quoted.append('"').toString();
    }
}
