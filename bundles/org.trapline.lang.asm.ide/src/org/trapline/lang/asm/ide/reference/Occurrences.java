// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.eclipse.emf.common.util.URI;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.emf.ecore.EStructuralFeature;
import org.eclipse.xtext.nodemodel.INode;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.eclipse.xtext.resource.XtextResource;
import org.trapline.asm.Directive;
import org.trapline.lang.asm.ide.reference.Target.MacroTarget;
import org.trapline.lang.asm.ide.reference.Target.NumericTarget;
import org.trapline.lang.asm.ide.reference.Target.ParameterTarget;
import org.trapline.lang.asm.ide.reference.Target.SymbolTarget;
import org.trapline.lang.asm.names.NameTable;
import org.trapline.lang.asm.names.NameTables;
import org.trapline.lang.asm.syntax.LocalReference;
import org.trapline.lang.asm.syntax.MacroDefinition;
import org.trapline.lang.asm.syntax.NumericLabel;
import org.trapline.lang.asm.syntax.Operation;
import org.trapline.lang.asm.syntax.Parameter;
import org.trapline.lang.asm.syntax.Reference;
import org.trapline.lang.asm.syntax.Source;
import org.trapline.lang.asm.syntax.Statement;
import org.trapline.lang.asm.syntax.Symbol;
import org.trapline.lang.asm.syntax.SymbolReference;
import org.trapline.lang.asm.syntax.SyntaxPackage;
import org.trapline.lang.asm.text.Block;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Token;
import org.trapline.lang.asm.text.TokenTables;
import org.trapline.lang.asm.text.Tokens;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/**
 * Finds all places in a source that name the same thing. A symbol may be defined several times, and a macro's parameter is named in
 * the middle of words and strings; both are why this does not rest on cross-references alone.
 */
@Singleton
public class Occurrences {
    @Inject
    private TokenTables tokenTables;

    @Inject
    private NameTables nameTables;

    /** Returns what the word that a caret touches stands for, or null. */
    public Target targetAt(XtextResource resource, int caret) {
        Tokens tokens = tokenTables.of(resource);
        Token token = tokens.touchedBy(caret);
        if (token == null || token.kind().isComment()) {
            return null;
        }
        Target parameter = parameterAt(tokens, caret);
        if (parameter != null) {
            return parameter;
        }
        Clause clause = tokens.clauseAt(token.offset());
        return clause == null ? null : targetIn(clause.statement(), token);
    }

    private static Target parameterAt(Tokens tokens, int caret) {
        for (Block block : tokens.blocks().reversed()) {
            for (Parameter parameter : block.parameters()) {
                ParameterTarget target = new ParameterTarget(parameter.getName(), block);
                List<Occurrence> places = new ArrayList<>();
                find(target, tokens, places::add);
                if (places.stream().anyMatch(place -> place.touches(caret))) {
                    return target;
                }
            }
        }
        return null;
    }

    private Target targetIn(Statement statement, Token token) {
        return switch (statement) {
            case NumericLabel label when isName(label, token) -> new NumericTarget(label);
            case MacroDefinition macro when isName(macro, token) -> new MacroTarget(macro.getName(), file(macro));
            case Symbol symbol when isName(symbol, token) -> new SymbolTarget(symbol.getName(), file(symbol));
            case Operation operation when isMacroCall(operation, token) -> macro(operation.getMacro());
            case Operation operation when Directive.named(NameTable.word(operation)) == Directive.PURGEM -> macro(nameTables.of(operation.eResource()).macro(token.text()));
            default -> referenceIn(statement, token);
        };
    }

    private static Target macro(MacroDefinition macro) {
        return macro == null ? null : new MacroTarget(macro.getName(), file(macro));
    }

    private static boolean isMacroCall(Operation operation, Token token) {
        return NodeModelUtils.findActualNodeFor(operation).getOffset() == token.offset() && operation.getMacro() != null
            && !operation.getMacro().eIsProxy();
    }

    private static boolean isName(EObject named, Token token) {
        INode name = name(named);
        return name != null && name.getOffset() == token.offset();
    }

    private static Target referenceIn(Statement statement, Token token) {
        for (Reference reference : statement.getReferences()) {
            if (NodeModelUtils.findActualNodeFor(reference).getOffset() == token.offset()) {
                return switch (reference) {
                    case LocalReference local -> local.getLabel() == null || local.getLabel().eIsProxy() ? null : new NumericTarget(local.getLabel());
                    case SymbolReference symbol -> symbol(symbol.getSymbol(), token);
                    default -> null;
                };
            }
        }
        return null;
    }

    private static Target symbol(Symbol symbol, Token token) {
        return symbol == null || symbol.eIsProxy() ? null : new SymbolTarget(token.text(), file(symbol));
    }

    private static URI file(EObject object) {
        return object.eResource().getURI();
    }

