// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.help;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;

import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.Platform;
import org.eclipse.help.IContext;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchPart;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.help.AbstractHelpUI;
import org.trapline.ui.Ids;
import org.trapline.ui.page.PageEditor;
import org.trapline.ui.page.PageInput;

/** The guide as the workbench's help. Its sections about views are headed by the views' names. */
public final class Guide extends AbstractHelpUI {
    private static final String FILE = "help/guide.md";
    private static final String TITLE = "Guide";
    private static final String EDITORS = "Editors";

    @Override
    public void displayHelp() {
        open(TITLE);
    }

    @Override
    public void displayDynamicHelp() {
        open(section());
    }

    @Override
    public void displayContext(final IContext context, final int x, final int y) {
        open(section());
    }

    @Override
    public void displayHelpResource(final String href) {
        open(TITLE);
    }

    @Override
    public boolean isContextHelpDisplayed() {
        return false;
    }

    /** Returns the heading of the section about the part that is active. */
    private static String section() {
        final IWorkbenchPage page = page();
        final IWorkbenchPart part = page == null ? null : page.getActivePart();
        return part == null || part instanceof PageEditor ? TITLE : part instanceof IEditorPart ? EDITORS : part.getTitle();
    }

    private static void open(final String section) {
        final IWorkbenchPage page = page();
        if (page == null) {
            return;
        }
        try {
            if (page.openEditor(new PageInput(TITLE, text()), Ids.PAGE) instanceof final PageEditor editor) {
                editor.reveal(section);
            }
        } catch (final PartInitException e) {
            ILog.of(Guide.class).log(e.getStatus());
        }
    }

    private static IWorkbenchPage page() {
        final IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
        return window == null ? null : window.getActivePage();
    }

    /** Returns the guide, in Markdown. */
    static String text() {
        final URL guide = Platform.getBundle(Ids.BUNDLE).getEntry(FILE);
        try (InputStream in = guide.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
