// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology;

import java.util.Map;
import org.eclipse.emf.ecore.EClass;
import org.eclipse.emf.ecore.EObject;
import org.trapline.topology.Named;
import org.trapline.topology.Nic;
import org.trapline.topology.Host;
import org.trapline.topology.TopologyPackage;

/** What things are called in messages: {@code host 'laptop'}, by the words of the language. */
public final class Describe {

    /** Classes whose word in the language is not simply their name. */
    private static final Map<EClass, String> WORDS = Map.ofEntries(
            Map.entry(TopologyPackage.Literals.TOPOLOGY, "the configuration"),
            Map.entry(TopologyPackage.Literals.PROGRAM, "program"),
            Map.entry(TopologyPackage.Literals.OPERATING_SYSTEM, "os"),
            Map.entry(TopologyPackage.Literals.HOST_PROCESS, "process"),
            Map.entry(TopologyPackage.Literals.BYTECODE_RUNTIME, "runtime"),
            Map.entry(TopologyPackage.Literals.PERIPHERAL, "device"),
            Map.entry(TopologyPackage.Literals.STATEFUL, "host or guest"),
            Map.entry(TopologyPackage.Literals.PARTITION_FIRMWARE, "firmware partitions"),
            Map.entry(TopologyPackage.Literals.SBI_FIRMWARE, "firmware sbi"));

    private Describe() {
    }

    /** The element with its name, as {@code host 'laptop'}; just its kind if it has none. */
    public static String element(EObject element) {
        if (element == null) {
            return "this";
        }
        String kind = kind(element);
        return element instanceof Named named && !element.eIsProxy() && named.getName() != null ? kind + " '" + named.getName() + "'" : kind;
    }

    /** The word the language has for an element. */
    public static String kind(EObject element) {
        if (element instanceof Nic && !(element.eContainer() instanceof Host)) {
            return "interface";
        }
        return kind(element.eClass());
    }

    /** The word the language has for a class. */
    public static String kind(EClass type) {
        return WORDS.getOrDefault(type, type.getName().toLowerCase(java.util.Locale.ROOT));
    }
}
