// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import java.util.Locale;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.ui.menus.WorkbenchWindowControlContribution;
import org.trapline.runtime.Moment;

/** Says in the window's status line what runs, and how. */
public final class RunStatus extends WorkbenchWindowControlContribution implements RunListener {
    private static final int WIDTH = 260;

    private Label label;

    @Override
    protected Control createControl(final Composite parent) {
        final Composite area = new Composite(parent, SWT.NONE);
        final GridLayout layout = new GridLayout();
        layout.marginHeight = 2;
        area.setLayout(layout);
        label = new Label(area, SWT.NONE);
        final GridData data = new GridData(SWT.LEFT, SWT.CENTER, false, true);
        data.widthHint = WIDTH;
        label.setLayoutData(data);
        Runs.current().addListener(this);
        label.addListener(SWT.Dispose, event -> Runs.current().removeListener(this));
        Runs.current().run().ifPresentOrElse(this::runChanged, () -> label.setText("No machine runs"));
        return area;
    }

    @Override
    public void runStarted(final Run run) {
        runChanged(run);
    }

    @Override
    public void runChanged(final Run run) {
        if (!label.isDisposed()) {
            final boolean isInPast = run.session().moment().filter(Moment::isInPast).isPresent();
            final String state = run.name() + ": " + run.state().name().toLowerCase(Locale.ROOT) + (isInPast ? " in the past" : "");
            label.setText(state + run.scenarioReport().map(report -> report.isSuccess() ? ", as expected" : ", " + report.failures().size() + " failed").orElse(""));
            label.setToolTipText(run.scenarioReport().map(report -> state + "\n" + ScenarioMarks.words(report)).orElse(state));
        }
    }
}
