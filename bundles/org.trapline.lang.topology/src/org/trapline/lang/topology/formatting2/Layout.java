// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.formatting2;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.xtext.parser.IParseResult;
import org.eclipse.xtext.util.ReplaceRegion;

/** Computes what to change so that a configuration is laid out. */
public final class Layout {

    private Layout() {
    }

    /**
     * The changes, in the order of the text, none overlapping another. A text with syntax errors is left alone: where its blocks
     * end is a guess.
     */
    public static List<ReplaceRegion> edits(IParseResult parsed) {
        List<ReplaceRegion> edits = new ArrayList<>();
        if (parsed == null || parsed.hasSyntaxErrors()) {
            return edits;
        }
        for (Gap gap : Gap.all(parsed.getRootNode())) {
            if (!gap.wanted().equals(gap.text())) {
                edits.add(new ReplaceRegion(gap.offset(), gap.text().length(), gap.wanted()));
            }
        }
        return edits;
    }

    /** The text of a configuration, laid out. */
    public static String format(IParseResult parsed) {
        StringBuilder text = new StringBuilder(parsed.getRootNode().getText());
        edits(parsed).reversed().forEach(edit -> edit.applyTo(text));
        return text.toString();
    }
}
