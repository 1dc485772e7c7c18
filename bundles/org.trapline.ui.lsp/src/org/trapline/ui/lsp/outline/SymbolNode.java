// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.outline;

import java.util.ArrayList;
import java.util.List;

import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** One thing a text declares. Equal to its counterpart in a later version of the text, so that the tree stays as it was opened. */
final class SymbolNode {
    private final SymbolNode parent;
    private final String name;
    private final String detail;
    private final SymbolKind kind;
    private final Range range;
    private final Range nameRange;
    private final int twin;
    private final List<SymbolNode> children = new ArrayList<>();

    private SymbolNode(final SymbolNode parent, final DocumentSymbol symbol, final int twin) {
        this.parent = parent;
        this.name = symbol.getName();
        this.detail = symbol.getDetail() == null ? "" : symbol.getDetail();
        this.kind = symbol.getKind();
        this.range = symbol.getRange();
        this.nameRange = symbol.getSelectionRange();
        this.twin = twin;
        if (symbol.getChildren() != null) {
            addAll(this, symbol.getChildren(), children);
        }
    }

    /** Returns the roots of a server's answer. */
    static List<SymbolNode> roots(final List<Either<SymbolInformation, DocumentSymbol>> symbols) {
        final List<SymbolNode> roots = new ArrayList<>();
        addAll(null, symbols.stream().map(SymbolNode::symbol).toList(), roots);
        return roots;
    }

    private static DocumentSymbol symbol(final Either<SymbolInformation, DocumentSymbol> either) {
        if (either.isRight()) {
            return either.getRight();
        }
        @SuppressWarnings("deprecation") // servers without hierarchical symbols still send it
        final SymbolInformation flat = either.getLeft();
        final Range place = flat.getLocation().getRange();
        return new DocumentSymbol(flat.getName(), flat.getKind(), place, place);
    }

    private static void addAll(final SymbolNode parent, final List<DocumentSymbol> symbols, final List<SymbolNode> into) {
        for (final DocumentSymbol symbol : symbols) {
            final int twins = (int) into.stream().filter(n -> n.name.equals(symbol.getName())).count();
            into.add(new SymbolNode(parent, symbol, twins));
        }
    }

    /** Returns the innermost of these nodes or their children that contains a position, or null. */
    static SymbolNode at(final List<SymbolNode> nodes, final Position position) {
        for (final SymbolNode node : nodes) {
            if (contains(node.range, position)) {
                final SymbolNode inner = at(node.children, position);
                return inner == null ? node : inner;
            }
        }
        return null;
    }

    private static boolean contains(final Range range, final Position position) {
        return compare(range.getStart(), position) <= 0 && compare(position, range.getEnd()) <= 0;
    }

    private static int compare(final Position a, final Position b) {
        return a.getLine() != b.getLine() ? Integer.compare(a.getLine(), b.getLine()) : Integer.compare(a.getCharacter(), b.getCharacter());
    }

    SymbolNode parent() {
        return parent;
    }

    String name() {
        return name;
    }

    String detail() {
        return detail;
    }

    SymbolKind kind() {
        return kind;
    }

    Range nameRange() {
        return nameRange;
    }

    List<SymbolNode> children() {
        return children;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof final SymbolNode node && node.name.equals(name) && node.kind == kind && node.twin == twin
                && java.util.Objects.equals(node.parent, parent);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + twin;
    }
}
