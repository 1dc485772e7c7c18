// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.machines;

import java.util.Optional;

import org.eclipse.jface.dialogs.TitleAreaDialog;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Spinner;
import org.eclipse.swt.widgets.Text;

/** Asks for a few values, each with a label before it, and can be finished while none of them is wrong. */
abstract class FormDialog extends TitleAreaDialog {
    private static final int WIDTH = 460;

    private final String title;
    private final String message;
    private final String finish;
    private Composite form;

    /** @param finish what the button says that does it */
    FormDialog(final Shell parent, final String title, final String message, final String finish) {
        super(parent);
        this.title = title;
        this.message = message;
        this.finish = finish;
        setHelpAvailable(false);
    }

    /** Makes the fields. */
    abstract void fill();

    /** Returns what is wrong with what the fields hold now. */
    abstract Optional<String> problem();

    /** Takes the values out of the fields, which have no problem. */
    abstract void take();

    @Override
    protected boolean isResizable() {
        return true;
    }

    @Override
    protected void configureShell(final Shell shell) {
        super.configureShell(shell);
        shell.setText(title);
    }

    @Override
    protected Control createDialogArea(final Composite parent) {
        final Composite area = (Composite) super.createDialogArea(parent);
        form = new Composite(area, SWT.NONE);
        GridLayoutFactory.swtDefaults().numColumns(2).margins(12, 12).spacing(10, 8).applyTo(form);
        GridDataFactory.fillDefaults().grab(true, true).hint(WIDTH, SWT.DEFAULT).applyTo(form);
        fill();
        setTitle(title);
        setMessage(message);
        return area;
    }

    @Override
    protected void createButtonsForButtonBar(final Composite parent) {
        createButton(parent, OK, finish, true);
        createButton(parent, CANCEL, org.eclipse.jface.dialogs.IDialogConstants.CANCEL_LABEL, false);
        check();
    }

    private void check() {
        if (getButton(OK) != null) {
            final Optional<String> problem = problem();
            setErrorMessage(problem.orElse(null));
            getButton(OK).setEnabled(problem.isEmpty());
        }
    }

    @Override
    protected void okPressed() {
        take();
        super.okPressed();
    }

    private <T extends Control> T labelled(final String label, final java.util.function.Function<Composite, T> control) {
        new Label(form, SWT.NONE).setText(label);
        final T made = control.apply(form);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(made);
        made.addListener(SWT.Modify, event -> check());
        made.addListener(SWT.Selection, event -> check());
        return made;
    }

    final Text text(final String label, final String value) {
        final Text text = labelled(label, parent -> new Text(parent, SWT.BORDER));
        text.setText(value);
        text.selectAll();
        return text;
    }

    final Spinner number(final String label, final int value, final int least, final int most) {
        final Spinner spinner = labelled(label, parent -> new Spinner(parent, SWT.BORDER));
        spinner.setValues(value, least, most, 0, 1, 10);
        return spinner;
    }

    final Combo choice(final String label, final java.util.List<String> values) {
        final Combo combo = labelled(label, parent -> new Combo(parent, SWT.READ_ONLY));
        combo.setItems(values.toArray(String[]::new));
        combo.select(0);
        return combo;
    }
}
