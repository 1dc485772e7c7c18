// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.state;

import org.trapline.machine.memory.PageMap;
import org.trapline.machine.memory.Ram;

/**
 * Takes the fields of a state and gives back what they are to be, see {@link Stateful#exchange}. Names need to be unique in their part only;
 * messages show them with the parts they are in, such as {@code hart0.csr.mepc}.
 *
 * <p>Whatever comes back has been held against the bounds given, so that even a forged file gives no value that the program could stumble over.
 */
public abstract class StateExchange {
    StateExchange() {
    }

    /** Tells whether the fields now get other values, from which the rest is to be worked out. */
    public abstract boolean isRestoring();

    /**
     * Tells whether the fields get values of this very run's past, to which the future is known: what the run has told the outside must not be told
     * again, what it was told by the outside comes again. Otherwise a new future begins.
     */
    public abstract boolean isGoingBack();

    // ---- single values ----

    /** A number of any value. */
    public abstract long number(String name, long value);

    /** A number of any value. */
    public final int number(String name, int value) {
        return number(name, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** A number from {@code low} to {@code high}, both included. */
    public final int number(String name, int value, int low, int high) {
        return (int) bounded(name, value, low, high);
    }

    abstract long bounded(String name, long value, long low, long high);

    /** A flag. */
    public final boolean flag(String name, boolean value) {
        return bounded(name, value ? 1 : 0, 0, 1) != 0;
    }

    /** A constant of an enum. */
    public final <E extends Enum<E>> E choice(String name, Class<E> type, E value) {
        E[] constants = type.getEnumConstants();
        return constants[(int) bounded(name, value.ordinal(), 0, constants.length - 1L)];
    }

    /** A constant of an enum, or null. */
    public final <E extends Enum<E>> E optional(String name, Class<E> type, E value) {
        E[] constants = type.getEnumConstants();
        int chosen = (int) bounded(name, value == null ? -1 : value.ordinal(), -1, constants.length - 1L);
        return chosen < 0 ? null : constants[chosen];
    }

    // ---- arrays, changed in place ----

    /** All numbers of an array. */
    public final void numbers(String name, long[] values) {
        numbers(name, values, 0, values.length);
    }

    /** A part of an array. */
    public abstract void numbers(String name, long[] values, int from, int count);

    /** All numbers of an array. */
    public abstract void numbers(String name, int[] values);

    /** All bytes of an array. */
    public abstract void numbers(String name, byte[] values);

    /** All flags of an array. */
    public abstract void flags(String name, boolean[] values);

    // ---- what varies in length ----

    /** Numbers whose count is itself state; none may be below {@code low} or above {@code high}. */
    public abstract long[] list(String name, long[] values, int most, long low, long high);

    /** Bytes whose count is itself state. */
    public abstract byte[] bytes(String name, byte[] values, int most);

    // ---- parts ----

    /** Something with a state of its own. */
    public abstract void part(String name, Stateful part);

    /** Memory by pages, which are shared and not copied. */
    public final void pages(String name, Ram ram) {
        pages(name, ram, 0, ram.size());
    }

    /**
     * A part of memory by pages, which are shared and not copied.
     * @param first offset of the part's first byte, page-aligned
     * @param bytes whole pages
     */
    public abstract void pages(String name, Ram ram, long first, long bytes);

    /** As {@link #pages(String, Ram, long, long)}, of pages that are not in one piece. */
    public abstract void pages(String name, PageMap pages);

    /** What cannot be changed: a state that has something else here is refused, because it is that of another machine. */
    public abstract void fixed(String name, String value);

    /** As {@link #fixed(String, String)}, but what tells a machine from its clones: a clone has another. */
    public abstract void identity(String name, String value);

    /** As {@link #fixed(String, String)}. */
    public final void fixed(String name, long value) {
        fixed(name, Long.toString(value));
    }
}
