// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.connector;

import org.eclipse.ui.services.AbstractServiceFactory;
import org.eclipse.ui.services.IServiceLocator;

/** Makes the workbench's {@link Connector} when it is first asked for; the workbench disposes it when it closes. */
public final class ConnectorFactory extends AbstractServiceFactory {

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public Object create(final Class serviceInterface, final IServiceLocator parentLocator, final IServiceLocator locator) {
        // Windows and parts ask with a parent that can answer; only the workbench's own locator has none of it.
        final Object inherited = parentLocator == null ? null : parentLocator.getService(serviceInterface);
        return inherited != null ? inherited : new Connector();
    }
}
