// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology;

import com.google.inject.Binder;
import com.google.inject.name.Names;
import org.eclipse.xtext.conversion.IValueConverterService;
import org.eclipse.xtext.linking.ILinkingDiagnosticMessageProvider;
import org.eclipse.xtext.naming.IQualifiedNameProvider;
import org.eclipse.xtext.parser.IAstFactory;
import org.eclipse.xtext.parser.IParser;
import org.eclipse.xtext.parser.antlr.ISyntaxErrorMessageProvider;
import org.eclipse.xtext.validation.CompositeEValidator;
import org.trapline.lang.topology.convert.TopologyValueConverters;
import org.trapline.lang.topology.parser.SyntaxMessages;
import org.trapline.lang.topology.parser.TolerantElements;
import org.trapline.lang.topology.parser.TolerantParser;
import org.trapline.lang.topology.scoping.LinkingMessages;
import org.trapline.lang.topology.scoping.TopologyNames;

/** The parts of the language that stand in for Xtext's own. */
public class TopologyRuntimeModule extends AbstractTopologyRuntimeModule {

    @Override
    public Class<? extends IValueConverterService> bindIValueConverterService() {
        return TopologyValueConverters.class;
    }

    @Override
    public Class<? extends IParser> bindIParser() {
        return TolerantParser.class;
    }

    @Override
    public Class<? extends IAstFactory> bindIAstFactory() {
        return TolerantElements.class;
    }

    /** Bound by the name Xtext looks the methods of a module up by. */
    public Class<? extends ISyntaxErrorMessageProvider> bindISyntaxErrorMessageProvider() {
        return SyntaxMessages.class;
    }

    @Override
    public Class<? extends IQualifiedNameProvider> bindIQualifiedNameProvider() {
        return TopologyNames.class;
    }

    /** Bound by the name Xtext looks the methods of a module up by. */
    public Class<? extends ILinkingDiagnosticMessageProvider.Extended> bindILinkingDiagnosticMessageProvider() {
        return LinkingMessages.class;
    }

    /** The checks of the language say all that EMF's would, in words of the language. */
    public void configureEObjectValidator(Binder binder) {
        binder.bind(Boolean.class).annotatedWith(Names.named(CompositeEValidator.USE_EOBJECT_VALIDATOR)).toInstance(false);
    }
}
