// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.refactor;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.ltk.ui.refactoring.RefactoringWizard;
import org.eclipse.ltk.ui.refactoring.UserInputWizardPage;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

/** Asks for the new name. */
final class RenameWizard extends RefactoringWizard {
    private final RenameRefactoring rename;

    RenameWizard(final RenameRefactoring rename) {
        super(rename, DIALOG_BASED_USER_INTERFACE | PREVIEW_EXPAND_FIRST_NODE);
        this.rename = rename;
        setDefaultPageTitle("Rename");
    }

    @Override
    protected void addUserInputPages() {
        addPage(new NamePage(rename));
    }

    private static final class NamePage extends UserInputWizardPage {
        private final RenameRefactoring rename;
        private Text name;

        NamePage(final RenameRefactoring rename) {
            super("name");
            this.rename = rename;
        }

        @Override
        public void createControl(final Composite parent) {
            final Composite page = new Composite(parent, SWT.NONE);
            GridLayoutFactory.swtDefaults().numColumns(2).applyTo(page);
            new Label(page, SWT.NONE).setText("&New name:");
            name = new Text(page, SWT.BORDER);
            GridDataFactory.fillDefaults().grab(true, false).hint(240, SWT.DEFAULT).applyTo(name);
            name.setText(rename.oldName());
            name.selectAll();
            name.addModifyListener(event -> update());
            setControl(page);
            update();
        }

        private void update() {
            final String text = name.getText().strip();
            rename.setNewName(text);
            setPageComplete(!text.isEmpty() && !text.equals(rename.oldName()));
        }
    }
}
