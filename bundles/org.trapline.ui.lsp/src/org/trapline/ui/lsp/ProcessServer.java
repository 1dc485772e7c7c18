// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;

/** Launches a language server as a process of its own and talks to it over its standard input and output. */
public class ProcessServer implements ServerProvider {
    private static final long GRACE_SECONDS = 2;

    private final List<String> command;

    /** @param command the program and its arguments */
    public ProcessServer(final List<String> command) {
        this.command = List.copyOf(command);
    }

    @Override
    public ServerConnection connect(final LanguageClient client) throws IOException {
        final Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        final Launcher<LanguageServer> launcher = LSPLauncher.createClientLauncher(client,
                process.getInputStream(), process.getOutputStream());
        launcher.startListening();
        return new Launched(process, launcher.getRemoteProxy());
    }

    private record Launched(Process process, LanguageServer server) implements ServerConnection {
        @Override
        public CompletableFuture<Void> lost() {
            return process.onExit().thenAccept(ended -> { });
        }

        @Override
        public void close() {
            server.exit();
            process.onExit().orTimeout(GRACE_SECONDS, TimeUnit.SECONDS).exceptionally(slow -> process.destroyForcibly());
        }
    }
}
