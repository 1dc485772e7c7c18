// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.outline;

import java.util.Locale;

import org.eclipse.core.runtime.Platform;
import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.jface.resource.ImageRegistry;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.resource.ResourceLocator;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.swt.graphics.Image;

/** Pictures for what servers call things. Several kinds share one. */
public enum SymbolImages {
    CODE, DATA, TYPE, WORD, REGISTER, FILE, SPACE, MACRO, CONSTANT, MACHINE;

    private static final String BUNDLE = "org.trapline.ui.lsp";

    /** Returns the picture of a symbol; the workbench disposes it. */
    public static Image of(final SymbolKind kind) {
        return forSymbol(kind).image();
    }

    /** Returns the picture of a completion; the workbench disposes it. */
    public static Image of(final CompletionItemKind kind) {
        return forCompletion(kind).image();
    }

    private static SymbolImages forSymbol(final SymbolKind kind) {
        return switch (kind) {
            case Function, Method, Constructor, Event -> CODE;
            case Variable, Field, Property, Array, Key -> DATA;
            case Class, Struct, Interface, Enum, TypeParameter -> TYPE;
            case Constant, Number, String, Boolean, EnumMember, Null -> CONSTANT;
            case File -> FILE;
            case Module, Namespace, Package -> SPACE;
            case Operator -> MACRO;
            case Object -> MACHINE;
        };
    }

    private static SymbolImages forCompletion(final CompletionItemKind kind) {
        return switch (kind) {
            case Function, Method, Constructor, Event -> CODE;
            case Field, Property, Reference -> DATA;
            case Variable -> REGISTER;
            case Class, Struct, Interface, Enum, TypeParameter -> TYPE;
            case Constant, Value, EnumMember, Unit, Color -> CONSTANT;
            case File, Folder -> FILE;
            case Module -> SPACE;
            case Snippet, Operator -> MACRO;
            case Keyword, Text -> WORD;
        };
    }

    private Image image() {
        final String key = BUNDLE + "/symbol_" + name().toLowerCase(Locale.ROOT);
        final ImageRegistry registry = JFaceResources.getImageRegistry();
        if (registry.getDescriptor(key) == null) {
            final ImageDescriptor descriptor = ResourceLocator.imageDescriptorFromBundle(BUNDLE,
                    "icons/symbol_" + name().toLowerCase(Locale.ROOT) + ".svg").orElseThrow(
                            () -> new IllegalStateException("missing picture " + key + " in " + Platform.getBundle(BUNDLE)));
            registry.put(key, descriptor);
        }
        return registry.get(key);
    }
}
