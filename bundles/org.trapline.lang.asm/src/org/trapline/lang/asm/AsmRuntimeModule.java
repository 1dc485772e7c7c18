// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm;

import org.eclipse.xtext.conversion.IValueConverterService;
import org.eclipse.xtext.linking.ILinker;
import org.eclipse.xtext.linking.ILinkingDiagnosticMessageProvider;
import org.eclipse.xtext.naming.IQualifiedNameConverter;
import org.eclipse.xtext.naming.IQualifiedNameProvider;
import org.eclipse.xtext.resource.IDefaultResourceDescriptionStrategy;
import org.eclipse.xtext.resource.IResourceDescription;
import org.eclipse.xtext.scoping.IScopeProvider;
import org.eclipse.xtext.validation.IResourceValidator;
import org.trapline.lang.asm.names.ExportedNames;
import org.trapline.lang.asm.names.FlatNameConverter;
import org.trapline.lang.asm.names.NameScopeProvider;
import org.trapline.lang.asm.names.PlainValues;
import org.trapline.lang.asm.names.SilentLinking;
import org.trapline.lang.asm.names.SourceDescriptions;
import org.trapline.lang.asm.names.SymbolNames;
import org.trapline.lang.asm.names.WordLinker;
import org.trapline.lang.asm.validation.AssemblerValidator;

/** What the language does differently from Xtext's defaults, apart from editing services. */
public class AsmRuntimeModule extends AbstractAsmRuntimeModule {

    /** Names are flat: a dot is an ordinary character. */
    public Class<? extends IQualifiedNameConverter> bindIQualifiedNameConverter() {
        return FlatNameConverter.class;
    }

    @Override
    public Class<? extends IQualifiedNameProvider> bindIQualifiedNameProvider() {
        return SymbolNames.class;
    }

    /** Tokens stand for themselves. */
    public Class<? extends IValueConverterService> bindIValueConverterService() {
        return PlainValues.class;
    }

    @Override
    public Class<? extends IScopeProvider> bindIScopeProvider() {
        return NameScopeProvider.class;
    }

    @Override
    public Class<? extends ILinker> bindILinker() {
        return WordLinker.class;
    }

    /** Words that are no symbol are for the assembler to judge. */
    public Class<? extends ILinkingDiagnosticMessageProvider.Extended> bindILinkingDiagnosticMessageProvider$Extended() {
        return SilentLinking.class;
    }

    /** The index knows which names other files can use. */
    public Class<? extends IDefaultResourceDescriptionStrategy> bindIDefaultResourceDescriptionStrategy() {
        return ExportedNames.class;
    }

    /** A change of one file reaches those it is linked with. */
    public Class<? extends IResourceDescription.Manager> bindIResourceDescription$Manager() {
        return SourceDescriptions.class;
    }

    /** The assembler is the only judge of a source. */
    public Class<? extends IResourceValidator> bindIResourceValidator() {
        return AssemblerValidator.class;
    }
}
