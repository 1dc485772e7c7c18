// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.toy;

import java.io.IOException;

import org.eclipse.lsp4j.services.LanguageClient;
import org.trapline.ui.lsp.ServerConnection;
import org.trapline.ui.lsp.ServerProvider;

/** A server that cannot be reached. */
public final class DeadProvider implements ServerProvider {

    @Override
    public ServerConnection connect(final LanguageClient client) throws IOException {
        throw new IOException("nobody there");
    }
}