    private static INode name(EObject named) {
        EStructuralFeature feature = switch (named) {
            case Symbol symbol -> SyntaxPackage.Literals.SYMBOL__NAME;
            case NumericLabel label -> SyntaxPackage.Literals.NUMERIC_LABEL__NAME;
            case Parameter parameter -> SyntaxPackage.Literals.PARAMETER__NAME;
            default -> SyntaxPackage.Literals.MACRO_DEFINITION__NAME;
        };
        List<INode> nodes = NodeModelUtils.findNodesForFeature(named, feature);
        return nodes.isEmpty() ? null : nodes.getFirst();
    }

    /** Returns all places in {@code resource} that name {@code target}, in order. */
    public List<Occurrence> find(Target target, XtextResource resource) {
        List<Occurrence> result = new ArrayList<>();
        switch (target) {
            case ParameterTarget parameter -> find(parameter, tokenTables.of(resource), result::add);
            case NumericTarget numeric -> find(numeric, resource, result::add);
            case SymbolTarget symbol -> find(symbol, resource, result::add);
            case MacroTarget macro -> find(macro, resource, result::add);
        }
        return result;
    }

    private static void find(ParameterTarget target, Tokens tokens, Consumer<Occurrence> places) {
        String hole = '\\' + target.name();
        for (Parameter parameter : target.block().parameters()) {
            if (target.name().equals(parameter.getName())) {
                places.accept(occurrence(name(parameter), true));
            }
        }
        for (int i = tokens.index(target.block().opener().end()); i < tokens.all().size(); i++) {
            Token token = tokens.all().get(i);
            if (token.offset() >= target.block().end()) {
                break;
            }
            if (token.kind() != Token.Kind.TEMPLATE && token.kind() != Token.Kind.STRING) {
                continue;
            }
            for (int at = token.text().indexOf(hole); at >= 0; at = token.text().indexOf(hole, at + 1)) {
                int end = at + hole.length();
                if (end == token.length() || !Token.continuesName(token.text().charAt(end))) {
                    places.accept(new Occurrence(token.offset() + at + 1, target.name().length(), false));
                }
            }
        }
    }

    private static void find(NumericTarget target, XtextResource resource, Consumer<Occurrence> places) {
        for (Statement statement : statements(resource)) {
            if (statement == target.label()) {
                places.accept(occurrence(name(statement), true));
            }
            for (Reference reference : statement.getReferences()) {
                if (reference instanceof LocalReference local && local.getLabel() == target.label()) {
                    INode node = NodeModelUtils.findActualNodeFor(local);
                    places.accept(new Occurrence(node.getOffset(), node.getLength() - 1, false));
                }
            }
        }
    }

    private static void find(SymbolTarget target, XtextResource resource, Consumer<Occurrence> places) {
        for (Statement statement : statements(resource)) {
            if (statement instanceof Symbol symbol && target.name().equals(symbol.getName()) && file(symbol).equals(target.file())) {
                places.accept(occurrence(name(symbol), true));
            }
            for (Reference reference : statement.getReferences()) {
                if (reference instanceof SymbolReference use && names(use, target)) {
                    places.accept(occurrence(NodeModelUtils.findActualNodeFor(use), false));
                }
            }
        }
    }

    private static boolean names(SymbolReference reference, SymbolTarget target) {
        return NodeModelUtils.getTokenText(NodeModelUtils.findActualNodeFor(reference)).equals(target.name())
            && reference.getSymbol() != null && !reference.getSymbol().eIsProxy() && file(reference.getSymbol()).equals(target.file());
    }

    private static void find(MacroTarget target, XtextResource resource, Consumer<Occurrence> places) {
        for (Statement statement : statements(resource)) {
            if (statement instanceof MacroDefinition macro && target.name().equalsIgnoreCase(macro.getName()) && file(macro).equals(target.file())) {
                places.accept(occurrence(name(macro), true));
            }
            if (statement instanceof Operation call && call.getMacro() != null && !call.getMacro().eIsProxy()
                    && target.name().equalsIgnoreCase(call.getMacro().getName()) && file(call.getMacro()).equals(target.file())) {
                places.accept(occurrence(NodeModelUtils.findNodesForFeature(call, SyntaxPackage.Literals.OPERATION__MACRO).getFirst(), false));
            }
            if (statement instanceof Operation purge && Directive.named(NameTable.word(purge)) == Directive.PURGEM && resource.getURI().equals(target.file())) {
                purge.getReferences().stream().map(NodeModelUtils::findActualNodeFor)
                    .filter(node -> NodeModelUtils.getTokenText(node).equalsIgnoreCase(target.name()))
                    .forEach(node -> places.accept(occurrence(node, false)));
            }
        }
    }

    private static List<Statement> statements(XtextResource resource) {
        return resource.getParseResult().getRootASTElement() instanceof Source source ? source.getStatements() : List.of();
    }

    private static Occurrence occurrence(INode node, boolean declaration) {
        return new Occurrence(node.getOffset(), node.getLength(), declaration);
    }
}
