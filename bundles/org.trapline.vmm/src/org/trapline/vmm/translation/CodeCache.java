// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.trapline.isa.Decoder;
import org.trapline.isa.Disassembler;
import org.trapline.isa.Isa;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * The translations of one vCPU's code. They stand in the host's memory, one behind the other; when there is no room left all are dropped, and
 * it begins anew.
 */
public final class CodeCache implements Stateful {
    /** Bytes that the largest translation can need. */
    static final int MOST_BYTES = 4096;
    /** The least that makes sense. */
    public static final int LEAST_SIZE = 4 * MOST_BYTES;
    /** Bytes over which the jump from any translation to any other reaches. */
    public static final int MOST_SIZE = 1 << 20;

    private static final int LONGEST_CHAIN = 8;
    private static final int MOST_SPACES = 16;

    private final Bus host;
    private final long hpa;
    private final int size;
    private final Context context;
    final Decoder decoder;
    final List<CodeSpace> spaces = new ArrayList<>();
    final List<Block> blocks = new ArrayList<>();
    final List<LookUpCase> cases = new ArrayList<>();
    private final TreeMap<Integer, CodePiece> pieces = new TreeMap<>();
    private final Map<Long, List<Block>> byPage = new HashMap<>();
    int used;
    final long[] counts = new long[Count.values().length];

    /** What is counted. */
    enum Count {
        HITS, MISSES, INSTRUCTIONS, WORDS, LINKS, CASES, INVALIDATED, EVICTED
    }

    /** A word of the cache. */
    public record Place(CodePiece piece, int word) {
        public Recovery recovery() {
            return piece.recovery(word);
        }
    }

    /**
     * Takes a range of the host's memory.
     * @param hpa  host physical address, aligned to a page
     * @param size    bytes, {@link #LEAST_SIZE} to {@link #MOST_SIZE}
     * @param context what code is translated for, whatever the mode and the state of the floating-point unit
     * @param decoder knows the guest's instructions
     */
    public CodeCache(final Bus host, final long hpa, final int size, final Context context, final Decoder decoder) {
        if (size < LEAST_SIZE || size > MOST_SIZE || (size | hpa) % Ram.PAGE_SIZE != 0) {
            throw new IllegalArgumentException("a code cache of " + size + " bytes: expected whole pages, " + LEAST_SIZE + " to " + MOST_SIZE + " bytes");
        }
        this.host = host;
        this.hpa = hpa;
        this.size = size;
        this.decoder = decoder;
        this.context = context;
    }

    /** Returns the host physical address of the first byte. */
    public long hpa() {
        return hpa;
    }

    /** Returns the size in bytes. */
    public int size() {
        return size;
    }

    public CacheStatistics statistics() {
        final int valid = (int) blocks.stream().filter(Block::isValid).count();
        return new CacheStatistics(get(Count.HITS), get(Count.MISSES), get(Count.INSTRUCTIONS), get(Count.WORDS), get(Count.LINKS), get(Count.CASES),
            get(Count.INVALIDATED), get(Count.EVICTED), valid, used);
    }

    private long get(final Count what) {
        return counts[what.ordinal()];
    }

    private void count(final Count what, final long times) {
        counts[what.ordinal()] += times;
    }

    /** Returns all translations, in the order in which they were made, those that are no longer valid among them. */
    public List<Block> blocks() {
        return Collections.unmodifiableList(blocks);
    }

    /**
     * Lists all translations that are in use, in the order in which they were made.
     * @param guest what the guest's harts execute
     * @param isa   what the host's do
     * @param names of the guest's addresses
     */
    public List<Listing> listings(final Isa guest, final Isa isa, final Disassembler.Symbols names) {
        return blocks.stream().filter(Block::isValid).map(block -> Listing.of(this, block, guest, isa, names)).toList();
    }

    public List<CodeSpace> spaces() {
        return Collections.unmodifiableList(spaces);
    }

    /** Tells whether translations can execute the guest's floating-point instructions, if its unit is on and dirty. */
    public boolean hasFloats() {
        return context.bank();
    }

    // ---- room ----

    /** Tells whether there can be another space. */
    public boolean hasRoomForSpace() {
        return spaces.size() < MOST_SPACES && hasRoom();
    }

    /** Makes a space; there must be {@link #hasRoomForSpace room}. */
    public CodeSpace newSpace(final boolean machineMode, final boolean floats, final long va) {
        final int table = used;
        final int[] words = new int[LookUp.TABLE_WORDS];
        Arrays.fill(words, CodeWriter.ECALL);
        put(table, words);
        used += 4 * words.length;
        return placeSpace(machineMode, floats, va, table);
    }

    CodeSpace placeSpace(final boolean machineMode, final boolean floats, final long va, final int table) {
        final CodeSpace space = new CodeSpace(context.with(machineMode, floats), va, table);
        spaces.add(space);
        pieces.put(table, new LookUpTable(table));
        return space;
    }

