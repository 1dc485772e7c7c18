// SPDX-License-Identifier: EPL-2.0
package org.trapline.gdb;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

import org.trapline.isa.Isa;
import org.trapline.machine.debug.Stop;
import org.trapline.machine.debug.TrapCatch;
import org.trapline.machine.debug.Watchpoint;
import org.trapline.runtime.Debugger;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionListener;
import org.trapline.runtime.SessionState;
import org.trapline.runtime.debug.Halt;
import org.trapline.runtime.debug.Points;
import org.trapline.runtime.debug.Processor;
import org.trapline.runtime.debug.ProcessorState;

/**
 * One gdb's conversation with a session: takes one event after the other and answers. While the machines run, the answer to the packet that let
 * them run is still to come.
 */
final class Stub {
    private static final String OK = "OK";
    /** Not what the protocol allows. */
    private static final String MALFORMED = "E01";
    /** No memory there: EFAULT. */
    private static final String NO_MEMORY = "E0e";
    /** Not now, such as going back where no history is: EINVAL. */
    private static final String REFUSED = "E16";
    private static final String UNKNOWN = "";
    /** Memory that fits into a packet, written as hexadecimal digits. */
    private static final int MOST_BYTES = PacketReader.LONGEST / 2 - 8;

    private final Session session;
    private final Debugger debugger;
    private final Target target;
    private final PacketReader reader;
    private final PacketWriter writer;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final SessionListener listener = new SessionListener() {
        @Override
        public void halted(Halt halt) {
            events.add(new Event.Halted(halt));
        }

        @Override
        public void stateChanged(SessionState state) {
            if (state == SessionState.ENDED) {
                events.add(new Event.Ended());
            }
        }
    };
    private final ProgramFile program;
    private final Queries queries;
    private final Monitor monitor;
    // What gdb wants to be stopped by.
    private final Set<Long> softwareBreakpoints = new LinkedHashSet<>();
    private final Set<Long> hardwareBreakpoints = new LinkedHashSet<>();
    private final Set<Watchpoint> watchpoints = new LinkedHashSet<>();
    private final Set<TrapCatch> catches = new LinkedHashSet<>();
    private final Set<Isa> isas = new LinkedHashSet<>();
    private final Map<Processor, Points> given = new HashMap<>();
    // Where the conversation stands.
    private Processor general;
    private Processor resumed;
    private Halt lastHalt;
    private boolean acknowledges = true;
    private boolean running;
    private boolean reversing;
    private Halt redone;
    private boolean leaves;
    /** The range that a thread is to step through. */
    private long rangeStart;
    private long rangeEnd;

    Stub(Session session, Debugger debugger, Target target, InputStream in, OutputStream out) {
        this.session = session;
        this.debugger = debugger;
        this.target = target;
        reader = new PacketReader(in);
        writer = new PacketWriter(out);
        general = target.processors().getFirst();
        resumed = general;
        program = general.guest() == null ? null : new ProgramFile(general.guest());
        queries = new Queries(this, target, program);
        monitor = new Monitor(this, session, target);
    }

    // ---- the conversation ----

    /** Stops the machines and answers gdb until it leaves or the session ends. */
    void converse() throws InterruptedException {
        session.addListener(listener);
        try {
            lastHalt = debugger.pause().join();
        } catch (CompletionException e) {
            session.removeListener(listener);
            return;
        }
        // Told by now, and known.
        events.clear();
        choose(lastHalt);
        Thread listening = Thread.ofPlatform().daemon().name("gdb connection").start(this::listen);
        try {
            while (!leaves) {
                handle(events.take());
            }
        } finally {
            session.removeListener(listener);
            listening.interrupt();
        }
    }

    private void listen() {
        Event event;
        do {
            event = reader.next();
            events.add(event);
        } while (!(event instanceof Event.Closed));
    }

    private void handle(Event event) {
        switch (event) {
            case Event.Packet packet -> {
                if (acknowledges) {
                    writer.acknowledge(true);
                }
                answer(packet.text());
            }
            case Event.Damaged _ -> {
                if (acknowledges) {
                    writer.acknowledge(false);
                }
            }
            case Event.Again _ -> writer.again();
            case Event.Interrupt _ -> {
                if (running) {
                    rangeEnd = rangeStart;
                    debugger.pause();
                }
            }
            case Event.Closed _ -> leaves = true;
            case Event.Halted halted -> halted(halted.halt());
            case Event.Ended _ -> {
                writer.send(StopReply.ofEnd(session.results()));
                leaves = true;
            }
        }
    }

