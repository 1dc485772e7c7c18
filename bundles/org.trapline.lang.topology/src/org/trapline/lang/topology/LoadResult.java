// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology;

import java.nio.file.Path;
import java.util.List;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.nodemodel.INode;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.trapline.topology.Topology;

/**
 * A configuration that was read.
 * @param file where from
 * @param model what it says; never {@code null}, but incomplete if there are errors
 * @param diagnostics everything found, in the order of the file
 */
public record LoadResult(Path file, Topology model, List<Diagnostic> diagnostics) {

    /** Whether it must not be run. */
    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    }

    /** The file that a path written in the configuration means: it is relative to the configuration. */
    public Path resolve(String path) {
        Path base = file.toAbsolutePath().getParent();
        return base == null ? Path.of(path) : base.resolve(path).normalize();
    }

    /** The line an element starts in, from 1; 0 for one that was not read from the file. */
    public int line(EObject element) {
        INode node = NodeModelUtils.findActualNodeFor(element);
        return node == null ? 0 : node.getStartLine();
    }
}
