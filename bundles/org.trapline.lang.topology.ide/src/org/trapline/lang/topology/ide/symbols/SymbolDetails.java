// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide.symbols;

import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.ide.server.symbol.DocumentSymbolMapper.DocumentSymbolDetailsProvider;
import org.trapline.lang.topology.ide.hover.Facts;
import org.trapline.topology.Named;

/** What stands behind a name in the outline: {@code 1 vCPU, 16 MiB}. */
public final class SymbolDetails extends DocumentSymbolDetailsProvider {

    @Override
    public String getDetails(EObject element) {
        return element instanceof Named named ? Facts.brief(named) : "";
    }
}
