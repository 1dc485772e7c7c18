// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.connector;

import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.IWorkspaceRoot;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ICoreRunnable;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.ui.IStartup;
import org.eclipse.ui.PlatformUI;
import org.trapline.ui.lsp.server.ServerDefinition;

/** Starts the servers that the workspace has files for, so that problems are listed before anything is opened. */
public final class ConnectorStartup implements IStartup {

    @Override
    public void earlyStartup() {
        // Services are made on the display's thread; this is called on another.
        PlatformUI.getWorkbench().getDisplay().asyncExec(() -> startServers(Connector.current()));
    }

    private static void startServers(final Connector connector) {
        Job.createSystem("Starting language servers", (ICoreRunnable) monitor -> {
            for (final ServerDefinition definition : connector.servers().definitions()) {
                if (hasFiles(definition)) {
                    connector.servers().start(definition);
                }
            }
        }).schedule();
    }

    private static boolean hasFiles(final ServerDefinition definition) throws CoreException {
        final IWorkspaceRoot root = ResourcesPlugin.getWorkspace().getRoot();
        final boolean[] found = {false};
        root.accept(proxy -> {
            found[0] |= proxy.getType() == IResource.FILE && definition.serves(proxy.getName());
            return !found[0];
        }, IResource.NONE);
        return found[0];
    }
}
