// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

import static org.trapline.trace.ArgType.ADDRESS;
import static org.trapline.trace.ArgType.CAUSE;
import static org.trapline.trace.ArgType.CHARACTER;
import static org.trapline.trace.ArgType.CSR;
import static org.trapline.trace.ArgType.DECIMAL;
import static org.trapline.trace.ArgType.DEVICE;
import static org.trapline.trace.ArgType.HEX;
import static org.trapline.trace.ArgType.PTE;
import static org.trapline.trace.ArgType.TAG;
import static org.trapline.trace.ArgType.VM;

import java.util.List;
import java.util.Locale;

import org.trapline.trace.code.Access;
import org.trapline.trace.code.BalloonAction;
import org.trapline.trace.code.HypercallName;
import org.trapline.trace.code.Lifecycle;
import org.trapline.trace.code.Plane;
import org.trapline.trace.code.ShadowAction;
import org.trapline.trace.code.SnapshotAction;
import org.trapline.trace.code.StopKind;
import org.trapline.trace.code.Stream;
import org.trapline.trace.code.SwitchReason;
import org.trapline.trace.code.WalkStage;

/**
 * Everything a trace can tell, one row each: a sentence for people, the text of a line, and up to four arguments.
 *
 * <p>In the text, <code>{name}</code> stands for an argument and a part in brackets is left out where an argument in it is absent.
 * A row is added before the last letter of its group; its place may change, its name may not: files carry the names.
 */
public enum EventKind {
    VM_ENTRY("Control enters a guest: the vCPU runs on its hart from here.",
        "in {mode}", arg("mode", ArgType.MODE)),
    VM_EXIT("Control leaves the guest for the VMM, by the trap named.",
        "{cause} tval={tval} in {mode}[  {insn}]",
        arg("cause", CAUSE), arg("tval", HEX), arg("insn", ArgType.INSTRUCTION), arg("mode", ArgType.MODE)),
    EMULATE("The VMM carries out a privileged instruction on the vCPU instead of on the hart.",
        "{insn}[  {csr}: {old} -> {new}]",
        arg("insn", ArgType.INSTRUCTION), arg("csr", CSR), arg("old", HEX), arg("new", HEX)),
    REFLECT("The VMM hands a trap to the guest's own kernel.",
        "{cause} tval={tval} to {mode} at {vector}",
        arg("cause", CAUSE), arg("tval", HEX), arg("vector", ADDRESS), arg("mode", ArgType.MODE)),
    IRQ_INJECT("The VMM makes an interrupt pending on the vCPU.",
        "{cause} from {source}", arg("cause", CAUSE), arg("source", DECIMAL)),
    HYPERCALL("A guest that knows its VMM asks it for a service.",
        "{call}({arg0}, {arg1}) = {result}",
        code("call", HypercallName.class), arg("arg0", HEX), arg("arg1", HEX), arg("result", DECIMAL)),
    SHADOW_SYNC("The VMM brings a shadow page table in line with the guest's own, or maps a page in the second stage.",
        "{action} va={va} guest {guest_pte} shadow {shadow_pte}",
        code("action", ShadowAction.class), arg("va", ADDRESS), arg("guest_pte", PTE), arg("shadow_pte", PTE)),
    BT_TRANSLATE("Binary translation makes new code for a piece of guest kernel.",
        "{guest_pc} -> {host_pc}, {instructions} instructions, {callouts} callouts",
        arg("guest_pc", ADDRESS), arg("host_pc", HEX), arg("instructions", DECIMAL), arg("callouts", DECIMAL)),
    BT_HIT("Binary translation goes on in code it already has.",
        "{guest_pc} -> {host_pc}", arg("guest_pc", ADDRESS), arg("host_pc", HEX)),
    VCPU_LOAD("A vCPU's state is loaded on the hart.",
        "after {switched_from}", code("switched_from", SwitchReason.class)),
    VCPU_PUT("A vCPU's state is taken off the hart.",
        "{reason}", code("reason", SwitchReason.class)),
    SCHED("The scheduler chooses the vCPU that runs next.",
        "[from {previous_vm}/{previous_vcpu} ]{reason}, quantum {quantum}",
        arg("previous_vm", VM), arg("previous_vcpu", DECIMAL), code("reason", SwitchReason.class), arg("quantum", DECIMAL)),
    RING_KICK("A guest tells a paravirtual device that its ring holds requests.",
        "{device} queue {queue}", arg("device", DEVICE), arg("queue", DECIMAL)),
    MIGRATION_ROUND("One round of copying memory to a migration's target ends.",
        "round {round}: {pages} pages, {bytes} bytes, {dirty} dirty again",
        arg("round", DECIMAL), arg("pages", DECIMAL), arg("bytes", DECIMAL), arg("dirty", DECIMAL)),
    SNAPSHOT("The state of a machine or VM is kept or brought back.",
        "{action} number {number}[, {pages} pages]",
        code("action", SnapshotAction.class), arg("number", DECIMAL), optional("pages", DECIMAL)),
    SWAP_OUT("The host's operating system writes a page of a process, or of the guest of one, to its swap disk and takes the page frame.",
        "{page} from {hpa} to byte {place}", arg("page", ADDRESS), arg("hpa", HEX), arg("place", HEX)),
    SWAP_IN("The host's operating system reads a page of a process, or of the guest of one, from its swap disk, because it was touched.",
        "{page} to {hpa} from byte {place}", arg("page", ADDRESS), arg("hpa", HEX), arg("place", HEX)),
    BALLOON("A guest's balloon is to have another size, or the guest gives pages to it or takes them back.",
        "{action} {pages} pages", code("action", BalloonAction.class), arg("pages", DECIMAL)),
    LIFECYCLE("A host, VM or vCPU is created, started, stopped and so on.",
        "{action}[, code {code}]", code("action", Lifecycle.class), optional("code", DECIMAL)),

