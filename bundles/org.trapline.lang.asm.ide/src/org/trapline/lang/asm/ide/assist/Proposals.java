// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.assist;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.InsertTextFormat;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.trapline.lang.asm.ide.reference.Places;
import org.trapline.lang.asm.text.Lines;

/** Collects proposals that go with what has been typed, in the order in which they are to be shown. */
final class Proposals {
    private final List<CompletionItem> items = new ArrayList<>();
    private final Set<String> labels = new HashSet<>();
    private final Range range;
    private final String prefix;

    Proposals(Lines lines, Caret caret) {
        this.range = Places.range(lines, caret.start(), caret.offset());
        this.prefix = caret.prefix().toLowerCase(Locale.ROOT);
    }

    /** Tells whether a word goes with what has been typed. */
    boolean fits(String word) {
        return word.toLowerCase(Locale.ROOT).startsWith(prefix);
    }

    /** Proposes a word that is inserted as it is. */
    void add(String word, CompletionItemKind kind, String detail, Supplier<String> page) {
        add(word, word, word, false, kind, detail, page);
    }

    /**
     * Proposes something, unless it does not go with what has been typed or has been proposed.
     * @param label   what the list shows
     * @param word    what has to be typed for it
     * @param text    what is inserted
     * @param snippet whether the text has placeholders
     * @param detail  what it is in a few words
     * @param page    what there is to know about it, in Markdown; null if nothing
     */
    void add(String label, String word, String text, boolean snippet, CompletionItemKind kind, String detail, Supplier<String> page) {
        if (!fits(word) || !labels.add(label)) {
            return;
        }
        CompletionItem item = new CompletionItem(label);
        item.setKind(kind);
        item.setDetail(detail);
        item.setFilterText(word);
        item.setSortText("%05d".formatted(items.size()));
        item.setTextEdit(Either.forLeft(new TextEdit(range, text)));
        item.setInsertTextFormat(snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText);
        if (page != null) {
            item.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, page.get()));
        }
        items.add(item);
    }

    List<CompletionItem> items() {
        return items;
    }
}
