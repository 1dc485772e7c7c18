// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.migration;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;

import org.trapline.machine.memory.Ram;

/**
 * Two sides of a migration, a machine that writes memory while it runs, and a wire between them that can be cut, or a side of which can be killed, at any
 * message.
 */
final class Wire {
    static final int PAGES = 64;

    /** What goes wrong at a message. */
    enum Fault {
        NONE, CUT_BEFORE, CUT_AFTER, SOURCE_DIES_BEFORE, SOURCE_DIES_AFTER, TARGET_DIES_BEFORE, TARGET_DIES_AFTER
    }

    final Memory home = new Memory();
    final Memory away = new Memory();
    final List<Round> rounds = new ArrayList<>();
    final List<Message> carried = new ArrayList<>();
    final MigrationSource source;
    final MigrationTarget target;
    private final Deque<Runnable> deliveries = new ArrayDeque<>();
    private final Fault fault;
    private final int faultAt;
    private final int writesPerMillion;
    private long now;
    private long ranAt;
    private int messages;
    private IntConsumer want;
    private boolean cut;
    /** How many missing pages the machine touches once it runs at the target. */
    int touches;
    boolean sourceDead;
    boolean targetDead;

    /** Memory of a machine and whether it runs there. */
    static final class Memory {
        final byte[][] pages = new byte[PAGES][];
        boolean runs;
        boolean there;
        BitSet missing = new BitSet();
        String refusal;
    }

    Wire(final MigrationPolicy policy, final int writesPerMillion, final Fault fault, final int faultAt) {
        this.fault = fault;
        this.faultAt = faultAt;
        this.writesPerMillion = writesPerMillion;
        home.runs = true;
        home.there = true;
        final Random random = new Random(3);
        for (int i = 0; i < PAGES; i += 2) {
            home.pages[i] = new byte[Ram.PAGE_SIZE];
            random.nextBytes(home.pages[i]);
        }
        source = new MigrationSource(77, new Home(), policy, message -> carry(message, true), 0);
        target = new MigrationTarget(new Away(), message -> carry(message, false));
    }

    /** Runs until neither side has anything to do. */
    void run() {
        source.start();
        deliver();
        for (int i = 0; i < 100_000 && !sourceDead && source.due() != Long.MAX_VALUE; i++) {
            now = Math.max(now, source.due());
            work();
            source.advance(now);
            deliver();
            if (touches > 0 && !away.missing.isEmpty()) {
                touches--;
                touch(away.missing.length() - 1);
            }
        }
    }

    /** The machine writes, wherever it runs. */
    private void work() {
        final long writes = (now - ranAt) * writesPerMillion / 1_000_000;
        if (writes > 0) {
            final Random random = new Random(now);
            for (long i = 0; i < Math.min(writes, 1_000); i++) {
                write(random.nextInt(PAGES / 2), (byte) random.nextInt());
            }
            ranAt = now;
        }
    }

    private final BitSet dirty = new BitSet();

    private void write(final int page, final byte value) {
        if (home.runs && !sourceDead) {
            home.pages[page] = home.pages[page] == null ? new byte[Ram.PAGE_SIZE] : home.pages[page].clone();
            home.pages[page][5] = value;
            dirty.set(page);
        }
    }

    private void carry(final Message message, final boolean toTarget) {
        if (cut || sourceDead && toTarget || targetDead && !toTarget) {
            return;
        }
        final int number = messages++;
        if (fault != Fault.NONE && number == faultAt) {
            final boolean arrives = switch (fault) {
                case CUT_AFTER -> true;
                // Whoever dies after it has sent leaves the message on the wire; whoever dies after it has received has acted upon it.
                case SOURCE_DIES_AFTER, TARGET_DIES_AFTER -> true;
                default -> false;
            };
            if (arrives) {
                deliveries.add(() -> receive(message, toTarget));
            }
            deliveries.add(this::breakNow);
            return;
        }
        deliveries.add(() -> receive(message, toTarget));
    }

    private void breakNow() {
        cut = true;
        switch (fault) {
            case SOURCE_DIES_BEFORE, SOURCE_DIES_AFTER -> sourceDead = true;
            case TARGET_DIES_BEFORE, TARGET_DIES_AFTER -> targetDead = true;
            default -> { }
        }
        deliveries.clear();
        if (!sourceDead) {
            source.lost();
        }
        if (!targetDead) {
            target.lost();
        }
    }

