// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.server;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.lsp4j.ClientInfo;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.trapline.ui.lsp.ServerConnection;

/**
 * A contributed language server: started when first needed, then told and asked in the order of the calls.
 *
 * <p>Everything goes through one thread, so whoever calls never waits, and a request sees the document changes told before it.
 */
public final class Server {
    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 2;

    private final ServerDefinition definition;
    private final LanguageClient client;
    private final Supplier<java.util.List<WorkspaceFolder>> folders;
    private final ExecutorService mailbox;
    private final CompletableFuture<ServerCapabilities> started = new CompletableFuture<>();
    // Confined to the mailbox.
    private ServerConnection connection;

    Server(final ServerDefinition definition, final LanguageClient client,
            final Supplier<java.util.List<WorkspaceFolder>> folders) {
        this.definition = definition;
        this.client = client;
        this.folders = folders;
        this.mailbox = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("language server " + definition.label()).factory());
        mailbox.execute(this::start);
    }

    public ServerDefinition definition() {
        return definition;
    }

    /** Completes with what the server can do, or exceptionally if it could not be started. */
    public CompletableFuture<ServerCapabilities> started() {
        return started.copy();
    }

    /** Returns what the server can do, or nothing if it is not there yet. */
    public Optional<ServerCapabilities> capabilities() {
        return started.isDone() && !started.isCompletedExceptionally() ? Optional.of(started.join()) : Optional.empty();
    }

    /** Returns whether the server is there and said that it can do that. */
    public boolean can(final java.util.function.Predicate<ServerCapabilities> ability) {
        return capabilities().filter(ability).isPresent();
    }

    /** Sends a notification. */
    public void tell(final Consumer<LanguageServer> notification) {
        post(() -> notification.accept(connection.server()));
    }

    /** Sends a request. Cancelling the result cancels the request. */
    public <T> CompletableFuture<T> ask(final Function<LanguageServer, CompletableFuture<T>> request) {
        final CompletableFuture<T> result = new CompletableFuture<>();
        final BooleanSupplier sent = () -> {
            if (connection == null) {
                return false;
            }
            if (!result.isDone()) {
                forward(request.apply(connection.server()), result);
            }
            return true;
        };
        try {
            mailbox.execute(() -> {
                try {
                    if (!sent.getAsBoolean()) {
                        result.completeExceptionally(new IOException(definition.label() + " is not running"));
                    }
                } catch (final RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (final RejectedExecutionException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    /** Shuts the server down; nothing can be asked afterwards. */
    void stop() {
        mailbox.execute(() -> {
            if (connection != null) {
                try {
                    connection.server().shutdown().get(STOP_SECONDS, TimeUnit.SECONDS);
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (final ExecutionException | TimeoutException e) {
                    ILog.of(Server.class).warn(definition.label() + " did not shut down", e);
                }
                connection.close();
                connection = null;
            }
        });
        mailbox.shutdown();
    }

    private static <T> void forward(final CompletableFuture<T> from, final CompletableFuture<T> to) {
        from.whenComplete((value, failure) -> {
            if (failure == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(failure instanceof CompletionException c && c.getCause() != null ? c.getCause() : failure);
            }
        });
        to.whenComplete((value, failure) -> {
            if (failure instanceof CancellationException) {
                from.cancel(true);
            }
        });
    }

    private void post(final Runnable task) {
        try {
            mailbox.execute(() -> {
                if (connection != null) {
                    try {
                        task.run();
                    } catch (final RuntimeException e) {
                        ILog.of(Server.class).error(definition.label() + " failed", e);
                    }
                }
            });
        } catch (final RejectedExecutionException e) {
            // The workbench is closing; whatever was to be told does not matter any more.
        }
    }

    private void start() {
        try {
            connection = definition.provider().connect(client);
            final InitializeResult result = connection.server().initialize(parameters()).get(START_SECONDS, TimeUnit.SECONDS);
            connection.server().initialized(new InitializedParams());
            connection.lost().thenRun(() -> post(this::loseConnection));
            started.complete(result.getCapabilities());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        } catch (final IOException | CoreException | ExecutionException | TimeoutException | RuntimeException e) {
            fail(e);
        }
    }

    private void fail(final Exception reason) {
        connection = null;
        ILog.of(Server.class).error(definition.label() + " could not be started", reason);
        started.completeExceptionally(reason);
    }

    private void loseConnection() {
        connection = null;
        ILog.of(Server.class).error(definition.label() + " ended unexpectedly; reopen the workbench to start it again");
    }

    private InitializeParams parameters() {
        final InitializeParams params = new InitializeParams();
        params.setProcessId((int) ProcessHandle.current().pid());
        params.setClientInfo(new ClientInfo("Trapline"));
        params.setCapabilities(ClientAbilities.capabilities());
        params.setWorkspaceFolders(folders.get());
        return params;
    }
}
