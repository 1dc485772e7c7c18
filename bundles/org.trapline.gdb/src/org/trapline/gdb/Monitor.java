// SPDX-License-Identifier: EPL-2.0
package org.trapline.gdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;

import org.trapline.isa.Cause;
import org.trapline.isa.Privilege;
import org.trapline.machine.debug.TrapCatch;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateException;
import org.trapline.runtime.Session;
import org.trapline.runtime.debug.Processor;
import org.trapline.runtime.debug.ProcessorState;
import org.trapline.runtime.snapshot.HostSnapshot;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.text.TextFormatter;

/** The commands that gdb's {@code monitor} passes on. */
final class Monitor {
    private static final int EVENTS = 20;
    private static final int MOST_EVENTS = 1_000;
    private static final String HELP = """
        help                     this
        info                     hosts, guests and where they stand
        catch [CAUSE [FROM TO]]  stop after traps: of a cause, or any; from a mode to a mode (U, S, M, any)
        uncatch                  stop after traps no longer
        trace [N]                the last N events of the trace
        translate ADDRESS        the physical address, in the guest's own memory for a vCPU
        reset                    switch the machines off and on
        goto N                   go to where N instructions have retired on all hosts together, but not past the present
        snapshot                 keep the state of all machines
        restore N                bring the Nth state back that was kept
        """;

    private static final String LOOK_AGAIN = " `maintenance flush register-cache` makes gdb look again.\n";

    private final Stub stub;
    private final Session session;
    private final Target target;
    private final List<Snapshot> kept = new ArrayList<>();

    Monitor(Stub stub, Session session, Target target) {
        this.stub = stub;
        this.session = session;
        this.target = target;
    }

    /** Runs a command and prints what it says. */
    void run(String line) {
        List<String> words = Arrays.asList(line.strip().split("\\s+"));
        List<String> arguments = words.subList(1, words.size());
        stub.print(switch (words.getFirst().toLowerCase(Locale.ROOT)) {
            case "", "help" -> HELP;
            case "info" -> info();
            case "catch" -> addCatch(arguments);
            case "uncatch" -> {
                stub.catches().clear();
                yield "No trap stops the machines.\n";
            }
            case "trace" -> trace(arguments);
            case "translate" -> translate(arguments);
            case "reset" -> {
                stub.reset();
                yield "The machines are as after power-on." + LOOK_AGAIN;
            }
            case "goto" -> goTo(arguments);
            case "snapshot" -> snapshot();
            case "restore" -> restore(arguments);
            default -> "There is no command '" + words.getFirst() + "'; 'monitor help' lists them.\n";
        });
    }

    private String info() {
        StringBuilder text = new StringBuilder();
        for (HostSnapshot host : session.snapshot().join().hosts()) {
            text.append(host.name()).append(": ").append(host.instret()).append(" instructions, cycle ").append(host.cycle()).append('\n');
        }
        session.moment().ifPresent(moment -> text.append(moment.instructions()).append(" instructions in all")
            .append(moment.isInPast() ? ", in the past\n" : "\n"));
        for (Processor each : target.processors()) {
            text.append(stub.<String>ask(each, state -> "%s: pc 0x%x, %s mode%s%n".formatted(each.name(), state.pc(), state.privilege(),
                state.isWaiting() ? ", waits" : "")));
        }
        return text.toString();
    }

    private String addCatch(List<String> arguments) {
        Cause cause = null;
        if (!arguments.isEmpty() && !arguments.getFirst().equals("any")) {
            cause = Cause.named(arguments.getFirst());
            if (cause == null) {
                return "There is no cause '" + arguments.getFirst() + "', expected any or one of "
                    + String.join(", ", Arrays.stream(Cause.values()).map(Cause::causeName).toList()) + "\n";
            }
        }
        if (arguments.size() != 3 && arguments.size() > 1) {
            return "Expected a cause alone, or with the modes from and to.\n";
        }
        try {
            Privilege from = arguments.size() == 3 ? mode(arguments.get(1)) : null;
            Privilege to = arguments.size() == 3 ? mode(arguments.get(2)) : null;
            stub.catches().add(new TrapCatch(cause, from, to));
            return "Stops after each trap" + (cause == null ? "" : " " + cause.causeName()) + (from == null ? "" : " from " + from)
                + (to == null ? "" : " to " + to) + ".\n";
        } catch (IllegalArgumentException e) {
            return "Modes are U, S, M and any.\n";
        }
    }

    private static Privilege mode(String word) {
        return word.equals("any") ? null : Privilege.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private String trace(List<String> arguments) {
        if (session.trace().isEmpty()) {
            return "Nothing is traced in this run.\n";
        }
        TraceBuffer trace = session.trace().get();
        long wanted = EVENTS;
        try {
            wanted = arguments.isEmpty() ? EVENTS : Math.clamp(Long.parseLong(arguments.getFirst()), 0, MOST_EVENTS);
        } catch (NumberFormatException e) {
            return "Expected a number of events.\n";
        }
        TextFormatter format = new TextFormatter(trace.names());
        TraceEvent event = new TraceEvent();
        StringBuilder lines = new StringBuilder();
        for (long seq = Math.max(trace.firstSeq(), trace.nextSeq() - wanted); seq < trace.nextSeq(); seq++) {
            if (trace.read(seq, event)) {
                format.append(event, lines);
                lines.append('\n');
            }
        }
        return lines.isEmpty() ? "No event yet.\n" : lines.toString();
    }

    private String translate(List<String> arguments) {
        try {
            long va = Long.parseUnsignedLong(arguments.getFirst().replaceFirst("^0[xX]", ""), 16);
            long pa = stub.ask(stub.general(), state -> state.physical(va));
            return pa == -1 ? "Nothing is mapped there.\n" : "0x%x%n".formatted(pa);
        } catch (NumberFormatException | NoSuchElementException e) {
            return "Expected an address.\n";
        }
    }

    private String goTo(List<String> arguments) {
        if (!stub.goesBack()) {
            return "This run keeps no history.\n";
        }
        try {
            session.goTo(Long.parseLong(arguments.getFirst().replace("_", "")));
            // The answer comes when that is done.
            long pc = stub.ask(stub.general(), ProcessorState::pc);
            return session.moment().orElseThrow().instructions() + " instructions have retired, pc 0x" + Hex.of(pc) + "." + LOOK_AGAIN;
        } catch (NumberFormatException | NoSuchElementException e) {
            return "Expected a number of instructions.\n";
        }
    }

    private String snapshot() {
        try {
            kept.add(session.keep().join());
            return "Kept as " + kept.size() + ".\n";
        } catch (CompletionException e) {
            return refusal(e);
        }
    }

    private String restore(List<String> arguments) {
        try {
            session.restore(kept.get(Integer.parseInt(arguments.getFirst()) - 1)).join();
            return "The machines are as they were." + LOOK_AGAIN;
        } catch (NumberFormatException | NoSuchElementException | IndexOutOfBoundsException e) {
            return "Expected the number of a state that was kept, of which there are " + kept.size() + ".\n";
        } catch (CompletionException e) {
            return refusal(e);
        }
    }

    private static String refusal(CompletionException e) {
        if (e.getCause() instanceof StateException) {
            return e.getCause().getMessage() + "\n";
        }
        throw e;
    }
}
