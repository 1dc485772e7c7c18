// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.state;

/** Has a part of a machine's state. */
@FunctionalInterface
public interface Stateful {
    /**
     * Goes through all fields of the state, always in the same order, and gives each the value that comes back:
     * <pre>
     *  count = state.number("count", count);
     *  state.numbers("queue", queue);          // arrays of fixed length are changed in place
     *  state.part("timer", timer);
     *  if (state.isRestoring()) {
     *      // work out what follows from the fields
     *  }
     * </pre>
     * What comes back is what went in unless a state is being brought back. Nothing else may be changed here, and no other part asked: the
     * others may not have their state yet.
     */
    void exchange(StateExchange state);
}
