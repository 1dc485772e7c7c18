// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology;

import com.google.inject.Injector;
import org.eclipse.emf.ecore.EPackage;
import org.eclipse.xtext.resource.IResourceServiceProvider;
import org.trapline.topology.TopologyPackage;

/** Makes the language usable in a program that runs without the Eclipse extension registry. */
public class TopologyStandaloneSetup extends TopologyStandaloneSetupGenerated {

    /** Registers the language with EMF's global registries. */
    public static void doSetup() {
        new TopologyStandaloneSetup().createInjectorAndDoEMFRegistration();
    }

    /**
     * The model goes first: the grammar and the validators look it up by its name. An editor and what draws or runs a configuration may
     * come at once; whoever comes second sees what the first has registered, so that a loader does not take the place of the editor's services.
     */
    @Override
    public Injector createInjectorAndDoEMFRegistration() {
        synchronized (IResourceServiceProvider.Registry.INSTANCE) {
            EPackage.Registry.INSTANCE.putIfAbsent(TopologyPackage.eNS_URI, TopologyPackage.eINSTANCE);
            return super.createInjectorAndDoEMFRegistration();
        }
    }
}