    private void answer(String packet) {
        String answer;
        try {
            answer = packet.isEmpty() ? UNKNOWN : respond(packet);
        } catch (PacketException e) {
            answer = MALFORMED;
        }
        if (answer != null) {
            writer.send(answer);
        }
    }

    private void halted(Halt halt) {
        if (!running || redo(halt)) {
            return;
        }
        if (halt instanceof Halt.Stepped && isInRange(halt.processor())) {
            debugger.step(halt.processor());
            return;
        }
        running = false;
        lastHalt = redone != null ? redone : halt;
        redone = null;
        choose(lastHalt);
        print(StopReply.remark(lastHalt, session.results()));
        writer.send(stopReply());
    }

    /**
     * Goes on to the end of the instruction, when a way back has led to before one that touches what is watched: going back, gdb wants to undo it
     * itself.
     */
    private boolean redo(Halt halt) {
        boolean isBefore = halt instanceof Halt.Stopped stopped && stopped.stop() instanceof Stop.AtWatchpoint watched && !watched.done();
        if (!isBefore || !reversing) {
            return false;
        }
        redone = halt;
        debugger.step(halt.processor());
        return true;
    }

    private void choose(Halt halt) {
        // Whoever was seen last is shown again if the one that ran is none of gdb's.
        if (target.processors().contains(halt.processor())) {
            general = halt.processor();
        }
        resumed = general;
    }

    private String stopReply() {
        return StopReply.of(lastHalt, general, lastHalt instanceof Halt.Stopped stopped && hardwareBreakpoints.contains(stopped.stop().pc()));
    }

    /** Returns the thread that gdb looks at. */
    Processor general() {
        return general;
    }

    /** Shows text to gdb's user. */
    void print(String text) {
        if (!text.isEmpty()) {
            writer.send("O" + Hex.ofText(text));
        }
    }

    // ---- packets ----

    /** Returns the answer; null if there is none, or none yet. */
    private String respond(String packet) throws PacketException {
        String rest = packet.substring(1);
        return switch (packet.charAt(0)) {
            case '?' -> stopReply();
            case '!' -> OK;
            case 'g' -> registers();
            case 'G' -> writeRegisters(rest);
            case 'p' -> register(rest);
            case 'P' -> writeRegister(rest);
            case 'm' -> memory(rest);
            case 'M' -> writeMemory(rest, true);
            case 'X' -> writeMemory(rest, false);
            case 'c', 'C', 's', 'S' -> proceed(packet);
            case 'v' -> verbose(rest);
            case 'b' -> back(rest);
            case 'Z' -> point(rest, true);
            case 'z' -> point(rest, false);
            case 'H' -> select(rest);
            case 'T' -> target.processor(Hex.number(rest)).filter(Target::isAlive).isPresent() ? OK : MALFORMED;
            case 'q', 'Q' -> query(packet);
            case 'D' -> detach();
            case 'k' -> kill(null);
            case 'R' -> {
                reset();
                yield null;
            }
            default -> UNKNOWN;
        };
    }

    private String query(String packet) throws PacketException {
        if (packet.equals("QStartNoAckMode")) {
            // The acknowledgement of this packet was the last.
            acknowledges = false;
            return OK;
        }
        if (packet.startsWith("QNonStop:")) {
            // All threads stop together; nothing else was announced.
            return packet.endsWith(":0") ? OK : REFUSED;
        }
        if (packet.startsWith("qRcmd,")) {
            monitor.run(new String(Hex.bytes(packet.substring("qRcmd,".length())), StandardCharsets.UTF_8));
            return OK;
        }
        return queries.answer(packet);
    }

    private String verbose(String rest) throws PacketException {
        if (rest.equals("Cont?")) {
            return "vCont;c;C;s;S;t;r";
        }
        if (rest.startsWith("Cont;")) {
            return proceedEach(rest.substring("Cont;".length()).split(";"));
        }
        if (rest.startsWith("File:") && program != null) {
            return program.answer(rest.substring("File:".length()));
        }
        return rest.startsWith("Kill") ? kill(OK) : UNKNOWN;
    }

