// SPDX-License-Identifier: EPL-2.0
package org.trapline.gdb;

import java.util.stream.Collectors;

import org.trapline.runtime.debug.Processor;
import org.trapline.runtime.debug.ProcessorState;

/** Answers what gdb asks about the target and its threads. */
final class Queries {
    private static final String SUPPORTED = "PacketSize=" + Hex.of(PacketReader.LONGEST)
        + ";qXfer:features:read+;qXfer:threads:read+;qXfer:exec-file:read+;QStartNoAckMode+;vContSupported+;swbreak+;hwbreak+";
    private static final String GOES_BACK = ";ReverseStep+;ReverseContinue+";

    private final Stub stub;
    private final Target target;
    private final ProgramFile program;

    /** @param program the program to show; null if there is none */
    Queries(Stub stub, Target target, ProgramFile program) {
        this.stub = stub;
        this.target = target;
        this.program = program;
    }

    String answer(String packet) throws PacketException {
        int end = end(packet);
        String rest = packet.substring(Math.min(packet.length(), end + 1));
        return switch (packet.substring(0, end)) {
            case "qSupported" -> SUPPORTED + (stub.goesBack() ? GOES_BACK : "");
            case "qAttached" -> "1";
            case "qC" -> "QC" + Hex.of(Target.thread(target.processors().getFirst()));
            case "qfThreadInfo" -> threads();
            case "qsThreadInfo" -> "l";
            case "qThreadExtraInfo" -> Hex.ofText(describe(target.processor(Hex.number(rest)).orElseThrow(PacketException::new)));
            case "qOffsets" -> "Text=0;Data=0;Bss=0";
            case "qSymbol" -> "OK";
            case "qXfer" -> transfer(rest);
            default -> "";
        };
    }

    /** Returns where the name of a query ends. */
    private static int end(String packet) {
        int end = 1;
        while (end < packet.length() && Character.isLetter(packet.charAt(end))) {
            end++;
        }
        return end;
    }

    private String threads() {
        return "m" + target.processors().stream().filter(Target::isAlive).map(p -> Hex.of(Target.thread(p))).collect(Collectors.joining(","));
    }

    private String describe(Processor processor) {
        return processor.name() + ", " + stub.ask(processor, Queries::describe);
    }

    private static String describe(ProcessorState state) {
        return state.privilege() + " mode" + (state.isWaiting() ? ", waits" : "");
    }

    /** Returns a part of a document: OBJECT:read:ANNEX:OFFSET,LENGTH. */
    private String transfer(String rest) throws PacketException {
        String[] parts = rest.split(":", -1);
        if (parts.length != 4 || !parts[1].equals("read")) {
            return "";
        }
        String document = switch (parts[0] + ":" + parts[2]) {
            case "features:target.xml" -> description();
            case "threads:" -> threadList();
            default -> parts[0].equals("exec-file") && program != null ? program.name() : null;
        };
        if (document == null) {
            return parts[0].equals("features") || parts[0].equals("threads") ? "E00" : "";
        }
        String[] range = parts[3].split(",", -1);
        if (range.length != 2) {
            throw new PacketException();
        }
        int from = Math.min(Hex.count(range[0]), document.length());
        // Hiding characters may double the length.
        int to = (int) Math.min((long) from + Math.min(Hex.count(range[1]), PacketReader.LONGEST / 2 - 1), document.length());
        return (to == document.length() ? "l" : "m") + PacketWriter.escape(document.substring(from, to));
    }

    private String description() {
        return RegisterBank.describe(stub.isas());
    }

    private String threadList() {
        return target.processors().stream().filter(Target::isAlive).map(p -> "<thread id=\"" + Hex.of(Target.thread(p)) + "\" core=\"" + p.id()
            + "\" name=\"" + xml(p.name()) + "\">" + xml(stub.ask(p, Queries::describe)) + "</thread>\n")
            .collect(Collectors.joining("", "<?xml version=\"1.0\"?>\n<threads>\n", "</threads>\n"));
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
