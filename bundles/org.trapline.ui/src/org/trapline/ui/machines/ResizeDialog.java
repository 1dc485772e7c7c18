// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.machines;

import java.util.Optional;

import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Spinner;
import org.eclipse.swt.widgets.Text;
import org.trapline.topology.ByteSize;
import org.trapline.ui.machines.model.Node;
import org.trapline.vmm.LifeCycle;

/** Asks how large a machine is to be. */
final class ResizeDialog extends FormDialog {
    private static final int MOST_CPUS = 64;

    private final Node.Machine machine;
    private Spinner cpusField;
    private Text memoryField;
    private int cpus;
    private long memory;

    ResizeDialog(final Shell parent, final Node.Machine machine) {
        super(parent, "Resize " + machine.guest().name(), machine.lifeCycle() == LifeCycle.RUNNING
                ? "It runs: only its memory can change, through its balloon, and not beyond what it was started with."
                : "It is " + machine.lifeCycle().word() + ": it has this much when it is switched on again.", "&Resize");
        this.machine = machine;
    }

    @Override
    void fill() {
        cpusField = number("&CPUs:", machine.now().vcpus().size(), 1, MOST_CPUS);
        cpusField.setEnabled(machine.lifeCycle() != LifeCycle.RUNNING);
        memoryField = text("&Memory:", ByteSize.format(machine.now().memory().wanted()));
        memoryField.setFocus();
    }

    @Override
    Optional<String> problem() {
        return Sizes.parse(memoryField.getText()).isPresent() ? Optional.empty() : Optional.of(Sizes.HINT);
    }

    @Override
    void take() {
        cpus = cpusField.getSelection();
        memory = Sizes.parse(memoryField.getText()).orElseThrow();
    }

    int cpus() {
        return cpus;
    }

    /** Returns how many bytes of memory are wished. */
    long memory() {
        return memory;
    }
}
