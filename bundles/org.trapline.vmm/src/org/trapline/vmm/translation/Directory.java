// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.trapline.machine.state.StateException;

/**
 * What a {@link CodeCache} knows of the code in it, as numbers. How to recover from a word is not among them, as translating the same source for the same
 * address again tells it.
 */
final class Directory {
    private static final long NONE = -1;
    private static final int MACHINE_MODE = 1;
    private static final int FLOATS = 2;

    private long[] numbers;
    private int at;

    private Directory(final long[] numbers) {
        this.numbers = numbers;
    }

    // ---- writing ----

    static long[] write(final CodeCache cache) {
        final Directory to = new Directory(new long[1024]);
        to.put(cache.spaces.size());
        for (final CodeSpace space : cache.spaces) {
            to.put((space.context.machineMode() ? MACHINE_MODE : 0) | (space.context.floats() ? FLOATS : 0));
            to.put(space.va);
            to.put(space.tableOffset);
        }
        final Map<Block, Integer> places = new HashMap<>();
        to.put(cache.blocks.size());
        for (final Block block : cache.blocks) {
            places.put(block, places.size());
            to.put(cache.spaces.indexOf(block.space));
            to.put(block.valid ? 1 : 0);
            to.put(block.offset);
            to.put(block.gpa);
            to.put(block.secondGpa);
            to.put(block.pc());
            final int[] halfwords = block.translation.source().halfwords();
            to.put(halfwords.length);
            Arrays.stream(halfwords).forEach(to::put);
        }
        for (final Block block : cache.blocks) {
            for (final Block link : block.links) {
                to.put(link == null ? NONE : places.get(link));
            }
        }
        to.put(cache.cases.size());
        for (final LookUpCase each : cache.cases) {
            to.put(cache.spaces.indexOf(each.space));
            to.put(each.target);
            to.put(each.offset());
            to.put(each.excess);
            to.put(each.block == null ? NONE : places.get(each.block));
            to.put(each.space.chains.get(LookUp.index(each.target)).contains(each) ? 1 : 0);
        }
        return Arrays.copyOf(to.numbers, to.at);
    }

    private void put(final long number) {
        if (at == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * at);
        }
        numbers[at++] = number;
    }

    // ---- reading ----

    /** @throws StateException if the numbers are not those of any cache of that size */
    static void read(final CodeCache cache, final long[] numbers) {
        final Directory from = new Directory(numbers);
        try {
            from.readSpaces(cache);
            from.readBlocks(cache);
            from.readCases(cache);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new StateException("the directory of translated code is damaged");
        }
    }

    private void readSpaces(final CodeCache cache) {
        final int count = count();
        for (int i = 0; i < count; i++) {
            final long kind = next();
            final long va = next();
            cache.placeSpace((kind & MACHINE_MODE) != 0, (kind & FLOATS) != 0, va, offset(cache));
        }
    }

    private void readBlocks(final CodeCache cache) {
        final int count = count();
        for (int i = 0; i < count; i++) {
            final CodeSpace space = cache.spaces.get((int) next());
            final boolean valid = next() != 0;
            final int offset = offset(cache);
            final long gpa = next();
            final long secondGpa = next();
            final Block block = cache.place(space, readSource(cache), gpa, secondGpa, offset);
            block.valid = valid;
            if (valid) {
                cache.register(block);
            }
        }
        for (final Block block : cache.blocks) {
            for (int exit = 0; exit < block.links.length; exit++) {
                final long link = next();
                if (link != NONE) {
                    cache.setLink(block, exit, cache.blocks.get((int) link));
                }
            }
        }
    }

    private SourceCode readSource(final CodeCache cache) {
        final long pc = next();
        final int count = count();
        final int start = at;
        at += count;
        // Where the piece ends does not follow from its end alone: as many instructions are read as there were.
        return SourceCode.read(pc, gva -> (int) numbers[Math.addExact(start, Math.toIntExact(gva - pc) / 2)] & 0xffff, cache.decoder, 2L * count);
    }

    private void readCases(final CodeCache cache) {
        final int count = count();
        for (int i = 0; i < count; i++) {
            final CodeSpace space = cache.spaces.get((int) next());
            final long target = next();
            final int offset = offset(cache);
            final int excess = (int) next();
            final long place = next();
            final boolean chained = next() != 0;
            final LookUpCase each = cache.placeCase(space, target, offset, excess, offset);
            if (place != NONE) {
                each.block = cache.blocks.get((int) place);
                each.block.cases.add(each);
            }
            if (chained) {
                final List<LookUpCase> chain = space.chains.get(LookUp.index(target));
                chain.add(each);
            }
        }
    }

    private int count() {
        final long count = next();
        if (count < 0 || count > numbers.length) {
            throw new IndexOutOfBoundsException();
        }
        return (int) count;
    }

    private int offset(final CodeCache cache) {
        final long offset = next();
        if (offset < 0 || offset >= cache.size() || (offset & 3) != 0) {
            throw new IndexOutOfBoundsException();
        }
        return (int) offset;
    }

    private long next() {
        return numbers[at++];
    }
}
