// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.action;

import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.ui.IMarkerResolution;
import org.eclipse.ui.IMarkerResolutionGenerator2;
import org.trapline.ui.lsp.connector.Connector;
import org.trapline.ui.lsp.diagnostic.Diagnostics;
import org.trapline.ui.lsp.server.Server;
import org.trapline.ui.lsp.server.Uris;

/** Offers a server's actions for a marker in the Problems view. */
public final class MarkerFixes implements IMarkerResolutionGenerator2 {

    @Override
    public boolean hasResolutions(final IMarker marker) {
        return Diagnostics.isMarker(marker);
    }

    @Override
    public IMarkerResolution[] getResolutions(final IMarker marker) {
        if (!(marker.getResource() instanceof final IFile file)) {
            return new IMarkerResolution[0];
        }
        final String uri = Uris.of(file.getLocationURI());
        final Optional<Diagnostic> problem = Connector.current().diagnostics().of(uri).stream()
                .filter(d -> Diagnostics.isAbout(marker, d)).findFirst();
        final Optional<Server> server = Connector.current().servers().running().stream()
                .filter(s -> s.definition().id().equals(Diagnostics.server(marker))).findFirst();
        if (problem.isEmpty() || server.isEmpty()) {
            return new IMarkerResolution[0];
        }
        return ServerAction.ask(server.get(), uri, problem.get().getRange(), List.of(problem.get())).stream().map(Fix::new)
                .toArray(IMarkerResolution[]::new);
    }

    private record Fix(ServerAction action) implements IMarkerResolution {
        @Override
        public String getLabel() {
            return action.title();
        }

        @Override
        public void run(final IMarker marker) {
            action.perform();
        }
    }
}
