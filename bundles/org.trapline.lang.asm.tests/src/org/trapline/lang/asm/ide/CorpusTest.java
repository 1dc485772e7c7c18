// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.eclipse.emf.ecore.EObject;
import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.xtext.ide.server.Document;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.eclipse.xtext.resource.XtextResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trapline.asm.AssemblyResult;
import org.trapline.asm.Directive;
import org.trapline.asm.Location;
import org.trapline.asm.SymbolInfo;
import org.trapline.asm.object.Section;
import org.trapline.lang.asm.assembly.Assemblies;
import org.trapline.lang.asm.ide.format.ColumnFormatting;
import org.trapline.lang.asm.ide.reference.Occurrence;
import org.trapline.lang.asm.ide.reference.Occurrences;
import org.trapline.lang.asm.ide.reference.Target;
import org.trapline.lang.asm.names.NameTables;
import org.trapline.lang.asm.syntax.Operation;
import org.trapline.lang.asm.syntax.Symbol;
import org.trapline.lang.asm.syntax.SymbolReference;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Token;
import org.trapline.lang.asm.text.TokenTables;
import org.trapline.lang.asm.text.Tokens;

class CorpusTest {

    @ParameterizedTest
    @MethodSource("org.trapline.lang.asm.ide.Corpus#all")
    void grammarAcceptsEveryText(String name) {
        assertEquals(List.of(), Sources.parse(Corpus.text(name)).getErrors().stream().filter(error -> error.getMessage().startsWith("no viable")
            || error.getMessage().startsWith("extraneous") || error.getMessage().startsWith("missing") || error.getMessage().contains("required")).toList());
    }

    @ParameterizedTest
    @MethodSource("org.trapline.lang.asm.ide.Corpus#correct")
    void sourceAssembles(String name) {
        AssemblyResult result = assemble(Corpus.text(name));
        assertEquals(List.of(), result.diagnostics().stream().filter(diagnostic -> diagnostic.isError()).toList());
    }

    @ParameterizedTest
    @MethodSource("org.trapline.lang.asm.ide.Corpus#all")
    void tokensCoverTheTextWithoutGaps(String name) {
        Tokens tokens = Sources.service(TokenTables.class).of(Sources.parse(Corpus.text(name)));
        StringBuilder text = new StringBuilder();
        for (Token token : tokens.all()) {
            assertEquals(text.length(), token.offset());
            text.append(token.text());
        }
        assertEquals(Corpus.text(name), text.toString());
    }

    /** Quoted names are an exception: where they are used, they are strings like others. */
    @ParameterizedTest
    @MethodSource("org.trapline.lang.asm.ide.Corpus#correct")
    void symbolsAreDefinedAndUsedWhereTheAssemblerSaysSo(String name) {
        XtextResource resource = Sources.parse(Corpus.text(name));
        Tokens tokens = Sources.service(TokenTables.class).of(resource);
        Map<Integer, String> uses = uses(resource);
        Map<Integer, String> definitions = definitions(resource);
        Set<Integer> known = new HashSet<>();
        for (SymbolInfo symbol : Sources.service(Assemblies.class).of(resource).result().symbols()) {
            Token place = symbol.definition() == null ? null : tokens.at(offset(tokens, symbol.definition()));
            if (place != null && place.kind() == Token.Kind.WORD) {
                assertEquals(symbol.name(), definitions.get(offset(tokens, symbol.definition())), () -> "definition of " + symbol);
            }
            for (Location use : symbol.references()) {
                known.add(offset(tokens, use));
                Token token = tokens.at(offset(tokens, use));
                if (token.kind() == Token.Kind.WORD && symbol.kind() != SymbolInfo.Kind.UNDEFINED && !token.text().equals(".")) {
                    String found = uses.getOrDefault(token.offset(), definitions.get(token.offset()));
                    assertEquals(symbol.name(), found, () -> "use at " + use);
                }
            }
        }
        assertEquals(List.of(), uses.entrySet().stream()
            .filter(use -> !known.contains(use.getKey()) && isAccountable(tokens, tokens.clauseAt(use.getKey())))
            .map(use -> use.getValue() + " in line " + (tokens.lines().line(use.getKey()) + 1)).toList(), "uses the assembler does not know");
    }

