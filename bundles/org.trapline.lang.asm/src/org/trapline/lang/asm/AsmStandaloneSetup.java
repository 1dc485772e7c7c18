// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm;

/** Sets the language up where no {@code .ide} services are wanted. */
public class AsmStandaloneSetup extends AsmStandaloneSetupGenerated {

    /** Registers the language with EMF's and Xtext's registries. */
    public static void doSetup() {
        new AsmStandaloneSetup().createInjectorAndDoEMFRegistration();
    }
}
