// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import java.util.Collection;
import java.util.List;

import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceNames;
import org.trapline.trace.text.EventText;

/** Something in an event that a filter can ask for. */
sealed interface FilterKey permits CommonKey, ArgKey {

    String label();

    /** Returns one line for content assist. */
    String doc();

    /** Returns the kinds that have it, as bits by ordinal. */
    long kinds();

    boolean has(TraceEvent event, EventText text);

    /** Returns whether an event that has it has a value of the pattern. */
    boolean matches(TraceEvent event, ValuePattern pattern, EventText text);

    boolean takesNumbers();

    boolean takesNames();

    /** Returns all names a value can have, if it can have no others, else an empty list. */
    List<String> closedNames();

    /** Returns the names worth proposing, without doubles. */
    Collection<String> proposals(TraceNames names);
}
