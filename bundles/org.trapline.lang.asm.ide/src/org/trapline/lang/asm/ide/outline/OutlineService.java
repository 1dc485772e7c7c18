// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.outline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.xtext.ide.server.symbol.HierarchicalDocumentSymbolService;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.util.CancelIndicator;
import org.trapline.asm.Directive;
import org.trapline.asm.Directive.Group;
import org.trapline.lang.asm.ide.reference.Places;
import org.trapline.lang.asm.ide.reference.SymbolKinds;
import org.trapline.lang.asm.syntax.Label;
import org.trapline.lang.asm.syntax.MacroDefinition;
import org.trapline.lang.asm.syntax.NumericLabel;
import org.trapline.lang.asm.syntax.Parameter;
import org.trapline.lang.asm.syntax.Symbol;
import org.trapline.lang.asm.text.Block;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Token;
import org.trapline.lang.asm.text.TokenTables;
import org.trapline.lang.asm.text.Tokens;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/**
 * The outline of a source: its sections, in them its labels, constants and macros, and below a label the labels that start with
 * {@code .L} and so belong to it. What stands before the first section directive is at the top.
 */
@Singleton
public class OutlineService extends HierarchicalDocumentSymbolService {
    @Inject
    private TokenTables tokenTables;

    @Override
    public List<DocumentSymbol> getSymbols(XtextResource resource, CancelIndicator cancel) {
        return new Builder(tokenTables.of(resource)).build();
    }

    private static final class Builder {
        private final Tokens tokens;
        private final List<DocumentSymbol> roots = new ArrayList<>();
        private final List<Region> regions;
        private int nextRegion;
        private DocumentSymbol section;
        private int sectionEnd = Integer.MAX_VALUE;
        private DocumentSymbol label;

        Builder(Tokens tokens) {
            this.tokens = tokens;
            this.regions = Region.of(tokens);
        }

        List<DocumentSymbol> build() {
            int macroEnd = 0;
            List<Clause> clauses = tokens.clauses();
            for (int i = 0; i < clauses.size(); i++) {
                Clause clause = clauses.get(i);
                if (nextRegion < regions.size() && regions.get(nextRegion).opener() == clause) {
                    enter(regions.get(nextRegion++));
                } else if (clause.offset() >= macroEnd) {
                    macroEnd = add(clause, i);
                }
            }
            return roots;
        }

        private void enter(Region region) {
            closeLabel(region.opener().offset());
            section = symbol(region.name(), SymbolKinds.SECTION, "section", region.opener().head(), region.end());
            sectionEnd = region.end();
            roots.add(section);
        }

        /** Adds what a statement defines; returns where the macro ends if it is one. */
        private int add(Clause clause, int index) {
            switch (clause.statement()) {
                case MacroDefinition macro when macro.getName() != null -> {
                    int end = block(clause);
                    Token name = clause.operands().getFirst();
                    place().add(symbol(macro.getName(), SymbolKinds.of(macro.eClass()), parameters(macro), name, end));
                    return end;
                }
                case Label named when named.getName() != null -> addLabel(clause, named, index);
                case Symbol symbol when symbol.getName() != null -> {
                    boolean assigned = clause.operands().getFirst().is("=");
                    Token name = assigned ? clause.head() : clause.operands().getFirst();
                    place().add(symbol(symbol.getName(), SymbolKinds.of(symbol.eClass()), value(clause, assigned), name, clause.end()));
                }
                default -> {
                }
            }
            return 0;
        }

        private List<DocumentSymbol> place() {
            return section == null ? roots : section.getChildren();
        }

        private int block(Clause opener) {
            return tokens.blocks().stream().filter(block -> block.opener() == opener).mapToInt(Block::end).findFirst().orElse(opener.end());
        }

        private void addLabel(Clause clause, Label named, int index) {
            boolean local = named.getName().startsWith(".L");
            if (!local) {
                closeLabel(clause.offset());
            }
            DocumentSymbol added = symbol(named.getName(), isData(index) ? SymbolKind.Variable : SymbolKinds.of(named.eClass()), "", clause.head(), clause.end());
            if (local && label != null) {
                label.getChildren().add(added);
            } else {
                place().add(added);
                label = local ? label : added;
            }
        }

        /** Tells whether what follows a label is data. */
        private boolean isData(int index) {
            for (Clause next : tokens.clauses().subList(index + 1, Math.min(index + 8, tokens.clauses().size()))) {
                if (!(next.statement() instanceof Label) && !(next.statement() instanceof NumericLabel)) {
                    Directive directive = next.directive();
                    return directive != null && directive.group() == Group.DATA;
                }
            }
            return false;
        }

        /** Ends the range of the last label at the statement before {@code offset}. */
        private void closeLabel(int offset) {
            if (label != null) {
                int from = Places.offset(tokens.lines(), label.getRange().getStart());
                int end = from;
                for (int i = tokens.index(from); i < tokens.all().size() && tokens.all().get(i).offset() < offset; i++) {
                    end = tokens.all().get(i).kind().isVisible() ? tokens.all().get(i).end() : end;
                }
                label.setRange(Places.range(tokens.lines(), from, end));
            }
            label = null;
        }

        private static String parameters(MacroDefinition macro) {
            return macro.getParameters().stream().map(Parameter::getName).collect(Collectors.joining(", "));
        }

        private static String value(Clause clause, boolean assigned) {
            StringBuilder text = new StringBuilder("=");
            int from = clause.offset();
            for (Token token : clause.operands().subList(Math.min(assigned ? 1 : 2, clause.operands().size()), clause.operands().size())) {
                text.append(token.offset() > from ? " " : "").append(token.text());
                from = token.end();
            }
            return text.length() == 1 ? "" : text.toString();
        }

        private DocumentSymbol symbol(String name, SymbolKind kind, String detail, Token selection, int end) {
            DocumentSymbol symbol = new DocumentSymbol(name, kind,
                Places.range(tokens.lines(), Math.min(selection.offset(), end), Math.max(selection.end(), end)),
                Places.range(tokens.lines(), selection.offset(), selection.end()), detail);
            symbol.setChildren(new ArrayList<>());
            return symbol;
        }
    }
}
