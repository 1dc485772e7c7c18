// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide.symbols;

import org.eclipse.emf.ecore.EClass;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.xtext.ide.server.symbol.DocumentSymbolMapper.DocumentSymbolKindProvider;
import org.trapline.topology.TopologyPackage;

/** The kind of symbol, by which clients choose an icon. */
public final class SymbolKinds extends DocumentSymbolKindProvider {

    @Override
    protected SymbolKind getSymbolKind(EClass type) {
        return switch (type == null || type.getEPackage() != TopologyPackage.eINSTANCE ? -1 : type.getClassifierID()) {
            case TopologyPackage.HOST -> SymbolKind.Module;
            case TopologyPackage.HYPERVISOR, TopologyPackage.OPERATING_SYSTEM, TopologyPackage.PARTITION_FIRMWARE -> SymbolKind.Package;
            case TopologyPackage.DOMAIN, TopologyPackage.PARTITION -> SymbolKind.Class;
            case TopologyPackage.CONTAINER, TopologyPackage.EMULATOR, TopologyPackage.BYTECODE_RUNTIME, TopologyPackage.HOST_PROCESS -> SymbolKind.Object;
            case TopologyPackage.TEMPLATE -> SymbolKind.Interface;
            case TopologyPackage.PROGRAM -> SymbolKind.File;
            case TopologyPackage.SIZE -> SymbolKind.Struct;
            case TopologyPackage.NETWORK -> SymbolKind.Namespace;
            case TopologyPackage.DISK, TopologyPackage.NIC, TopologyPackage.PERIPHERAL, TopologyPackage.VOLUME -> SymbolKind.Field;
            case TopologyPackage.SCENARIO -> SymbolKind.Function;
            case TopologyPackage.AT, TopologyPackage.EXPECT -> SymbolKind.Event;
            default -> SymbolKind.Property;
        };
    }
}
