// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.project;

import java.util.Optional;

import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.IWorkspace;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.viewers.ArrayContentProvider;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.viewers.TableViewer;
import org.eclipse.jface.wizard.WizardPage;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.trapline.examples.Example;
import org.trapline.ui.lsp.markdown.Markdown;
import org.trapline.ui.lsp.markdown.MarkdownText;

/** Asks what the new project is filled with, and how it is called. */
final class NewProjectPage extends WizardPage {
    private static final String EMPTY = "Empty project";
    private static final String EMPTY_PAGE = """
            # Empty project

            A project with a folder `guest` for programs. Add a program with *New > Guest Program* and a machine to run it on with
            *New > Machine Configuration*.""";
    private static final int WIDTH = 760;
    private static final int LIST_HEIGHT = 210;
    private static final int PAGE_HEIGHT = 190;

    private TableViewer list;
    private StyledText page;
    private Text name;
    // The name stays what the user typed; until then it follows the chosen example.
    private boolean nameTyped;
    private boolean filling;

    NewProjectPage() {
        super("project");
        setTitle("New Trapline Project");
        setDescription("Choose an example to start from. Every one runs as it is, and its page says what to try.");
    }

    @Override
    public void createControl(final Composite parent) {
        final Composite all = new Composite(parent, SWT.NONE);
        GridLayoutFactory.swtDefaults().applyTo(all);
        createList(all);
        page = MarkdownText.create(all, SWT.BORDER | SWT.V_SCROLL);
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, PAGE_HEIGHT).applyTo(page);
        final Composite names = new Composite(all, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).applyTo(names);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(names);
        new Label(names, SWT.NONE).setText("Project &name:");
        name = new Text(names, SWT.BORDER);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(name);
        name.addModifyListener(event -> {
            nameTyped |= !filling;
            validate();
        });
        setControl(all);
        list.setSelection(new StructuredSelection(list.getElementAt(0)));
        list.getControl().setFocus();
    }

    private void createList(final Composite parent) {
        list = new TableViewer(parent, SWT.BORDER | SWT.SINGLE | SWT.V_SCROLL);
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, LIST_HEIGHT).applyTo(list.getControl());
        list.setContentProvider(ArrayContentProvider.getInstance());
        list.setLabelProvider(new LabelProvider() {
            @Override
            public String getText(final Object element) {
                return element instanceof final Example example ? example.name() + " \u2013 " + example.title() : EMPTY;
            }
        });
        list.add(Example.all().toArray());
        list.add(EMPTY);
        list.addSelectionChangedListener(event -> choose());
    }

    private void choose() {
        final Optional<Example> example = example();
        MarkdownText.show(page, Markdown.parse(example.map(Example::summary).orElse(EMPTY_PAGE)));
        page.setTopIndex(0);
        if (!nameTyped) {
            filling = true;
            name.setText(ExampleProject.freeName(ResourcesPlugin.getWorkspace().getRoot(), example.map(Example::name).orElse("machines")));
            filling = false;
        }
        validate();
    }

    private void validate() {
        final IWorkspace workspace = ResourcesPlugin.getWorkspace();
        final IStatus status = workspace.validateName(name.getText(), IResource.PROJECT);
        if (name.getText().isEmpty()) {
            setErrorMessage("Give the project a name.");
        } else if (!status.isOK()) {
            setErrorMessage(status.getMessage());
        } else if (workspace.getRoot().getProject(name.getText()).exists()) {
            setErrorMessage("A project named " + name.getText() + " exists already.");
        } else if (workspace.getRoot().getLocation().append(name.getText()).toFile().exists()) {
            setErrorMessage("The workspace has a folder " + name.getText() + " already. Choose another name.");
        } else {
            setErrorMessage(null);
        }
        setPageComplete(getErrorMessage() == null);
    }

    /** Returns the chosen example, or nothing for an empty project. */
    Optional<Example> example() {
        return list.getStructuredSelection().getFirstElement() instanceof final Example example ? Optional.of(example) : Optional.empty();
    }

    String projectName() {
        return name.getText();
    }
}
