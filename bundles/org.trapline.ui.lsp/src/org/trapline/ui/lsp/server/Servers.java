// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.server;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.core.resources.IWorkspace;
import org.eclipse.core.runtime.content.IContentType;
import org.eclipse.lsp4j.services.LanguageClient;

/** The servers of a workbench, each started when a file of its languages is first asked for. */
public final class Servers {
    /** A server together with the language it was found for. */
    public record Served(Server server, Language language) {
    }

    private final List<ServerDefinition> definitions = ServerDefinition.all();
    private final Map<ServerDefinition, Server> running = new LinkedHashMap<>();
    private final Function<ServerDefinition, LanguageClient> clients;
    private final WorkspaceFolders folders;

    /** @param clients makes the end that a server talks to */
    public Servers(final IWorkspace workspace, final Function<ServerDefinition, LanguageClient> clients) {
        this.clients = clients;
        this.folders = new WorkspaceFolders(workspace, this);
    }

    public List<ServerDefinition> definitions() {
        return definitions;
    }

    /** Returns the server for files of that type, and starts it if need be. */
    public Optional<Served> serverFor(final IContentType type) {
        for (final ServerDefinition definition : definitions) {
            final Optional<Language> language = definition.languageOf(type);
            if (language.isPresent()) {
                return Optional.of(new Served(start(definition), language.get()));
            }
        }
        return Optional.empty();
    }

    /** Returns that server, running. */
    public Server start(final ServerDefinition definition) {
        synchronized (running) {
            return running.computeIfAbsent(definition, d -> new Server(d, clients.apply(d), folders::current));
        }
    }

    /** Returns the servers that have been started. */
    public Collection<Server> running() {
        synchronized (running) {
            return List.copyOf(running.values());
        }
    }

    /** Shuts all servers down. */
    public void stop() {
        folders.dispose();
        running().forEach(Server::stop);
    }
}
