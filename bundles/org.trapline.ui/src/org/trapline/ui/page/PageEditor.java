// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.page;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IResourceChangeEvent;
import org.eclipse.core.resources.IResourceChangeListener;
import org.eclipse.core.resources.IResourceDelta;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.program.Program;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.IEditorInput;
import org.eclipse.ui.IEditorSite;
import org.eclipse.ui.IFileEditorInput;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.actions.ActionFactory;
import org.eclipse.ui.part.EditorPart;
import org.trapline.ui.Actions;
import org.trapline.ui.SourceFiles;
import org.trapline.ui.lsp.markdown.Markdown;
import org.trapline.ui.lsp.markdown.MarkdownText;

/** Shows a Markdown file, which can be changed with the text editor, or a page that is in no file. */
public final class PageEditor extends EditorPart {
    private static final int MARGIN = 24;
    private static final String CSS_ID = "org.eclipse.e4.ui.css.id";

    private final IResourceChangeListener changes = this::changed;
    // Null for a page that is in no file.
    private IFile file;
    private StyledText text;

    @Override
    public void init(final IEditorSite site, final IEditorInput input) throws PartInitException {
        if (input instanceof final IFileEditorInput inWorkspace) {
            file = inWorkspace.getFile();
        } else if (!(input instanceof PageInput)) {
            throw new PartInitException("Only files of the workspace are shown as pages.");
        }
        setSite(site);
        setInput(input);
        setPartName(input.getName());
    }

    @Override
    public void createPartControl(final Composite parent) {
        text = MarkdownText.create(parent, SWT.V_SCROLL);
        text.setData(CSS_ID, "TraplinePage");
        text.setMargins(MARGIN, MARGIN, MARGIN, MARGIN);
        text.setBackground(parent.getDisplay().getSystemColor(SWT.COLOR_LIST_BACKGROUND));
        MarkdownText.onLink(text, this::follow);
        getEditorSite().getActionBars().setGlobalActionHandler(ActionFactory.COPY.getId(), Actions.key(text::copy));
        getEditorSite().getActionBars().setGlobalActionHandler(ActionFactory.SELECT_ALL.getId(), Actions.key(text::selectAll));
        ResourcesPlugin.getWorkspace().addResourceChangeListener(changes, IResourceChangeEvent.POST_CHANGE);
        show();
    }

    private void show() {
        try {
            MarkdownText.show(text, Markdown.parse(getEditorInput() instanceof final PageInput page ? page.text() : file.readString()));
        } catch (final CoreException e) {
            text.setText(e.getStatus().getMessage());
        }
    }

    private void changed(final IResourceChangeEvent event) {
        final IResourceDelta delta = file == null || event.getDelta() == null ? null : event.getDelta().findMember(file.getFullPath());
        if (delta != null) {
            text.getDisplay().asyncExec(() -> {
                if (text.isDisposed()) {
                    return;
                }
                if (file.exists()) {
                    show();
                } else {
                    getSite().getPage().closeEditor(this, false);
                }
            });
        }
    }

    private void follow(final String target) {
        if (target.startsWith("http")) {
            Program.launch(target);
        } else if (file != null) {
            final IFile linked = file.getParent().getFile(IPath.fromPortableString(target));
            final boolean isThere = linked.exists();
            getEditorSite().getActionBars().getStatusLineManager().setErrorMessage(isThere ? null : target + " is not in the project");
            if (isThere) {
                SourceFiles.open(getSite().getPage(), linked, 0);
            }
        }
    }

    /** Scrolls to a section; stays where it is if there is none of that name. */
    public void reveal(final String heading) {
        final int line = text.getText().lines().toList().indexOf(heading);
        if (line >= 0) {
            text.setTopIndex(line);
        }
    }

    /** Returns the line at the upper edge, for tests. */
    String topLine() {
        return text.getLine(text.getTopIndex());
    }

    /** Returns what is shown, for tests. */
    String text() {
        return text.getText();
    }

    @Override
    public void setFocus() {
        text.setFocus();
    }

    @Override
    public void dispose() {
        ResourcesPlugin.getWorkspace().removeResourceChangeListener(changes);
        super.dispose();
    }

    @Override
    public boolean isDirty() {
        return false;
    }

    @Override
    public boolean isSaveAsAllowed() {
        return false;
    }

    @Override
    public void doSave(final IProgressMonitor monitor) {
        // Nothing is ever dirty here.
    }

    @Override
    public void doSaveAs() {
        // Not allowed.
    }
}
