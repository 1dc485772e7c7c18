// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.reference;

import org.eclipse.emf.ecore.EReference;
import org.eclipse.xtext.naming.QualifiedName;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.scoping.IScopeProvider;
import org.trapline.isa.Registers;
import org.trapline.lang.asm.ide.reference.Target.MacroTarget;
import org.trapline.lang.asm.ide.reference.Target.NumericTarget;
import org.trapline.lang.asm.ide.reference.Target.ParameterTarget;
import org.trapline.lang.asm.ide.reference.Target.SymbolTarget;
import org.trapline.lang.asm.names.NameTables;
import org.trapline.lang.asm.syntax.Source;
import org.trapline.lang.asm.syntax.SyntaxPackage;
import org.trapline.lang.asm.text.Token;
import org.trapline.lang.asm.text.TokenTables;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/** Decides whether something may be called by a new name. */
@Singleton
class NewNames {
    @Inject
    private NameTables nameTables;

    @Inject
    private TokenTables tokenTables;

    @Inject
    private IScopeProvider scopes;

    @Inject
    private Occurrences occurrences;

    /** Says why {@code target}, which is named in {@code resource}, cannot be called {@code name}; null if it can. */
    String refusal(Target target, XtextResource resource, String name) {
        if (name.equals(target.name())) {
            return null;
        }
        String kind = switch (target) {
            case SymbolTarget symbol -> "symbol";
            case MacroTarget macro -> "macro";
            case NumericTarget numeric -> "numeric label";
            case ParameterTarget parameter -> "parameter";
        };
        if (target instanceof NumericTarget ? !name.matches("[0-9]{1,9}") : !isName(name)) {
            return '`' + name + "` cannot be the name of a " + kind + '.';
        }
        return switch (target) {
            case SymbolTarget symbol -> symbol(resource, name);
            case MacroTarget macro when name.equalsIgnoreCase(macro.name()) -> null;
            case MacroTarget macro -> macro(resource, name);
            case NumericTarget numeric -> nameTables.of(resource).numericLabels(name).isEmpty() ? null : taken(name, kind);
            case ParameterTarget parameter -> parameter(resource, new ParameterTarget(name, parameter.block()));
        };
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && Token.startsName(name.charAt(0)) && name.chars().allMatch(c -> Token.continuesName((char) c)) && !name.equals(".");
    }

    private String symbol(XtextResource resource, String name) {
        if (Registers.number(name) >= 0) {
            return '`' + name + "` is a register.";
        }
        if (isKnown(resource, SyntaxPackage.Literals.SYMBOL_REFERENCE__SYMBOL, name)) {
            return taken(name, "symbol");
        }
        boolean used = tokenTables.of(resource).clauses().stream()
            .flatMap(clause -> clause.operands().stream())
            .anyMatch(token -> token.kind() == Token.Kind.WORD && token.text().equals(name));
        return used ? '`' + name + "` is already used here for something else." : null;
    }

    private String macro(XtextResource resource, String name) {
        if (isKnown(resource, SyntaxPackage.Literals.OPERATION__MACRO, name)) {
            return taken(name, "macro");
        }
        boolean used = tokenTables.of(resource).clauses().stream().anyMatch(clause -> clause.head().text().equalsIgnoreCase(name));
        return used ? '`' + name + "` is already used here for something else." : null;
    }

    private String parameter(XtextResource resource, ParameterTarget wanted) {
        return occurrences.find(wanted, resource).isEmpty() ? null : taken(wanted.name(), "parameter");
    }

    private boolean isKnown(XtextResource resource, EReference reference, String name) {
        Source source = NameTables.source(resource);
        return scopes.getScope(source, reference).getSingleElement(QualifiedName.create(name)) != null;
    }

    private static String taken(String name, String kind) {
        return "There already is a " + kind + " `" + name + "`.";
    }
}
