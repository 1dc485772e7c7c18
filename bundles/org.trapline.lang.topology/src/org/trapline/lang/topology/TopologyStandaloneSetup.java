// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology;

/** Makes the language usable in a program that runs without the Eclipse extension registry. */
public final class TopologyStandaloneSetup extends TopologyStandaloneSetupGenerated {

    /** Registers the language with EMF's global registries. */
    public static void doSetup() {
        new TopologyStandaloneSetup().createInjectorAndDoEMFRegistration();
    }
}
