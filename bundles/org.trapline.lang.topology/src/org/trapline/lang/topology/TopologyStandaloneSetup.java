// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology;

import com.google.inject.Injector;
import org.eclipse.emf.ecore.EPackage;
import org.trapline.topology.TopologyPackage;

/** Makes the language usable in a program that runs without the Eclipse extension registry. */
public class TopologyStandaloneSetup extends TopologyStandaloneSetupGenerated {

    /** Registers the language with EMF's global registries. */
    public static void doSetup() {
        new TopologyStandaloneSetup().createInjectorAndDoEMFRegistration();
    }

    /** The model goes first: the grammar and the validators look it up by its name. */
    @Override
    public Injector createInjectorAndDoEMFRegistration() {
        EPackage.Registry.INSTANCE.putIfAbsent(TopologyPackage.eNS_URI, TopologyPackage.eINSTANCE);
        return super.createInjectorAndDoEMFRegistration();
    }
}
