// SPDX-License-Identifier: EPL-2.0
package org.trapline.gdb;

import java.util.List;
import java.util.stream.Collectors;

import org.trapline.machine.debug.Stop;
import org.trapline.runtime.GuestResult;
import org.trapline.runtime.debug.Halt;
import org.trapline.runtime.debug.Processor;

/** Says in gdb's words why everything stands still. */
final class StopReply {
    private static final String TRAP = "T05";
    private static final String INTERRUPTED = "T02";

    private StopReply() {
    }

    /**
     * Returns the packet for a halt.
     * @param processor the thread that gdb is to look at
     * @param hardware  whether breakpoints are hardware breakpoints to gdb
     */
    static String of(Halt halt, Processor processor, boolean hardware) {
        String thread = "thread:" + Hex.of(Target.thread(processor)) + ";core:" + Hex.of(processor.id()) + ";";
        return switch (halt) {
            case Halt.Paused _ -> INTERRUPTED + thread;
            case Halt.Stepped _ -> TRAP + thread;
            case Halt.AtBeginning _ -> TRAP + thread + "replaylog:begin;";
            case Halt.AtEnd _ -> TRAP + thread + "replaylog:end;";
            case Halt.Stopped stopped -> TRAP + thread + reason(stopped.stop(), hardware);
        };
    }

    private static String reason(Stop stop, boolean hardware) {
        return switch (stop) {
            case Stop.AtBreakpoint _ -> hardware ? "hwbreak:;" : "swbreak:;";
            case Stop.AtWatchpoint at -> switch (at.watchpoint().kind()) {
                case WRITE -> "watch:";
                case READ -> "rwatch:";
                case ACCESS -> "awatch:";
            } + Hex.of(at.va()) + ";";
            case Stop.AfterTrap _ -> "";
        };
    }

    /**
     * Returns what gdb's user is to be told besides; empty if nothing.
     * @param results what has become of the guests, if all have ended
     */
    static String remark(Halt halt, List<GuestResult> results) {
        return switch (halt) {
            case Halt.Stopped stopped when stopped.stop() instanceof Stop.AfterTrap trap ->
                "Trap " + trap.cause().causeName() + " at 0x" + Hex.of(trap.pc()) + ", from " + trap.from() + " to " + trap.to() + " mode\n";
            case Halt.AtEnd _ -> results.stream().map(StopReply::ending).collect(Collectors.joining())
                + "From here one can go back; `continue` ends the run.\n";
            default -> "";
        };
    }

    private static String ending(GuestResult result) {
        String code = result.exitCode() == 0 ? "" : " with code " + result.exitCode();
        return result.guest().name() + " " + result.ending().text() + code + ".\n";
    }

    /** Returns the packet for the end of everything. */
    static String ofEnd(List<GuestResult> results) {
        for (GuestResult result : results) {
            if (!result.ending().isSuccess()) {
                return "W" + String.format("%02x", result.exitCode() == 0 ? 1 : result.exitCode() & 0xff);
            }
        }
        return "W00";
    }
}