    private String select(String rest) throws PacketException {
        if (rest.length() < 2) {
            throw new PacketException();
        }
        switch (rest.charAt(0)) {
            case 'g' -> general = target.processor(rest.substring(1), general);
            case 'c' -> resumed = target.processor(rest.substring(1), resumed);
            default -> throw new PacketException();
        }
        return OK;
    }

    // ---- registers and memory ----

    /** Asks about the thread that gdb looks at. */
    private <T> T ask(Function<ProcessorState, T> question) {
        return ask(general, question);
    }

    <T> T ask(Processor processor, Function<ProcessorState, T> question) {
        return debugger.ask(processor, question).join();
    }

    /** Returns what the processors execute; asked once, because gdb asks for the description once. */
    Set<Isa> isas() {
        if (isas.isEmpty()) {
            for (Processor each : target.processors()) {
                isas.add(ask(each, ProcessorState::isa));
            }
        }
        return isas;
    }

    private String registers() {
        isas();
        return ask(state -> {
            StringBuilder values = new StringBuilder();
            for (int i = 0; i < RegisterBank.GENERAL; i++) {
                values.append(Hex.ofRegister(RegisterBank.read(state, i).orElse(0), RegisterBank.bytes(isas(), i)));
            }
            return values.toString();
        });
    }

    private String writeRegisters(String rest) throws PacketException {
        List<Long> values = new ArrayList<>();
        int digits = 2 * RegisterBank.bytes(isas(), 0);
        for (int i = 0; i < RegisterBank.GENERAL && (i + 1) * digits <= rest.length(); i++) {
            values.add(Hex.register(rest.substring(i * digits, (i + 1) * digits)));
        }
        return ask(state -> {
            for (int i = 0; i < values.size(); i++) {
                RegisterBank.write(state, i, values.get(i));
            }
            return OK;
        });
    }

    private String register(String rest) throws PacketException {
        int number = Hex.count(rest);
        OptionalLong value = ask(state -> RegisterBank.read(state, number));
        int bytes = RegisterBank.bytes(isas(), number);
        return value.isPresent() ? Hex.ofRegister(value.getAsLong(), bytes) : "x".repeat(2 * bytes);
    }

    private String writeRegister(String rest) throws PacketException {
        String[] parts = split(rest, "=", 2);
        int number = Hex.count(parts[0]);
        long value = Hex.register(parts[1]);
        return ask(state -> RegisterBank.write(state, number, value)) ? OK : REFUSED;
    }

    private String memory(String rest) throws PacketException {
        String[] parts = split(rest, ",", 2);
        long va = Hex.number(parts[0]);
        int length = Math.min(Hex.count(parts[1]), MOST_BYTES);
        byte[] bytes = ask(state -> state.read(va, length));
        return bytes.length == 0 && length > 0 ? NO_MEMORY : Hex.of(bytes);
    }

