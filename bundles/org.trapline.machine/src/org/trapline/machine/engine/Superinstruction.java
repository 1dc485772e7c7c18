// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Does several operations of a block in one go, and starts over if the block is a loop. There is a class for each sequence of kinds of steps that is
 * executed often, wherever in whatever guest; which registers and constants the steps have are fields of theirs. So this still interprets: it goes
 * from operation to operation without asking which comes next, and HotSpot sees the steps side by side.
 */
abstract class Superinstruction extends Node {
    /** Longer blocks become several. */
    private static final int MAX_PARTS = 16;
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
     * @param parts their kinds: perhaps {@link FloatGate}; those of steps; what leaves the block, or {@link Node} for what goes on with it
     * @param loops whether the last operation may lead to the first
     */
    record Shape(List<Class<?>> parts, boolean loops) {
    }

    /** Returns another one of the same class. */
    abstract Superinstruction with(Object[] parts);

    /**
     * Returns what does all operations of a block.
     * @param gate stands before the block if it has floating-point operations, else null
     * @return null if there are too many classes to make those that this would need
     */
    static Node of(Block block, FloatGate gate, Step[] steps, Node exit) {
        List<Object> parts = new ArrayList<>(Arrays.asList(steps));
        if (gate != null) {
            parts.addFirst(gate);
        }
        if (parts.isEmpty()) {
            return exit;
        }
        parts.add(exit);
        boolean loops = block.target == block.pc && exit instanceof BranchNodes.Exit;
        Node made = inPieces(parts, MAX_PARTS, loops, MANY);
        return made != null ? made : inPieces(parts, FEW_PARTS, loops, 2 * MANY);
    }

    static Node inPieces(List<Object> parts, int max, boolean loops, int maxModels) {
        int pieces = (parts.size() + max - 1) / max;
        Node made = null;
        int to = parts.size();
        for (int piece = pieces - 1; piece >= 0; piece--) {
            int from = piece * parts.size() / pieces;
            List<Object> those = new ArrayList<>(parts.subList(from, to));
            if (made != null) {
                those.add(made);
            }
            made = piece(those, loops && pieces == 1, maxModels);
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