    /** Tells whether another translation, and what may be needed to look it up, will surely find room. */
    public boolean hasRoom() {
        return size - used >= 2 * MOST_BYTES;
    }

    /** Drops everything, spaces included. */
    public void flush() {
        count(Count.EVICTED, blocks.stream().filter(Block::isValid).count());
        clear();
    }

    /** Drops everything because what it was made from cannot be relied on any more. */
    public void invalidateAll() {
        count(Count.INVALIDATED, blocks.stream().filter(Block::isValid).count());
        clear();
    }

    void clear() {
        blocks.forEach(block -> block.valid = false);
        spaces.clear();
        blocks.clear();
        cases.clear();
        pieces.clear();
        byPage.clear();
        used = 0;
    }

    // ---- translations ----

    /** Returns the translation that begins at a guest virtual address, or null. */
    public Block find(final CodeSpace space, final long pc) {
        final Block found = space.blocks.get(pc);
        if (found != null) {
            count(Count.HITS, 1);
        }
        return found;
    }

    /**
     * Translates; there must be {@link #hasRoom room}.
     * @param gpa       guest physical address of the first instruction
     * @param secondGpa guest physical address of the next page if the piece reaches there; otherwise -1
     */
    public Block add(final CodeSpace space, final SourceCode source, final long gpa, final long secondGpa) {
        final Block block = place(space, source, gpa, secondGpa, used);
        register(block);
        put(block.offset, block.translation.words());
        used += 4 * block.length();
        count(Count.MISSES, 1);
        count(Count.INSTRUCTIONS, source.instructions().size());
        count(Count.WORDS, block.length());
        return block;
    }

    Block place(final CodeSpace space, final SourceCode source, final long gpa, final long secondGpa, final int offset) {
        final Translation made = space.translator.translate(source, space.va + offset, space.va + space.tableOffset);
        final Block block = new Block(space, made, offset, gpa, secondGpa);
        blocks.add(block);
        pieces.put(offset, block);
        space.addPage(source.pc() & -Ram.PAGE_SIZE, block.firstPage());
        if (secondGpa != Block.NO_PAGE) {
            space.addPage((source.pc() & -Ram.PAGE_SIZE) + Ram.PAGE_SIZE, secondGpa);
        }
        return block;
    }

    void register(final Block block) {
        block.space.blocks.put(block.pc(), block);
        byPage.computeIfAbsent(block.firstPage(), page -> new ArrayList<>()).add(block);
        if (block.secondGpa != Block.NO_PAGE) {
            byPage.computeIfAbsent(block.secondGpa, page -> new ArrayList<>()).add(block);
        }
    }

    /** Returns what stands at a virtual address in a space, or null. */
    public Place locate(final CodeSpace space, final long va) {
        final long offset = va - space.va;
        if (offset < 0 || offset >= used || (offset & 3) != 0) {
            return null;
        }
        final CodePiece piece = pieces.floorEntry((int) offset).getValue();
        final int word = ((int) offset - piece.offset()) / 4;
        return word < piece.length() ? new Place(piece, word) : null;
    }

    private void put(final int offset, final int[] words) {
        for (int i = 0; i < words.length; i++) {
            put(offset + 4 * i, words[i]);
        }
    }

    private void put(final int offset, final int word) {
        host.write(hpa + offset, 4, word);
    }

    /** Returns the word that stands at an offset now. */
    public int word(final int offset) {
        return (int) host.read(hpa + offset, 4);
    }

    /** Returns the virtual addresses of all code that is executed in place of the instruction at a guest virtual address. */
    public long[] places(final long pc) {
        return blocks.stream().filter(Block::isValid).mapToLong(block -> block.translation().place(pc)).filter(va -> va != Translation.NOWHERE).toArray();
    }

    // ---- links ----

    /** Makes an exit of a translation go on in another without the VMM, if it can. */
    public boolean link(final Block from, final int exit, final Block to) {
        final Exit what = from.translation.exits().get(exit);
        final boolean sameSpace = from.space == to.space && from.valid && to.valid && from.links[exit] == null;
        if (!sameSpace || !patch(from, what, to)) {
            return false;
        }
        setLink(from, exit, to);
        count(Count.LINKS, 1);
        return true;
    }

    void setLink(final Block from, final int exit, final Block to) {
        from.links[exit] = to;
        to.incoming.add(new Block.Link(from, exit));
    }

    private boolean patch(final Block from, final Exit exit, final Block to) {
        final int site = from.offset + 4 * exit.site();
        final int stub = from.offset + 4 * exit.stub();
        if (exit.kind() == Exit.Kind.JUMP) {
            put(site, Links.jump(to.offset - site));
            return true;
        }
        if (exit.kind() == Exit.Kind.BRANCH && exit.overhead() == 0 && Links.isInBranchReach(to.offset - site)) {
            put(site, CodeWriter.withOffset(from.translation.word(exit.site()), to.offset - site));
            return true;
        }
        if (!from.space.context.bank()) {
            return false;
        }
        put(stub, Links.stub(exit.overhead(), to.offset - stub));
        return true;
    }

