// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.toy;

import org.eclipse.lsp4j.services.LanguageClient;
import org.trapline.ui.lsp.ServerConnection;
import org.trapline.ui.lsp.ServerProvider;

/** Makes the toy's server in this process. */
public final class ToyProvider implements ServerProvider {

    @Override
    public ServerConnection connect(final LanguageClient client) {
        return ServerConnection.inProcess(new ToyServer(client));
    }
}
