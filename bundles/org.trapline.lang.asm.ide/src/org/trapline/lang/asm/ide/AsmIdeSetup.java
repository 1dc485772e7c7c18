// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide;

import org.eclipse.xtext.util.Modules2;
import org.trapline.lang.asm.AsmRuntimeModule;
import org.trapline.lang.asm.AsmStandaloneSetup;

import com.google.inject.Guice;
import com.google.inject.Injector;

/**
 * Sets the language up together with its editing services. {@link #createInjectorAndDoEMFRegistration()} makes a language server
 * in the same process know it; on a flat class path the server finds it by itself.
 */
public class AsmIdeSetup extends AsmStandaloneSetup {

    @Override
    public Injector createInjector() {
        return Guice.createInjector(Modules2.mixin(new AsmRuntimeModule(), new AsmIdeModule()));
    }
}