    /**
     * Conditions may not be read at all, arguments are counted as uses within the macro, and what follows a comment of several lines is
     * counted to belong to the first of them.
     */
    private static boolean isAccountable(Tokens tokens, Clause clause) {
        boolean condition = clause.directive() != null && clause.directive().group() == Directive.Group.CONDITIONS;
        boolean macro = clause.statement() instanceof Operation operation && operation.getMacro() != null && !operation.getMacro().eIsProxy();
        boolean behindComment = tokens.at(tokens.lines().start(tokens.lines().line(clause.offset()))).kind() == Token.Kind.BLOCK_COMMENT;
        return !condition && !macro && !behindComment;
    }

    private static int offset(Tokens tokens, Location place) {
        return tokens.lines().offset(place.line() - 1, place.column() - 1);
    }

    private static Map<Integer, String> uses(XtextResource resource) {
        Map<Integer, String> result = new HashMap<>();
        for (EObject object : (Iterable<EObject>) resource::getAllContents) {
            if (object instanceof SymbolReference reference && reference.getSymbol() != null && !reference.getSymbol().eIsProxy()) {
                result.put(NodeModelUtils.findActualNodeFor(reference).getOffset(), reference.getSymbol().getName());
            }
        }
        return result;
    }

    private static Map<Integer, String> definitions(XtextResource resource) {
        Map<Integer, String> result = new HashMap<>();
        for (Symbol symbol : Sources.service(NameTables.class).of(resource).symbols()) {
            Occurrences occurrences = Sources.service(Occurrences.class);
            occurrences.find(new Target.SymbolTarget(symbol.getName(), resource.getURI()), resource).stream()
                .filter(Occurrence::declaration).forEach(place -> result.put(place.offset(), symbol.getName()));
        }
        return result;
    }

    @ParameterizedTest
    @MethodSource("org.trapline.lang.asm.ide.Corpus#all")
    void formattingIsStableAndChangesBlanksOnly(String name) {
        String once = format(Corpus.text(name));
        assertEquals(once, format(once));
        assertEquals(Corpus.text(name).replaceAll("[ \t]", ""), once.replaceAll("[ \t]", ""));
    }

    @ParameterizedTest
    @MethodSource("org.trapline.lang.asm.ide.Corpus#correct")
    void formattingNeverChangesTheAssembledBytes(String name) {
        assertSameBytes(Corpus.text(name), format(Corpus.text(name)));
    }

    @ParameterizedTest
    @MethodSource("org.trapline.lang.asm.ide.Corpus#correct")
    void renamingNeverChangesTheAssembledBytes(String name) {
        XtextResource resource = Sources.parse(Corpus.text(name));
        List<Target> targets = new ArrayList<>();
        Sources.service(NameTables.class).of(resource).symbols().forEach(symbol -> targets.add(new Target.SymbolTarget(symbol.getName(), resource.getURI())));
        Sources.service(NameTables.class).of(resource).macros().forEach(macro -> targets.add(new Target.MacroTarget(macro.getName(), resource.getURI())));
        for (Target target : targets) {
            if (target.name().equals(".") || target.name().contains(" ") || target.name().equals("another")) {
                continue;
            }
            StringBuilder renamed = new StringBuilder(Corpus.text(name));
            Sources.service(Occurrences.class).find(target, resource).reversed()
                .forEach(place -> renamed.replace(place.offset(), place.offset() + place.length(), "renamed_" + target.name().replace(".", "")));
            assertSameBytes(Corpus.text(name), renamed.toString());
        }
    }

    private static void assertSameBytes(String before, String after) {
        AssemblyResult expected = assemble(before);
        AssemblyResult actual = assemble(after);
        assertNull(actual.hasErrors() ? actual.diagnostics() + after : null);
        for (Section section : expected.object().sections()) {
            Section same = actual.object().section(section.name());
            assertArrayEquals(section.bytes(), same.bytes(), section.name());
            assertEquals(section.size(), same.size());
        }
    }

    private static AssemblyResult assemble(String text) {
        return Sources.service(Assemblies.class).of(Sources.parse(text)).result();
    }

    private static String format(String text) {
        XtextResource resource = Sources.parse(text);
        List<TextEdit> edits = Sources.service(ColumnFormatting.class).format(resource, new Document(1, text), 0, text.length(), new FormattingOptions(8, true));
        return Workspace.apply(text, edits);
    }
}
