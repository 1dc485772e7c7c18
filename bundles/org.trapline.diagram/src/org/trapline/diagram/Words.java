// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.emf.common.util.Enumerator;
import org.trapline.topology.BitRate;
import org.trapline.topology.ByteRange;
import org.trapline.topology.ByteSize;
import org.trapline.topology.CpuRange;
import org.trapline.topology.Limits;
import org.trapline.topology.Named;
import org.trapline.topology.Paging;
import org.trapline.topology.Program;
import org.trapline.topology.Quirk;
import org.trapline.topology.Scheduler;
import org.trapline.topology.SchedulerKind;
import org.trapline.topology.Technique;

/** How the diagram says things. */
final class Words {

    private static final List<String> THOUSANDS = List.of("", " k", " M", " G", " T", " P", " E");

    private Words() {
    }

    /** The name, or a question mark where one is still to be typed. */
    static String name(Named named) {
        return named == null || named.eIsProxy() || named.getName() == null ? "?" : named.getName();
    }

    /** Whether it is there and not merely a name that nothing has. */
    static boolean isResolved(Named named) {
        return named != null && !named.eIsProxy();
    }

    static String amount(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : noun.endsWith("s") ? "es" : "s");
    }

    static String bytes(long bytes) {
        return ByteSize.format(bytes);
    }

    /** Three figures and a power of a thousand, so that a growing number keeps its width: {@code 12.3 k}. */
    static String count(long number) {
        if (number < 1000) {
            return Long.toString(number);
        }
        int figures = Long.toString(number).length();
        int power = (figures - 1) / 3;
        int whole = figures - 3 * power;
        return BigDecimal.valueOf(number).movePointLeft(3 * power).setScale(3 - whole, RoundingMode.DOWN) + THOUSANDS.get(power);
    }

    static String join(String... words) {
        return join(List.of(words));
    }

    /** The words that are not empty, with dots between them. */
    static String join(List<String> words) {
        return words.stream().filter(word -> !word.isEmpty()).collect(Collectors.joining(" · "));
    }

    static String technique(Technique technique) {
        return switch (technique) {
            case TRAP_AND_EMULATE -> "trap-and-emulate";
            case BINARY_TRANSLATION -> "binary translation";
            case HARDWARE -> "hardware-assisted";
            case PARAVIRT -> "paravirtualization";
        };
    }

    static String paging(Paging paging) {
        return paging.getLiteral() + " paging";
    }

    static String scheduler(Scheduler scheduler) {
        if (scheduler == null) {
            return "";
        }
        String kind = switch (scheduler.getKind()) {
            case ROUND_ROBIN -> "round robin";
            case WEIGHTED -> "weighted";
            case DEDICATED -> "dedicated cores";
        };
        return scheduler.getKind() == SchedulerKind.DEDICATED || scheduler.getQuantum() == null ? kind : kind + ", " + scheduler.getQuantum() + " each turn";
    }

    static String quirk(Quirk quirk) {
        return switch (quirk) {
            case SILENT_SENSITIVE_CSR -> "flaw: sensitive CSR instructions do not trap";
        };
    }

    static String boots(Program program) {
        return program == null ? "" : "boots " + name(program);
    }

    static String limits(Limits limits) {
        if (limits == null) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        if (limits.isSetCpus()) {
            parts.add(BigDecimal.valueOf(limits.getCpus()).stripTrailingZeros().toPlainString() + " cores");
        }
        if (limits.isSetMemory()) {
            parts.add(bytes(limits.getMemory()));
        }
        if (limits.isSetPids()) {
            parts.add(amount(limits.getPids(), "process"));
        }
        if (limits.isSetBandwidth()) {
            parts.add(BitRate.format(limits.getBandwidth()) + "/s");
        }
        return parts.isEmpty() ? "" : "at most " + String.join(", ", parts);
    }

    static String cores(List<CpuRange> cores) {
        String list = cores.stream().map(CpuRange::toString).collect(Collectors.joining(", "));
        return (cores.stream().mapToInt(CpuRange::size).sum() == 1 ? "hart " : "harts ") + list;
    }

    static String range(ByteRange range) {
        return bytes(range.start()) + " to " + bytes(range.end());
    }

    /** A literal of the model as words: {@code ahead of time}. */
    static String literal(Enumerator literal) {
        return literal.getLiteral().replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    /** A path without its folders: all that fits into a box. */
    static String file(String path) {
        return path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
    }

    static List<String> lines(String... lines) {
        return Stream.of(lines).filter(line -> !line.isEmpty()).toList();
    }
}
