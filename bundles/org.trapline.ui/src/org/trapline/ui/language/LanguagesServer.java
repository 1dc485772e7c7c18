// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.language;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.google.inject.Guice;
import com.google.inject.Module;
import com.google.inject.util.Modules;

import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.xtext.ide.server.BuildManager;
import org.eclipse.xtext.ide.server.ILanguageServerShutdownAndExitHandler;
import org.eclipse.xtext.ide.server.LanguageServerImpl;
import org.eclipse.xtext.ide.server.ServerModule;
import org.eclipse.xtext.resource.IResourceServiceProvider;
import org.trapline.lang.asm.ide.AsmIdeSetup;
import org.trapline.lang.topology.ide.TopologyIdeSetup;
import org.trapline.ui.lsp.ServerConnection;
import org.trapline.ui.lsp.ServerProvider;

/** Makes the one server for machine configurations and guest programs. */
public final class LanguagesServer implements ServerProvider {

    @Override
    public ServerConnection connect(final LanguageClient client) {
        // Readers of configurations register themselves, too, on other threads.
        synchronized (IResourceServiceProvider.Registry.INSTANCE) {
            new AsmIdeSetup().createInjectorAndDoEMFRegistration();
            new TopologyIdeSetup().createInjectorAndDoEMFRegistration();
        }
        // Xtext's own module looks for languages with a service loader, which does not see into other bundles.
        final Module here = binder -> {
            binder.bind(IResourceServiceProvider.Registry.class).toInstance(IResourceServiceProvider.Registry.INSTANCE);
            // Two requests at once load the same file twice, which Xtext's resource set refuses.
            binder.bind(ExecutorService.class).toInstance(Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("language requests").factory()));
            binder.bind(BuildManager.class).to(PresentFilesBuild.class);
            binder.bind(ILanguageServerShutdownAndExitHandler.class).to(ILanguageServerShutdownAndExitHandler.NullImpl.class);
        };
        final LanguageServerImpl server = Guice.createInjector(Modules.override(new ServerModule()).with(here))
                .getInstance(LanguageServerImpl.class);
        server.connect(client);
        return ServerConnection.inProcess(server);
    }
}
