// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.connector;

import org.eclipse.core.expressions.PropertyTester;
import org.eclipse.ui.texteditor.ITextEditor;

/** Says whether an editor's document is served by a language server, for menus. */
public final class ConnectedTester extends PropertyTester {

    @Override
    public boolean test(final Object receiver, final String property, final Object[] args, final Object expectedValue) {
        return receiver instanceof final ITextEditor editor && Connector.connected(editor).isPresent();
    }
}
