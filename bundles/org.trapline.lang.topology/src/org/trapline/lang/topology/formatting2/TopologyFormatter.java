// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.formatting2;

import org.eclipse.xtext.formatting2.AbstractJavaFormatter;
import org.eclipse.xtext.formatting2.IFormattableDocument;
import org.trapline.topology.Topology;

/** Lays configurations out. */
public final class TopologyFormatter extends AbstractJavaFormatter {

    void format(Topology topology, IFormattableDocument document) {
        topology.getHosts().forEach(document::format);
    }
}
