// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.section;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.trapline.asm.expression.Evaluator;
import org.trapline.asm.text.Diagnostics;
import org.trapline.asm.text.Statement;
import org.trapline.asm.text.SyntaxException;

/**
 * Finds the offset of every fragment, by the method of GNU as, for what is possible in several ways depends on the method: a first guess in
 * which everything further on seems to be at the section's start, then rounds until nothing changes.
 */
final class Layout {
    private static final int MOST_ROUNDS = 500;

    private final Evaluator evaluator;
    private final Diagnostics diagnostics;

    Layout(Evaluator evaluator, Diagnostics diagnostics) {
        this.evaluator = evaluator;
        this.diagnostics = diagnostics;
    }

    /** Returns the sections' fragments, placed; false in case of an error, which has been reported. */
    boolean run(Collection<SectionBuilder> sections, Map<SectionBuilder, List<Fragment>> result) {
        for (SectionBuilder section : sections) {
            result.put(section, section.fragments());
        }
        evaluator.layoutIsDone();
        if (!guess(result)) {
            return false;
        }
        for (int round = 0; round < MOST_ROUNDS; round++) {
            boolean changed = false;
            for (Map.Entry<SectionBuilder, List<Fragment>> entry : result.entrySet()) {
                Boolean sectionChanged = update(entry.getKey(), entry.getValue());
                if (sectionChanged == null) {
                    return false;
                }
                changed |= sectionChanged;
            }
            if (!changed) {
                return true;
            }
        }
        diagnostics.error(null, firstOpen(result).location(), "sizes and addresses depend on each other without end");
        return false;
    }

    private boolean guess(Map<SectionBuilder, List<Fragment>> sections) {
        for (List<Fragment> fragments : sections.values()) {
            long offset = 0;
            for (Fragment fragment : fragments) {
                fragment.place(offset);
                if (fragment instanceof BranchFragment || fragment instanceof AlignFragment) {
                    try {
                        fragment.update(evaluator);
                    } catch (SyntaxException problem) {
                        diagnostics.error(statementOf(fragment), problem);
                        return false;
                    }
                }
                offset += fragment.size();
            }
        }
        return true;
    }

    /** Returns whether anything changed, or null after an error. */
    private Boolean update(SectionBuilder section, List<Fragment> fragments) {
        boolean changed = false;
        long offset = 0;
        for (Fragment fragment : fragments) {
            changed |= fragment.start() != offset;
            fragment.place(offset);
            try {
                changed |= fragment.update(evaluator);
                offset += fragment.size();
                if (statementOf(fragment) != null) {
                    section.checkSize(offset, statementOf(fragment));
                }
            } catch (SyntaxException problem) {
                diagnostics.error(statementOf(fragment), problem);
                return null;
            }
        }
        return changed;
    }

    private static Statement firstOpen(Map<SectionBuilder, List<Fragment>> sections) {
        return sections.values().stream().flatMap(List::stream).map(Layout::statementOf).filter(s -> s != null).findFirst().orElseThrow();
    }

    private static Statement statementOf(Fragment fragment) {
        return switch (fragment) {
            case OrgFragment org -> org.statement();
            case SpaceFragment space -> space.statement();
            case Leb128Fragment number -> number.statement();
            case BranchFragment branch -> branch.statement();
            case DataFragment ignored -> null;
            case AlignFragment ignored -> null;
        };
    }

    /** Returns a map that keeps sections in the order of their making. */
    static Map<SectionBuilder, List<Fragment>> newResult(List<SectionBuilder> sections) {
        return new TreeMap<>((a, b) -> Integer.compare(sections.indexOf(a), sections.indexOf(b)));
    }
}