    private String writeMemory(String rest, boolean hexadecimal) throws PacketException {
        int colon = rest.indexOf(':');
        if (colon < 0) {
            throw new PacketException();
        }
        String[] parts = split(rest.substring(0, colon), ",", 2);
        long va = Hex.number(parts[0]);
        String data = rest.substring(colon + 1);
        byte[] bytes = hexadecimal ? Hex.bytes(data) : data.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length != Hex.count(parts[1])) {
            throw new PacketException();
        }
        return ask(state -> state.read(va, bytes.length).length == bytes.length && state.write(va, bytes) == bytes.length) ? OK : NO_MEMORY;
    }

    private static String[] split(String text, String separator, int count) throws PacketException {
        String[] parts = text.split(separator, -1);
        if (parts.length != count) {
            throw new PacketException();
        }
        return parts;
    }

    // ---- points ----

    private String point(String rest, boolean on) throws PacketException {
        // Conditions and commands, which follow a semicolon, were not announced.
        String[] parts = split(rest.split(";", 2)[0], ",", 3);
        long va = Hex.number(parts[1]);
        int length = Hex.count(parts[2]);
        switch (parts[0]) {
            case "0" -> change(softwareBreakpoints, va, on);
            case "1" -> change(hardwareBreakpoints, va, on);
            case "2" -> change(watchpoints, watchpoint(va, length, Watchpoint.Kind.WRITE), on);
            case "3" -> change(watchpoints, watchpoint(va, length, Watchpoint.Kind.READ), on);
            case "4" -> change(watchpoints, watchpoint(va, length, Watchpoint.Kind.ACCESS), on);
            default -> {
                return UNKNOWN;
            }
        }
        return OK;
    }

    private static Watchpoint watchpoint(long va, int length, Watchpoint.Kind kind) throws PacketException {
        if (length < 1) {
            throw new PacketException();
        }
        return new Watchpoint(va, length, kind);
    }

    private static <T> void change(Set<T> set, T element, boolean on) {
        if (on) {
            set.add(element);
        } else {
            set.remove(element);
        }
    }

    /** Returns the traps at which to stop, to be changed. */
    Set<TrapCatch> catches() {
        return catches;
    }

    /** Sets all points. Only now, because gdb takes them all away whenever it stops. */
    private void givePoints() {
        Set<Long> breakpoints = new LinkedHashSet<>(softwareBreakpoints);
        breakpoints.addAll(hardwareBreakpoints);
        Points points = new Points(breakpoints, watchpoints, catches);
        for (Processor each : target.processors()) {
            if (!points.equals(given.put(each, points))) {
                debugger.setPoints(each, points);
            }
        }
    }

    // ---- going on ----

    /** c and s with an address, C and S with a signal, which is ignored, and an address. */
    private String proceed(String packet) throws PacketException {
        char what = Character.toLowerCase(packet.charAt(0));
        boolean hasSignal = what != packet.charAt(0);
        String[] parts = packet.substring(1).split(";", 2);
        String address = !hasSignal ? parts[0] : parts.length == 2 ? parts[1] : "";
        if (!address.isEmpty()) {
            long va = Hex.number(address);
            ask(resumed, state -> RegisterBank.write(state, RegisterBank.GENERAL - 1, va));
        }
        return go(what == 's' ? resumed : null, 0, 0);
    }

    /** vCont: of the actions, the first that steps counts. Threads that are not to go on have their turns nevertheless. */
    private String proceedEach(String[] actions) throws PacketException {
        for (String action : actions) {
            String[] parts = action.split(":", 2);
            char what = parts[0].isEmpty() ? 0 : Character.toLowerCase(parts[0].charAt(0));
            if ("cstr".indexOf(what) < 0) {
                throw new PacketException();
            }
            Processor processor = parts.length == 1 ? resumed : target.processor(parts[1], resumed);
            if (what == 's') {
                return go(processor, 0, 0);
            }
            if (what == 'r') {
                String[] range = split(parts[0].substring(1), ",", 2);
                return go(processor, Hex.number(range[0]), Hex.number(range[1]));
            }
        }
        return go(null, 0, 0);
    }

    private String go(Processor steps, long start, long end) {
        if (running) {
            return REFUSED;
        }
        givePoints();
        running = true;
        reversing = false;
        rangeStart = start;
        rangeEnd = end;
        if (steps == null) {
            debugger.resume();
        } else {
            debugger.step(steps);
        }
        return null;
    }

    private boolean isInRange(Processor processor) {
        return rangeStart != rangeEnd
            && Long.compareUnsigned(ask(processor, ProcessorState::pc) - rangeStart, rangeEnd - rangeStart) < 0;
    }

    /** Tells whether the session keeps a history. */
    boolean goesBack() {
        return session.moment().isPresent();
    }

    private String back(String rest) {
        if (!rest.equals("s") && !rest.equals("c")) {
            return UNKNOWN;
        }
        if (running || !goesBack()) {
            return REFUSED;
        }
        givePoints();
        running = true;
        reversing = true;
        rangeEnd = rangeStart;
        if (rest.equals("s")) {
            session.stepBack(resumed);
        } else {
            session.runBack();
        }
        return null;
    }

    // ---- leaving ----

    private String detach() {
        writer.send(OK);
        debugger.close();
        debugger.resume();
        leaves = true;
        return null;
    }

    private String kill(String answer) {
        if (answer != null) {
            writer.send(answer);
        }
        session.stop();
        leaves = true;
        return null;
    }

    /** Switches the machines that gdb sees off and on. */
    void reset() {
        target.processors().stream().filter(p -> p.id() == 0).forEach(debugger::reset);
    }
}
