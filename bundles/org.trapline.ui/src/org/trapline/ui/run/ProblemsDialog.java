// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import java.util.List;

import org.eclipse.core.resources.IFile;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.dialogs.TitleAreaDialog;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.viewers.ArrayContentProvider;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.viewers.TableViewer;
import org.eclipse.jface.viewers.TableViewerColumn;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbenchWindow;
import org.trapline.runtime.Problem;
import org.trapline.ui.SourceFiles;

/** Says why machines could not be started, and leads to the lines that are to be changed. */
final class ProblemsDialog extends TitleAreaDialog {
    private static final int GO = IDialogConstants.CLIENT_ID;
    private static final int WIDTH = 720;
    private static final int HEIGHT = 180;

    private final IWorkbenchWindow window;
    private final IFile file;
    private final List<Problem> problems;
    private TableViewer table;

    ProblemsDialog(final IWorkbenchWindow window, final IFile file, final List<Problem> problems) {
        super(window.getShell());
        this.window = window;
        this.file = file;
        this.problems = problems;
        setHelpAvailable(false);
    }

    @Override
    protected boolean isResizable() {
        return true;
    }

    @Override
    protected void configureShell(final Shell shell) {
        super.configureShell(shell);
        shell.setText("Cannot Run");
    }

    @Override
    protected Control createDialogArea(final Composite parent) {
        final Composite area = (Composite) super.createDialogArea(parent);
        setTitle(file.getName() + " cannot run");
        setMessage(problems.size() == 1 ? "One thing has to be changed first." : problems.size() + " things have to be changed first.");
        table = new TableViewer(area, SWT.SINGLE | SWT.FULL_SELECTION | SWT.BORDER | SWT.V_SCROLL | SWT.H_SCROLL);
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, HEIGHT).applyTo(table.getControl());
        table.getTable().setHeaderVisible(true);
        column("Where", 170, new ColumnLabelProvider() {
            @Override
            public String getText(final Object element) {
                return where((Problem) element);
            }
        });
        column("What", WIDTH - 180, new ColumnLabelProvider() {
            @Override
            public String getText(final Object element) {
                return Launch.message((Problem) element);
            }

            @Override
            public String getToolTipText(final Object element) {
                return Launch.message((Problem) element);
            }
        });
        org.eclipse.jface.viewers.ColumnViewerToolTipSupport.enableFor(table);
        table.setContentProvider(ArrayContentProvider.getInstance());
        table.setInput(problems);
        table.setSelection(new StructuredSelection(problems.getFirst()));
        table.addDoubleClickListener(event -> buttonPressed(GO));
        return area;
    }

    private void column(final String title, final int width, final ColumnLabelProvider labels) {
        final TableViewerColumn column = new TableViewerColumn(table, SWT.NONE);
        column.getColumn().setText(title);
        column.getColumn().setWidth(width);
        column.setLabelProvider(labels);
    }

    private static String where(final Problem problem) {
        final String name = problem.file().substring(Math.max(problem.file().lastIndexOf('/'), problem.file().lastIndexOf('\\')) + 1);
        return problem.line() == 0 ? name : name + ", line " + problem.line();
    }

    @Override
    protected void createButtonsForButtonBar(final Composite parent) {
        createButton(parent, GO, "&Go to Line", true);
        createButton(parent, IDialogConstants.CANCEL_ID, IDialogConstants.CLOSE_LABEL, false);
    }

    @Override
    protected void buttonPressed(final int button) {
        if (button == GO && table.getStructuredSelection().getFirstElement() instanceof final Problem problem) {
            close();
            SourceFiles.open(window.getActivePage(), SourceFiles.find(problem.file(), file.getParent()).orElse(file), problem.line());
        } else {
            super.buttonPressed(button);
        }
    }
}
