// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide;

import com.google.inject.Guice;
import com.google.inject.Injector;
import org.eclipse.xtext.util.Modules2;
import org.trapline.lang.topology.TopologyRuntimeModule;
import org.trapline.lang.topology.TopologyStandaloneSetup;

/** Makes the language and its editor services usable in a program that runs without the Eclipse extension registry. */
public final class TopologyIdeSetup extends TopologyStandaloneSetup {

    @Override
    public Injector createInjector() {
        return Guice.createInjector(Modules2.mixin(new TopologyRuntimeModule(), new TopologyIdeModule()));
    }
}
