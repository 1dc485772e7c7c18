// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.edit;

import org.eclipse.jface.text.source.DefaultCharacterPairMatcher;

/** Finds the other bracket. */
public final class BracketMatcher extends DefaultCharacterPairMatcher {

    public BracketMatcher() {
        super("(){}[]".toCharArray());
    }
}
