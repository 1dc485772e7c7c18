// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.perspective;

import org.eclipse.ui.IFolderLayout;
import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.IPerspectiveFactory;
import org.eclipse.ui.progress.IProgressConstants;
import org.eclipse.search.ui.NewSearchUI;
import org.eclipse.ui.navigator.resources.ProjectExplorer;
import org.trapline.ui.Ids;

/**
 * Files and what is in them on the left, editors in the middle, what they describe on the right, and what runs below:
 * <pre>
 * Explorer | editors          | Topology
 *          |                  |
 * Outline  | Console | Trace, Machines, Registers
 * </pre>
 */
public final class TraplinePerspective implements IPerspectiveFactory {
    private static final float EXPLORER = 0.15f;
    private static final float EDITORS_WIDTH = 0.56f;
    private static final float EDITORS_HEIGHT = 0.57f;
    private static final float FILES_HEIGHT = 0.6f;
    private static final float CONSOLE_WIDTH = 0.34f;

    @Override
    public void createInitialLayout(final IPageLayout layout) {
        final String editors = layout.getEditorArea();
        final IFolderLayout files = layout.createFolder("files", IPageLayout.LEFT, EXPLORER, editors);
        files.addView(ProjectExplorer.VIEW_ID);
        final IFolderLayout console = layout.createFolder("console", IPageLayout.BOTTOM, EDITORS_HEIGHT, editors);
        console.addView(Ids.GUEST_CONSOLE);
        console.addView(IPageLayout.ID_PROBLEM_VIEW);
        console.addPlaceholder(NewSearchUI.SEARCH_VIEW_ID);
        console.addPlaceholder(IProgressConstants.PROGRESS_VIEW_ID);
        final IFolderLayout trace = layout.createFolder("trace", IPageLayout.RIGHT, CONSOLE_WIDTH, "console");
        trace.addView(Ids.LIVE_TRACE);
        trace.addView(Ids.MACHINES);
        trace.addView(Ids.REGISTERS);
        final IFolderLayout topology = layout.createFolder("topology", IPageLayout.RIGHT, EDITORS_WIDTH, editors);
        topology.addView(Ids.TOPOLOGY);
        final IFolderLayout outline = layout.createFolder("outline", IPageLayout.BOTTOM, FILES_HEIGHT, "files");
        outline.addView(IPageLayout.ID_OUTLINE);
    }
}
