// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp;

import java.io.IOException;

import org.eclipse.lsp4j.services.LanguageClient;

/**
 * Makes connections to a language server. Named by the attribute {@code class} of the extension point
 * {@code org.trapline.ui.lsp.servers}; made once, when a file of its languages is first opened.
 */
@FunctionalInterface
public interface ServerProvider {

    /**
     * Connects to a server that has not been initialized yet. Called on a thread that may wait.
     *
     * @param client gets the server's notifications, on any thread
     * @throws IOException if the server cannot be reached; its message is shown to the user
     */
    ServerConnection connect(LanguageClient client) throws IOException;
}