    private void unlink(final Block from, final int exit) {
        final Exit what = from.translation.exits().get(exit);
        put(from.offset + 4 * what.site(), from.translation.word(what.site()));
        put(from.offset + 4 * what.stub(), CodeWriter.ECALL);
        from.links[exit] = null;
    }

    /** Makes indirect jumps in a space to a guest virtual address find a translation. */
    public void addCase(final Block to) {
        if (!to.space.isNear(to.pc())) {
            return;
        }
        final List<LookUpCase> chain = to.space.chains.get(LookUp.index(to.pc()));
        for (final LookUpCase known : chain) {
            if (known.target == to.pc()) {
                if (known.block == null) {
                    setCase(known, to);
                }
                return;
            }
        }
        if (!to.space.context.bank() || !hasRoom()) {
            return;
        }
        if (chain.size() == LONGEST_CHAIN) {
            dropChain(chain);
        }
        final int excess = chain.isEmpty() ? 0 : LookUp.Case.excessAfter(chain.getLast().excess);
        final LookUpCase added = placeCase(to.space, to.pc(), used, excess, to.offset);
        put(used, added.code.words());
        setCase(added, to);
        final int before = chain.isEmpty() ? to.space.tableOffset + 4 * LookUp.index(to.pc())
            : chain.getLast().offset() + 4 * chain.getLast().code.miss();
        put(before, Links.jump(used - before));
        used += 4 * added.length();
        chain.add(added);
        count(Count.CASES, 1);
    }

    LookUpCase placeCase(final CodeSpace space, final long target, final int offset, final int excess, final int to) {
        final LookUp.Case code = LookUp.make(target, space.va + offset, excess, to - offset);
        final LookUpCase added = new LookUpCase(space, target, offset, excess, code);
        cases.add(added);
        pieces.put(offset, added);
        return added;
    }

    private void setCase(final LookUpCase which, final Block to) {
        which.block = to;
        to.cases.add(which);
        final int at = which.offset() + 4 * which.code.jump();
        put(at, Links.jump(to.offset - at));
    }

    // A long chain is slower than asking anew; what it consists of stays behind until everything is dropped.
    private void dropChain(final List<LookUpCase> chain) {
        put(chain.getFirst().space.tableOffset + 4 * LookUp.index(chain.getFirst().target), CodeWriter.ECALL);
        for (final LookUpCase each : chain) {
            if (each.block != null) {
                each.block.cases.remove(each);
            }
        }
        chain.clear();
    }

    // ---- changed code ----

    /** Returns the lines of a page of guest memory from which there are translations, see {@link Ram#lines}. */
    public long lines(final long gpaPage) {
        long lines = 0;
        for (final Block block : byPage.getOrDefault(gpaPage, List.of())) {
            lines |= block.lines(gpaPage);
        }
        return lines;
    }

    /** Drops all translations from these lines of a page of guest memory; returns how many. */
    public int invalidate(final long gpaPage, final long lines) {
        final List<Block> there = byPage.getOrDefault(gpaPage, List.of());
        int dropped = 0;
        for (final Block block : List.copyOf(there)) {
            if ((block.lines(gpaPage) & lines) != 0) {
                invalidate(block);
                dropped++;
            }
        }
        return dropped;
    }

    private void invalidate(final Block block) {
        count(Count.INVALIDATED, 1);
        block.valid = false;
        block.space.blocks.remove(block.pc(), block);
        removeFromPage(block.firstPage(), block);
        if (block.secondGpa != Block.NO_PAGE) {
            removeFromPage(block.secondGpa, block);
        }
        for (final Block.Link link : block.incoming) {
            unlink(link.from(), link.exit());
        }
        block.incoming.clear();
        for (int exit = 0; exit < block.links.length; exit++) {
            if (block.links[exit] != null) {
                block.links[exit].incoming.remove(new Block.Link(block, exit));
                unlink(block, exit);
            }
        }
        for (final LookUpCase each : block.cases) {
            each.block = null;
            put(each.offset() + 4 * each.code.jump(), CodeWriter.ECALL);
        }
        block.cases.clear();
    }

    private void removeFromPage(final long gpaPage, final Block block) {
        final List<Block> there = byPage.get(gpaPage);
        there.remove(block);
        if (there.isEmpty()) {
            byPage.remove(gpaPage);
        }
    }

    // ---- state: the code itself is in the host's memory ----

    @Override
    public void exchange(final StateExchange state) {
        used = state.number("used", used, 0, size);
        state.numbers("counts", counts);
        final long[] directory = state.list("directory", Directory.write(this), Integer.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE);
        if (state.isRestoring()) {
            final int usedThen = used;
            clear();
            used = usedThen;
            Directory.read(this, directory);
        }
    }
}
