// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.emf.ecore.resource.Resource;
import org.eclipse.xtext.EcoreUtil2;
import org.eclipse.xtext.diagnostics.Severity;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.service.OperationCanceledManager;
import org.eclipse.xtext.util.CancelIndicator;
import org.eclipse.xtext.validation.CheckMode;
import org.eclipse.xtext.validation.CheckType;
import org.eclipse.xtext.validation.IResourceValidator;
import org.eclipse.xtext.validation.Issue;
import org.trapline.asm.Diagnostic;
import org.trapline.asm.Directive;
import org.trapline.asm.Location;
import org.trapline.asm.SymbolInfo;
import org.trapline.lang.asm.assembly.Assemblies;
import org.trapline.lang.asm.assembly.Assembly;
import org.trapline.lang.asm.names.NameTable;
import org.trapline.lang.asm.names.NameTables;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Lines;
import org.trapline.lang.asm.text.TokenTables;
import org.trapline.lang.asm.text.Tokens;

import com.google.inject.Inject;

/**
 * Reports what the assembler reports, at the same places, and what the linker would say of a program made of the files at hand.
 * Errors that Xtext's own parser and linker may find are no concern of the reader.
 */
public class AssemblerValidator implements IResourceValidator {
    private static final String ENTRY = "_start";

    @Inject
    private Assemblies assemblies;

    @Inject
    private TokenTables tokenTables;

    @Inject
    private NameTables nameTables;

    @Inject
    private OperationCanceledManager cancelling;

    @Override
    public List<Issue> validate(Resource resource, CheckMode mode, CancelIndicator cancel) {
        CancelIndicator indicator = cancel == null ? CancelIndicator.NullImpl : cancel;
        EcoreUtil2.resolveLazyCrossReferences(resource, indicator);
        if (!(resource instanceof XtextResource source) || source.getParseResult() == null || !mode.shouldCheck(CheckType.FAST)) {
            return List.of();
        }
        cancelling.checkCanceled(indicator);
        Assembly assembly = assemblies.of(source);
        cancelling.checkCanceled(indicator);
        Tokens tokens = tokenTables.of(source);
        List<Issue> issues = new ArrayList<>();
        Map<String, List<Diagnostic>> elsewhere = new LinkedHashMap<>();
        for (Diagnostic diagnostic : assembly.result().diagnostics()) {
            if (diagnostic.file().equals(assembly.file())) {
                issues.add(issue(source, tokens.lines(), diagnostic));
            } else if (diagnostic.isError() && assembly.isRoot()) {
                elsewhere.computeIfAbsent(diagnostic.file(), file -> new ArrayList<>()).add(diagnostic);
            }
        }
        elsewhere.forEach((file, diagnostics) -> issues.add(summary(source, tokens, file, diagnostics)));
        addLinkErrors(source, tokens.lines(), assembly, issues);
        addHiddenEntry(source, tokens, issues);
        return issues;
    }

    private static Issue issue(XtextResource source, Lines lines, Diagnostic diagnostic) {
        StringBuilder message = new StringBuilder(diagnostic.message());
        if (!diagnostic.expected().isEmpty()) {
            message.append(" (expected ").append(diagnostic.expected()).append(')');
        }
        for (Diagnostic.Note note : diagnostic.notes()) {
            message.append('\n').append(note.location().line()).append(':').append(note.location().column()).append(": ").append(note.message());
        }
        Severity severity = switch (diagnostic.severity()) {
            case ERROR -> Severity.ERROR;
            case WARNING -> Severity.WARNING;
            case INFO -> Severity.INFO;
        };
        Issue.IssueImpl issue = issue(source, lines, diagnostic.location(), severity, IssueCodes.ASSEMBLER, message.toString());
        issue.setData(new String[] {diagnostic.message(), diagnostic.expected()});
        return issue;
    }

