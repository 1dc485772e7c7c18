// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.page;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.ui.Bench.ui;
import static org.trapline.ui.Bench.until;

import java.nio.charset.StandardCharsets;

import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IPageLayout;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.ide.IDE;
import org.junit.jupiter.api.Test;
import org.trapline.ui.Bench;
import org.trapline.ui.Ids;

/** A project's page. */
final class PageTest {

    @Test
    void aPageIsShownAsItIsMeantToBeReadAndFollowsItsFile() throws CoreException {
        try (Bench bench = Bench.example("hello")) {
            final IEditorPart editor = ui(() -> IDE.openEditor(Bench.page(), bench.file("README.md")));
            assertTrue(editor instanceof PageEditor);
            assertTrue(ui(() -> ((PageEditor) editor).text()).startsWith("hello\n"), "the title without its mark");
            bench.file("README.md").setContents("# Changed\n".getBytes(StandardCharsets.UTF_8), IResource.FORCE, null);
            until("the new text is shown", () -> ((PageEditor) editor).text().equals("Changed"));
        }
    }

    @Test
    void helpIsTheGuideAtTheSectionOfTheViewOneIsIn() {
        final String[] views = {Ids.REGISTERS, Ids.LIVE_TRACE, Ids.GUEST_CONSOLE, Ids.TOPOLOGY, Ids.MACHINES, IPageLayout.ID_PROBLEM_VIEW};
        for (final String id : views) {
            final String title = ui(() -> {
                Bench.page().activate(Bench.page().showView(id));
                PlatformUI.getWorkbench().getHelpSystem().displayDynamicHelp();
                return Bench.page().findView(id).getTitle();
            });
            assertTrue(ui(() -> ((PageEditor) Bench.page().getActiveEditor()).text().lines().anyMatch(title::equals)), "there is a section " + title);
        }
        ui(() -> Bench.page().closeAllEditors(false));
    }
}
