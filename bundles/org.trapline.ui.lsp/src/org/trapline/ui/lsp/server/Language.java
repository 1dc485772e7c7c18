// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.server;

import org.eclipse.core.runtime.IConfigurationElement;

/**
 * A language that a server serves, and the few facts that an editor must know without asking.
 *
 * @param contentType id of the content type of its files
 * @param id how the language is called in the protocol
 * @param lineComment what starts a comment that ends with the line; empty if there is none
 * @param indentAfter characters that, at the end of a line, indent the next one
 * @param dedentBefore characters that, first on a line, take one indentation back
 * @param indent one step of indentation
 */
public record Language(String contentType, String id, String lineComment, String indentAfter, String dedentBefore, String indent) {

    static Language read(final IConfigurationElement element) {
        return new Language(element.getAttribute("contentType"), element.getAttribute("id"), text(element, "lineComment"),
                text(element, "indentAfter"), text(element, "dedentBefore"), " ".repeat(Integer.parseInt("0" + text(element, "indentWidth"))));
    }

    private static String text(final IConfigurationElement element, final String attribute) {
        final String value = element.getAttribute(attribute);
        return value == null ? "" : value;
    }
}
