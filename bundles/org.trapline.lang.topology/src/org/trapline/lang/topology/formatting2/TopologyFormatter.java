// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.formatting2;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.eclipse.xtext.formatting2.FormatterRequest;
import org.eclipse.xtext.formatting2.IFormatter2;
import org.eclipse.xtext.formatting2.regionaccess.ITextRegionAccess;
import org.eclipse.xtext.formatting2.regionaccess.ITextReplacement;
import org.eclipse.xtext.util.ITextRegion;
import org.eclipse.xtext.util.ReplaceRegion;

/** {@link Layout} for those who ask Xtext for a formatter. */
public final class TopologyFormatter implements IFormatter2 {

    @Override
    public List<ITextReplacement> format(FormatterRequest request) {
        ITextRegionAccess access = request.getTextRegionAccess();
        List<ITextReplacement> replacements = new ArrayList<>();
        for (ReplaceRegion edit : Layout.edits(access.getResource().getParseResult())) {
            if (isRequested(edit, request.getRegions())) {
                replacements.add(access.regionForOffset(edit.getOffset(), edit.getLength()).replaceWith(edit.getText()));
            }
        }
        return replacements;
    }

    private static boolean isRequested(ReplaceRegion edit, Collection<ITextRegion> regions) {
        return regions == null || regions.isEmpty()
                || regions.stream().anyMatch(r -> edit.getOffset() >= r.getOffset() && edit.getEndOffset() <= r.getOffset() + r.getLength());
    }
}
