// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.eclipse.emf.common.util.URI;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PrepareRenameDefaultBehavior;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.xtext.ide.server.ILanguageServerAccess;
import org.eclipse.xtext.ide.server.rename.IRenameService2;
import org.eclipse.xtext.resource.XtextResource;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/** Gives symbols, macros, parameters and numeric labels new names, wherever they are named, unless the new name is taken. */
@Singleton
public class RenameService implements IRenameService2 {
    @Inject
    private Occurrences occurrences;

    @Inject
    private Places places;

    @Inject
    private NewNames newNames;

    @Override
    public Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior> prepareRename(PrepareRenameOptions options) {
        String uri = options.getParams().getTextDocument().getUri();
        Position position = options.getParams().getPosition();
        return await(options.getLanguageServerAccess().doRead(uri, context -> {
            XtextResource resource = source(context);
            int caret = resource == null ? 0 : places.offset(resource, position);
            Target target = resource == null ? null : occurrences.targetAt(resource, caret);
            return target == null ? null : occurrences.find(target, resource).stream()
                .filter(occurrence -> occurrence.touches(caret))
                .findFirst()
                .map(occurrence -> Either3.<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>forSecond(
                    new PrepareRenameResult(places.range(resource, occurrence), target.name())))
                .orElse(null);
        }));
    }

    @Override
    public WorkspaceEdit rename(Options options) {
        ILanguageServerAccess access = options.getLanguageServerAccess();
        String uri = options.getRenameParams().getTextDocument().getUri();
        String newName = options.getRenameParams().getNewName();
        return await(access.doRead(uri, context -> {
            XtextResource resource = source(context);
            Target target = resource == null ? null : occurrences.targetAt(resource, places.offset(resource, options.getRenameParams().getPosition()));
            if (target == null) {
                throw refusal("There is nothing here that has a name.");
            }
            Set<URI> files = await(access.doReadIndex(index -> SymbolService.files(target, resource, index.getIndex())));
            Map<String, List<TextEdit>> changes = new LinkedHashMap<>();
            for (URI file : files) {
                String fileUri = places.uri(file);
                changes.put(fileUri, access.doSyncRead(fileUri, other -> edits(target, source(other), newName)));
            }
            return new WorkspaceEdit(changes);
        }));
    }

    private List<TextEdit> edits(Target target, XtextResource resource, String newName) {
        if (resource == null) {
            return List.of();
        }
        String refusal = newNames.refusal(target, resource, newName);
        if (refusal != null) {
            throw refusal(refusal);
        }
        return occurrences.find(target, resource).stream()
            .map(occurrence -> new TextEdit(places.range(resource, occurrence), newName))
            .toList();
    }

    private static XtextResource source(ILanguageServerAccess.Context context) {
        return context.getResource() instanceof XtextResource resource ? resource : null;
    }

    private static ResponseErrorException refusal(String message) {
        return new ResponseErrorException(new ResponseError(ResponseErrorCode.RequestFailed, message, null));
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the workspace", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }
}
