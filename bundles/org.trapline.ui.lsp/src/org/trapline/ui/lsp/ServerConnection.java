// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp;

import java.util.concurrent.CompletableFuture;

import org.eclipse.lsp4j.services.LanguageServer;

/** A language server that can be talked to. */
public interface ServerConnection {

    /** Returns the server's end. */
    LanguageServer server();

    /** Completes when the connection is lost; never, if the server runs in this process. */
    CompletableFuture<Void> lost();

    /** Ends the connection after the server was asked to shut down; frees what it holds. */
    void close();

    /** Returns a connection to a server that lives in this process and needs no closing. */
    static ServerConnection inProcess(final LanguageServer server) {
        final CompletableFuture<Void> never = new CompletableFuture<>();
        return new ServerConnection() {
            @Override
            public LanguageServer server() {
                return server;
            }

            @Override
            public CompletableFuture<Void> lost() {
                return never;
            }

            @Override
            public void close() {
                // Asking it to exit would end this process.
            }
        };
    }
}