    private static Issue.IssueImpl issue(XtextResource source, Lines lines, Location place, Severity severity, String code, String message) {
        int from = lines.offset(place.line() - 1, place.column() - 1);
        int to = Math.max(from, lines.offset(place.line() - 1, place.column() - 1 + place.length()));
        return issue(source, lines, from, to, severity, code, message);
    }

    private static Issue.IssueImpl issue(XtextResource source, Lines lines, int from, int to, Severity severity, String code, String message) {
        Issue.IssueImpl issue = new Issue.IssueImpl();
        issue.setType(CheckType.FAST);
        issue.setSeverity(severity);
        issue.setCode(code);
        issue.setMessage(message);
        issue.setUriToProblem(source.getURI());
        issue.setOffset(from);
        issue.setLength(to - from);
        issue.setLineNumber(lines.line(from) + 1);
        issue.setColumn(lines.column(from) + 1);
        issue.setLineNumberEnd(lines.line(to) + 1);
        issue.setColumnEnd(lines.column(to) + 1);
        return issue;
    }

    /** Reports at the {@code .include} that something is wrong in what it includes. */
    private static Issue summary(XtextResource source, Tokens tokens, String file, List<Diagnostic> diagnostics) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        Clause place = null;
        for (Clause clause : tokens.clauses()) {
            boolean includes = clause.directive() == Directive.INCLUDE;
            boolean named = includes && clause.operands().stream().anyMatch(token -> token.text().contains(name));
            place = named || includes && place == null ? clause : place;
        }
        Diagnostic first = diagnostics.getFirst();
        String message = name + ':' + first.line() + ": " + first.message()
            + (diagnostics.size() == 1 ? "" : " (the first of " + diagnostics.size() + " errors there)");
        int from = place == null ? 0 : place.offset();
        int to = place == null ? 0 : place.end();
        return issue(source, tokens.lines(), from, to, Severity.ERROR, IssueCodes.INCLUDED, message);
    }

    /** Reports what the linker would refuse; a symbol that no file defines, at each place that uses it. */
    private static void addLinkErrors(XtextResource source, Lines lines, Assembly assembly, List<Issue> issues) {
        Map<String, SymbolInfo> undefined = new LinkedHashMap<>();
        assembly.result().symbols().stream().filter(symbol -> symbol.kind() == SymbolInfo.Kind.UNDEFINED).forEach(symbol -> undefined.put(symbol.name(), symbol));
        for (Diagnostic diagnostic : assembly.linkErrors()) {
            SymbolInfo symbol = undefined.get(quoted(diagnostic.message()));
            if (!diagnostic.file().equals(assembly.file())) {
                continue;
            }
            if (symbol == null) {
                issues.add(issue(source, lines, diagnostic));
                continue;
            }
            for (Location use : symbol.references()) {
                if (use.line() == diagnostic.line() && use.file().equals(assembly.file())) {
                    Issue.IssueImpl issue = issue(source, lines, use, Severity.ERROR, IssueCodes.UNDEFINED, diagnostic.message());
                    issue.setData(new String[] {symbol.name()});
                    issues.add(issue);
                }
            }
        }
    }

    /** Returns the first word between quotes, or an empty text. */
    private static String quoted(String message) {
        int from = message.indexOf('\'');
        int to = message.indexOf('\'', from + 1);
        return from < 0 || to < 0 ? "" : message.substring(from + 1, to);
    }

    /** Reports an entry point that the linker cannot see. */
    private void addHiddenEntry(XtextResource source, Tokens tokens, List<Issue> issues) {
        NameTable names = nameTables.of(source);
        if (names.symbol(ENTRY) == null || names.isGlobal(ENTRY)) {
            return;
        }
        for (Clause clause : tokens.clauses()) {
            if (clause.statement() == names.symbol(ENTRY)) {
                issues.add(issue(source, tokens.lines(), clause.head().offset(), clause.head().end(), Severity.WARNING, IssueCodes.HIDDEN_ENTRY,
                    "the linker does not see the entry point " + ENTRY + ": it is not global (expected .globl " + ENTRY + ")"));
            }
        }
    }
}
