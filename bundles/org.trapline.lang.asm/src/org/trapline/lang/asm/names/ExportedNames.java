// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.names;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.eclipse.emf.common.util.URI;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.naming.QualifiedName;
import org.eclipse.xtext.resource.EObjectDescription;
import org.eclipse.xtext.resource.IEObjectDescription;
import org.eclipse.xtext.resource.impl.DefaultResourceDescriptionStrategy;
import org.eclipse.xtext.util.IAcceptor;
import org.trapline.lang.asm.syntax.MacroDefinition;
import org.trapline.lang.asm.syntax.Source;
import org.trapline.lang.asm.syntax.Symbol;
import org.trapline.lang.asm.syntax.SyntaxPackage;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/**
 * What the index knows of a source: its symbols, which of them are global, its macros, and the files it includes.
 */
@Singleton
public class ExportedNames extends DefaultResourceDescriptionStrategy {
    private static final String BINDING = "binding";
    private static final String GLOBAL = "global";
    private static final String LOCAL = "local";
    private static final String INCLUDES = "includes";
    /** No symbol can be called this. */
    private static final QualifiedName SOURCE = QualifiedName.create(" source");

    @Inject
    private NameTables tables;

    @Override
    public boolean createEObjectDescriptions(EObject object, IAcceptor<IEObjectDescription> acceptor) {
        switch (object) {
            case Source source -> {
                acceptor.accept(EObjectDescription.create(SOURCE, source, Map.of(INCLUDES, includes(source))));
                return true;
            }
            case Symbol symbol -> export(symbol, acceptor);
            case MacroDefinition macro when macro.getName() != null ->
                acceptor.accept(EObjectDescription.create(QualifiedName.create(macro.getName()), macro));
            default -> {
            }
        }
        return false;
    }

    private void export(Symbol symbol, IAcceptor<IEObjectDescription> acceptor) {
        NameTable table = tables.of(symbol.eResource());
        String name = symbol.getName();
        if (name != null && !name.isEmpty() && table.symbol(name) == symbol) {
            String binding = table.isGlobal(name) ? GLOBAL : LOCAL;
            acceptor.accept(EObjectDescription.create(QualifiedName.create(name), symbol, Map.of(BINDING, binding)));
        }
    }

    private String includes(Source source) {
        URI here = source.eResource().getURI();
        return tables.of(source.eResource()).includes().stream()
            .map(name -> resolve(name, here).toString())
            .collect(Collectors.joining("\n"));
    }

    /** Returns the address of a file named in a directive of the file {@code here}. */
    public static URI resolve(String name, URI here) {
        URI uri = URI.createFileURI(name);
        return uri.isRelative() && here.isHierarchical() && !here.isRelative() ? URI.createURI(URI.encodeFragment(name, false).replace("#", "%23")).resolve(here) : uri;
    }

    /** Tells whether a described symbol is known to all files it is linked with. */
    static boolean isGlobal(IEObjectDescription description) {
        return GLOBAL.equals(description.getUserData(BINDING));
    }

    /** Tells whether a description is that of a file, not of something in it. */
    public static boolean isFile(IEObjectDescription description) {
        return description.getEClass() == SyntaxPackage.Literals.SOURCE;
    }

    /** Returns the files that a described file includes. */
    static List<URI> includes(IEObjectDescription source) {
        String text = source.getUserData(INCLUDES);
        return text == null || text.isEmpty() ? List.of() : text.lines().map(URI::createURI).toList();
    }
}
