// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.services.AbstractServiceFactory;
import org.eclipse.ui.services.IServiceLocator;

/** Makes the workbench's {@link Runs}. */
public final class RunsFactory extends AbstractServiceFactory {

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public Object create(final Class serviceInterface, final IServiceLocator parentLocator, final IServiceLocator locator) {
        final Object inherited = parentLocator == null ? null : parentLocator.getService(serviceInterface);
        return inherited != null ? inherited : new Runs(PlatformUI.getWorkbench().getDisplay());
    }
}
