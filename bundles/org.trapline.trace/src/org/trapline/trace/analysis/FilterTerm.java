// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import java.util.List;
import java.util.Locale;

import org.trapline.trace.EventKind;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.text.EventText;

/** One condition of a filter. */
sealed interface FilterTerm {

    boolean test(TraceEvent event, EventText text);

    /** Returns the kinds that can pass, as bits by ordinal; a cheap answer before {@link #test}. */
    long kinds();

    /** The key has one of the values; with {@code unequal} the event has the key and none of the values. */
    record Compare(FilterKey key, boolean unequal, List<ValuePattern> values, long kinds) implements FilterTerm {

        static Compare of(FilterKey key, boolean unequal, List<ValuePattern> values) {
            return new Compare(key, unequal, values, kinds(key, unequal, values));
        }

        private static long kinds(FilterKey key, boolean unequal, List<ValuePattern> values) {
            if (key != CommonKey.KIND) {
                return key.kinds();
            }
            long kinds = 0;
            for (EventKind kind : EventKind.all()) {
                if (values.stream().anyMatch(value -> value.matchesName(kind.label())) != unequal) {
                    kinds |= 1L << kind.ordinal();
                }
            }
            return kinds;
        }

        @Override
        public boolean test(TraceEvent event, EventText text) {
            if ((kinds >>> event.kind().ordinal() & 1) == 0) {
                return false;
            }
            return key == CommonKey.KIND || key.has(event, text) && matchesAny(event, text) != unequal;
        }

        private boolean matchesAny(TraceEvent event, EventText text) {
            for (ValuePattern value : values) {
                if (key.matches(event, value, text)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A piece of what a line of text shows of the event. */
    record Contains(String lowerCase) implements FilterTerm {

        @Override
        public boolean test(TraceEvent event, EventText text) {
            StringBuilder shown = new StringBuilder(event.kind().label()).append(' ').append(text.who(event)).append(' ');
            if (text.symbol(event) != null) {
                shown.append(text.symbol(event)).append(' ');
            }
            if (text.line(event) != null) {
                shown.append(text.line(event)).append(' ');
            }
            text.appendDetail(event, shown);
            return shown.toString().toLowerCase(Locale.ROOT).contains(lowerCase);
        }

        @Override
        public long kinds() {
            return -1;
        }
    }

    record Not(FilterTerm term) implements FilterTerm {

        @Override
        public boolean test(TraceEvent event, EventText text) {
            return !term.test(event, text);
        }

        @Override
        public long kinds() {
            return -1;
        }
    }

    /** All of the terms hold. */
    record All(List<FilterTerm> terms, long kinds) implements FilterTerm {

        static All of(List<FilterTerm> terms) {
            long kinds = -1;
            for (FilterTerm term : terms) {
                kinds &= term.kinds();
            }
            return new All(List.copyOf(terms), kinds);
        }

        @Override
        public boolean test(TraceEvent event, EventText text) {
            if ((kinds >>> event.kind().ordinal() & 1) == 0) {
                return false;
            }
            for (FilterTerm term : terms) {
                if (!term.test(event, text)) {
                    return false;
                }
            }
            return true;
        }
    }
}
