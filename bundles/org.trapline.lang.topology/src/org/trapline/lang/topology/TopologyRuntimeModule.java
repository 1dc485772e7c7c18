// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology;

import org.eclipse.xtext.conversion.IValueConverterService;
import org.eclipse.xtext.linking.impl.LinkingDiagnosticMessageProvider;
import org.eclipse.xtext.naming.IQualifiedNameProvider;
import org.eclipse.xtext.parser.antlr.ISyntaxErrorMessageProvider;
import org.trapline.lang.topology.convert.TopologyValueConverters;
import org.trapline.lang.topology.scoping.TopologyNames;

/** The parts of the language that stand in for Xtext's own. */
public class TopologyRuntimeModule extends AbstractTopologyRuntimeModule {

    @Override
    public Class<? extends IValueConverterService> bindIValueConverterService() {
        return TopologyValueConverters.class;
    }

    @Override
    public Class<? extends IQualifiedNameProvider> bindIQualifiedNameProvider() {
        return TopologyNames.class;
    }
}
