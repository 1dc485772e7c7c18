// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.navigate;

import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.hyperlink.IHyperlink;
import org.eclipse.lsp4j.Range;
import org.eclipse.ui.PlatformUI;

/** A link in a text to a place in a file. */
record PlaceLink(IRegion word, String uri, Range target) implements IHyperlink {

    @Override
    public IRegion getHyperlinkRegion() {
        return word;
    }

    @Override
    public String getTypeLabel() {
        return "Definition";
    }

    @Override
    public String getHyperlinkText() {
        return "Open definition in " + uri.substring(uri.lastIndexOf('/') + 1) + ", line " + (target.getStart().getLine() + 1);
    }

    @Override
    public void open() {
        Places.open(PlatformUI.getWorkbench().getActiveWorkbenchWindow().getActivePage(), uri, target);
    }
}
