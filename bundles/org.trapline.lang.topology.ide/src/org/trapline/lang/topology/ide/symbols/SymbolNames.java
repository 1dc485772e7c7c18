// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide.symbols;

import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.ide.server.symbol.DocumentSymbolMapper.DocumentSymbolNameProvider;
import org.trapline.topology.At;
import org.trapline.topology.Domain;
import org.trapline.topology.Expect;
import org.trapline.topology.Named;
import org.trapline.topology.PartitionFirmware;
import org.trapline.topology.Step;

/** What stands in the outline: names as they are written, {@code web[2]}; some blocks without a name by their first words. */
public final class SymbolNames extends DocumentSymbolNameProvider {

    @Override
    public String getName(EObject element) {
        return switch (element) {
            case Domain domain when domain.getName() != null && domain.isSetCount() -> domain.getName() + "[" + domain.getCount() + "]";
            case At at when at.getTime() != null -> "at " + at.getTime();
            case Expect expect -> "expect";
            case PartitionFirmware firmware -> "partitions";
            case Step step -> null;
            case Named named -> named.getName();
            case null, default -> null;
        };
    }
}