    TRAP("The hart takes a trap.",
        "{cause} tval={tval} {from} -> {to}",
        arg("cause", CAUSE), arg("tval", HEX), arg("from", ArgType.MODE), arg("to", ArgType.MODE)),
    MODE("The privilege mode changes: the hart's, or the one the vCPU shows its guest.",
        "{plane} {from} -> {to}", code("plane", Plane.class), arg("from", ArgType.MODE), arg("to", ArgType.MODE)),
    TLB_MISS("A translation is not in the TLB.",
        "{access} va={va} in {mode}", code("access", Access.class), arg("va", ADDRESS), arg("mode", ArgType.MODE)),
    WALK("The page walker reads one entry.",
        "{stage} level {level} pte@{address} = {pte}",
        code("stage", WalkStage.class), arg("level", DECIMAL), arg("address", HEX), arg("pte", ArgType.PTE)),
    TLB_FLUSH("Translations are dropped from the TLB; all ones mean every address, every address space.",
        "va={va} asid={asid}", arg("va", HEX), arg("asid", HEX)),
    SBI("The firmware serves a call.",
        "{extension} function {function}({arg0}) = {result}",
        arg("extension", TAG), arg("function", DECIMAL), arg("arg0", HEX), arg("result", HEX)),
    DEVICE_READ("A device register is read.",
        "{address} size {size} = {value}", arg("address", DEVICE), arg("size", DECIMAL), arg("value", HEX)),
    DEVICE_WRITE("A device register is written.",
        "{address} size {size} := {value}", arg("address", DEVICE), arg("size", DECIMAL), arg("value", HEX)),
    IRQ_LINE("A device raises or drops its interrupt line.",
        "source {source} level {level}", arg("source", DECIMAL), arg("level", DECIMAL)),
    CONSOLE("A byte passes a console.",
        "{stream} {byte}", code("stream", Stream.class), arg("byte", CHARACTER)),
    IDLE("A hart waits for an interrupt; time jumps to the next event.",
        "{cycles} cycles", arg("cycles", DECIMAL)),
    INSTRUCTION("One instruction retires; recorded only on demand.",
        "{insn}", arg("insn", ArgType.INSTRUCTION)),
    BREAKPOINT("A hart stops for its observer.",
        "{stop} number {number} at {address}",
        code("stop", StopKind.class), arg("number", DECIMAL), arg("address", ADDRESS)),
    SYSCALL("A process asks the host's operating system for a service.",
        "number {number}({arg0}, {arg1}) = {result}",
        arg("number", DECIMAL), arg("arg0", HEX), arg("arg1", HEX), arg("result", HEX)),
    RELAY("The host's operating system hands an exit of a guest on to the process that is its VMM.",
        "{cause}, {cycles} cycles", arg("cause", CAUSE), arg("cycles", DECIMAL)),
    DMA_REFUSED("A device is kept from memory that is not that of the guest it was given to.",
        "{address} by slot {slot}", arg("address", HEX), arg("slot", DECIMAL));

    /** How many arguments an event has room for. */
    public static final int MAX_ARGS = 4;

    private static final List<EventKind> ALL = List.of(values());

    private final String label = name().toLowerCase(Locale.ROOT);
    private final String doc;
    private final String text;
    private final List<EventArg> args;

    EventKind(String doc, String text, EventArg... args) {
        this.doc = doc;
        this.text = text;
        this.args = List.of(args);
    }

    private static EventArg arg(String name, ArgType type) {
        return EventArg.of(name, type);
    }

    private static EventArg optional(String name, ArgType type) {
        return EventArg.optional(name, type);
    }

    private static EventArg code(String name, Class<? extends Enum<?>> codes) {
        return EventArg.of(name, codes);
    }

    /** Returns the name used in files, filters and texts, such as {@code vm_exit}. */
    public String label() {
        return label;
    }

    /** Returns one sentence that says what happened. */
    public String doc() {
        return doc;
    }

    /** Returns the template of the text of a line. */
    public String text() {
        return text;
    }

    /** Returns the arguments in the order of {@link TraceEvent#arg(int)}. */
    public List<EventArg> args() {
        return args;
    }

    /** Returns the position of the argument of that name, or -1. */
    public int argIndex(String name) {
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns whether a new buffer records this kind; the others are recorded once they are asked for. */
    public boolean isOnByDefault() {
        return this != INSTRUCTION && this != TLB_MISS && this != WALK;
    }

    /** Returns all kinds, without the copy that {@link #values()} makes. */
    public static List<EventKind> all() {
        return ALL;
    }

    /** Returns the kind with that label, or null. */
    public static EventKind byLabel(String label) {
        for (EventKind kind : ALL) {
            if (kind.label.equals(label)) {
                return kind;
            }
        }
        return null;
    }
}
