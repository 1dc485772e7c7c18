// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide;

import com.google.inject.Injector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.eclipse.emf.common.util.URI;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.xtext.ide.server.Document;
import org.eclipse.xtext.ide.server.contentassist.ContentAssistService;
import org.eclipse.xtext.ide.server.hover.IHoverService;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.resource.XtextResourceSet;
import org.eclipse.xtext.util.CancelIndicator;
import org.trapline.lang.topology.ide.fix.CodeActions;
import org.trapline.lang.topology.ide.symbols.Renaming;

/** A text under edit, with the caret where the text has a {@code |}. */
final class Editor {

    static final Injector INJECTOR = new TopologyIdeSetup().createInjectorAndDoEMFRegistration();

    final Document document;
    final XtextResource resource;
    final int caret;
    private final String uri;

    Editor(Path file, String marked) {
        caret = marked.indexOf('|');
        document = new Document(1, caret < 0 ? marked : marked.substring(0, caret) + marked.substring(caret + 1));
        resource = INJECTOR.getInstance(XtextResource.class);
        resource.setURI(URI.createFileURI(file.toAbsolutePath().toString()));
        uri = resource.getURI().toString();
        INJECTOR.getInstance(XtextResourceSet.class).getResources().add(resource);
        try {
            resource.load(new ByteArrayInputStream(document.getContents().getBytes(StandardCharsets.UTF_8)), Map.of(XtextResource.OPTION_ENCODING, "UTF-8"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Editor(String marked) {
        this(Path.of("edited.tln"), marked);
    }

    Position position() {
        return document.getPosition(caret);
    }

    List<CompletionItem> completions() {
        CompletionParams params = new CompletionParams(new TextDocumentIdentifier(uri), position());
        return INJECTOR.getInstance(ContentAssistService.class).createCompletionList(document, resource, params, CancelIndicator.NullImpl).getItems();
    }

    List<String> labels() {
        return completions().stream().map(CompletionItem::getLabel).toList();
    }

    String hover() {
        HoverParams params = new HoverParams(new TextDocumentIdentifier(uri), position());
        var hover = INJECTOR.getInstance(IHoverService.class).hover(document, resource, params, CancelIndicator.NullImpl);
        return hover.getContents() == null || hover.getContents().getRight() == null ? "" : hover.getContents().getRight().getValue();
    }

    String renamed(String newName) {
        return applied(INJECTOR.getInstance(Renaming.class).edits(resource, document, position(), newName));
    }

    List<CodeAction> actions() {
        CodeActionParams params = new CodeActionParams(new TextDocumentIdentifier(uri), new Range(position(), position()), new CodeActionContext(List.of()));
        return INJECTOR.getInstance(CodeActions.class).of(resource, document, params, CancelIndicator.NullImpl);
    }

    /** The text after an action. */
    String after(CodeAction action) {
        return applied(action.getEdit().getChanges().get(uri));
    }

    String applied(List<? extends TextEdit> edits) {
        StringBuilder text = new StringBuilder(document.getContents());
        edits.stream().sorted(Comparator.comparingInt((TextEdit edit) -> document.getOffSet(edit.getRange().getStart())).reversed())
                .forEach(edit -> text.replace(document.getOffSet(edit.getRange().getStart()), document.getOffSet(edit.getRange().getEnd()), edit.getNewText()));
        return text.toString();
    }
}
