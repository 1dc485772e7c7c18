// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Does several operations of a block in one go, or goes round in a loop of a few blocks. There is a class for each sequence of kinds of steps that is
 * executed often, wherever in whatever guest; which registers and constants the steps have are fields of theirs. So this still interprets: it goes
 * from operation to operation without asking which comes next, and HotSpot sees the steps side by side.
 */
abstract class Superinstruction extends Node {
    /** Longer blocks become several. */
    static final int MAX_PARTS = 16;
    private static final int FEW_PARTS = 4;
    /** When there are so many classes, blocks that would need another are cut into smaller pieces; when there are twice as many, none are made. */
    private static final int MANY = 1_000;

    /**
     * An instance of each class, which makes others. Classes belong to the JVM, as those do that were compiled with it, and all machines use them:
     * which there are makes no difference but in speed.
     */
    private static final Map<Shape, Superinstruction> MODELS = new ConcurrentHashMap<>();

    /**
     * What makes a class of superinstructions.
     * @param parts their kinds, for each block: perhaps {@link FloatGate}; those of steps; what leaves the block, or {@link Node} for what goes on with it
     * @param loops whether the last operation of the last block may lead to the first block
     */
    record Shape(List<Class<?>> parts, boolean loops) {
    }

    /** Returns another one of the same class. */
    abstract Superinstruction with(Object[] parts);

    /**
     * Returns what does all operations of a block, and of a loop that it begins.
     * @return null if there are too many classes to make those that this would need
     */
    static Node of(Sequence.Whole block) {
        if (block.parts() == 1) {
            return block.exit;
        }
        List<Object> parts = new ArrayList<>();
        Loop.of(block.block, MAX_PARTS).forEach(part -> addParts(part.steps, parts));
        Node loop = parts.isEmpty() ? null : piece(parts, true, MANY);
        if (loop != null) {
            return loop;
        }
        parts.clear();
        addParts(block, parts);
        Node made = inPieces(parts, MAX_PARTS, MANY);
        return made != null ? made : inPieces(parts, FEW_PARTS, 2 * MANY);
    }

    private static void addParts(Sequence.Whole block, List<Object> parts) {
        if (block.gate != null) {
            parts.add(block.gate);
        }
        parts.addAll(Arrays.asList(block.steps));
        parts.add(block.exit);
    }

    static Node inPieces(List<Object> parts, int max, int maxModels) {
        int pieces = (parts.size() + max - 1) / max;
        Node made = null;
        int to = parts.size();
        for (int piece = pieces - 1; piece >= 0; piece--) {
            int from = piece * parts.size() / pieces;
            List<Object> those = new ArrayList<>(parts.subList(from, to));
            if (made != null) {
                those.add(made);
            }
            made = piece(those, false, maxModels);
            if (made == null) {
                return null;
            }
            to = from;
        }
        return made;
    }

    private static Node piece(List<Object> parts, boolean loops, int maxModels) {
        if (parts.size() == 1 && parts.getFirst() instanceof Node exit) {
            return exit;
        }
        List<Class<?>> kinds = new ArrayList<>();
        for (Object part : parts) {
            kinds.add(part instanceof Superinstruction ? Node.class : part.getClass());
        }
        Shape shape = new Shape(List.copyOf(kinds), loops);
        Superinstruction model = MODELS.get(shape);
        if (model == null) {
            if (MODELS.size() >= maxModels) {
                return null;
            }
            model = MODELS.computeIfAbsent(shape, SuperinstructionClass::define);
        }
        return model.with(parts.toArray());
    }
}