    private void receive(final Message sent, final boolean toTarget) {
        final Message message = overTheWire(sent);
        carried.add(message);
        if (toTarget && !targetDead) {
            target.received(message);
        } else if (!toTarget && !sourceDead) {
            source.received(message, now);
        }
    }

    static Message overTheWire(final Message message) {
        try {
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            MessageCodec.write(bytes, message);
            if (bytes.size() != MessageCodec.size(message)) {
                throw new AssertionError(message + " is said to have " + MessageCodec.size(message) + " bytes, and has " + bytes.size());
            }
            return MessageCodec.read(new ByteArrayInputStream(bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deliver() {
        while (!deliveries.isEmpty()) {
            deliveries.removeFirst().run();
        }
    }

    /** What happens afterwards: the sides find each other again, or learn that the other one is dead. */
    void recover() {
        if (sourceDead) {
            target.sourceDied();
        } else if (targetDead) {
            source.targetDied();
        } else if (cut) {
            cut = false;
            source.reconnected();
            deliver();
            run2();
        }
    }

    private void run2() {
        for (int i = 0; i < 100_000 && source.due() != Long.MAX_VALUE; i++) {
            now = Math.max(now, source.due());
            source.advance(now);
            deliver();
        }
    }

    /** Returns on how many sides that live the machine runs. */
    int running() {
        return (home.runs && !sourceDead ? 1 : 0) + (away.runs && !targetDead ? 1 : 0);
    }

    /** Tells whether the target has all of the machine's memory, or will have it without the source. */
    boolean isWhole() {
        return away.missing.isEmpty() && carried.stream().noneMatch(message -> message instanceof Message.State state && state.missing().length > 0);
    }

    int messages() {
        return messages;
    }

    /** The machine that runs at the target touches a page that is missing. */
    private void touch(final int page) {
        want.accept(page);
        deliver();
        if (away.missing.get(page)) {
            throw new AssertionError("page " + page + " has not come");
        }
    }

    private String digest(final Memory memory) {
        return "sum " + Arrays.stream(memory.pages).mapToInt(page -> page == null ? Arrays.hashCode(new byte[Ram.PAGE_SIZE]) : Arrays.hashCode(page)).sum();
    }

    private final class Home implements Departing {
        @Override
        public SortedMap<String, String> shape() {
            return new TreeMap<>(java.util.Map.of("pages", "" + PAGES));
        }

        @Override
        public int pages() {
            return PAGES;
        }

        @Override
        public void startLog() {
            dirty.clear();
        }

        @Override
        public boolean runs() {
            return home.runs;
        }

        @Override
        public BitSet collectDirty() {
            final BitSet collected = (BitSet) dirty.clone();
            dirty.clear();
            return collected;
        }

        @Override
        public void stopLog() {
            // The log costs nothing here.
        }

        @Override
        public byte[] page(final int index) {
            return home.pages[index];
        }

        @Override
        public void halt() {
            if (!home.runs) {
                throw new AssertionError("halted twice");
            }
            home.runs = false;
        }

        @Override
        public byte[] state() {
            return new byte[100];
        }

        @Override
        public String digest() {
            return Wire.this.digest(home);
        }

        @Override
        public void stay() {
            home.runs = true;
        }

        @Override
        public void leave() {
            if (home.runs) {
                throw new AssertionError("it left while it ran");
            }
            home.there = false;
        }

        @Override
        public void sent(final int count) {
            // Nobody is charged.
        }

        @Override
        public void roundEnded(final Round round) {
            rounds.add(round);
        }
    }

    private final class Away implements Arriving {
        @Override
        public void accept(final SortedMap<String, String> shape) throws MigrationException {
            if (away.refusal != null) {
                throw new MigrationException(away.refusal);
            }
            away.there = true;
        }

        @Override
        public int pages() {
            return PAGES;
        }

        @Override
        public void put(final int index, final byte[] page) {
            away.pages[index] = page;
            away.missing.clear(index);
        }

        @Override
        public void state(final byte[] state, final String digest) throws MigrationException {
            if (!digest.isEmpty() && !digest.equals(Wire.this.digest(away))) {
                throw new MigrationException("the memory is another");
            }
        }

        @Override
        public void run() {
            if (away.runs) {
                throw new AssertionError("runs twice");
            }
            away.runs = true;
        }

        @Override
        public void expect(final BitSet missing, final IntConsumer whom) {
            away.missing = missing;
            want = whom;
        }

        @Override
        public void lose(final String why) {
            away.runs = false;
            away.refusal = why;
        }

        @Override
        public void discard() {
            away.there = false;
        }
    }
}
