// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.connector;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;

/** What to do with a server's answer once it is there. */
public final class Answers {
    private Answers() {
    }

    /** Hands an answer to the display's thread, unless it is null or the control is gone by then. */
    public static <T> void show(final CompletableFuture<T> answer, final Control control, final Consumer<? super T> consumer) {
        final Display display = control.getDisplay();
        answer.whenComplete((value, failure) -> {
            if (failure != null) {
                Connector.report(failure);
            } else if (value != null && !display.isDisposed()) {
                display.asyncExec(() -> {
                    if (!control.isDisposed()) {
                        consumer.accept(value);
                    }
                });
            }
        });
    }

    static boolean isWithdrawn(final Throwable failure) {
        return switch (failure) {
            case CancellationException withdrawn -> true;
            case final CompletionException wrapped when wrapped.getCause() != null -> isWithdrawn(wrapped.getCause());
            case final ResponseErrorException e -> e.getResponseError().getCode() == ResponseErrorCode.RequestCancelled.getValue()
                    || e.getResponseError().getCode() == ResponseErrorCode.ContentModified.getValue();
            default -> failure.getClass().getSimpleName().equals("OperationCanceledException");
        };
    }
}
