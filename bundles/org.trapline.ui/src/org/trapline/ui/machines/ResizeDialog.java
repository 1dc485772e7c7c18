// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.machines;

import java.util.Optional;
import java.util.OptionalDouble;

import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Spinner;
import org.eclipse.swt.widgets.Text;
import org.trapline.runtime.Resources;
import org.trapline.topology.ByteSize;
import org.trapline.ui.machines.model.Node;
import org.trapline.vmm.LifeCycle;
import org.trapline.vmm.Transition;
import org.trapline.vmm.schedule.Share;

/** Asks how large a machine is to be, and what it is to get of its host's cores. */
final class ResizeDialog extends FormDialog {
    private static final int MOST_CPUS = 64;
    private static final int MOST_WEIGHT = 10_000;
    private static final int PERCENT = 100;

    private final Node.Machine machine;
    private final Share share;
    private final boolean isOff;
    private Spinner cpusField;
    private Text memoryField;
    private Spinner weightField;
    private Spinner limitField;
    private Resources wanted;

    /** @param share what it gets of the cores now */
    ResizeDialog(final Shell parent, final Node.Machine machine, final Share share) {
        super(parent, "Resize " + machine.guest().name(), words(machine.lifeCycle()), "&Resize");
        this.machine = machine;
        this.share = share;
        isOff = Transition.START.isLegalFrom(machine.lifeCycle());
    }

    private static String words(final LifeCycle lifeCycle) {
        return switch (lifeCycle) {
            case RUNNING -> "It runs: its memory can change through its balloon, if it has one, and not beyond what it was started with.";
            case PAUSED -> "It is paused: only what it gets of the cores can change.";
            default -> "It is " + lifeCycle.word() + ": it has this much when it is switched on.";
        };
    }

    @Override
    void fill() {
        cpusField = number("&CPUs:", machine.now().vcpus().size(), 1, MOST_CPUS);
        cpusField.setEnabled(isOff);
        memoryField = text("&Memory:", ByteSize.format(machine.now().memory().wanted()));
        memoryField.setEnabled(isOff || machine.lifeCycle() == LifeCycle.RUNNING);
        weightField = number("&Weight beside other machines:", share.weight(), 1, MOST_WEIGHT);
        limitField = number("&Limit, in % of a core (0 for none):", (int) Math.round(share.cpus() * PERCENT), 0, MOST_CPUS * PERCENT);
        (memoryField.isEnabled() ? memoryField : weightField).setFocus();
    }

    @Override
    Optional<String> problem() {
        return Sizes.parse(memoryField.getText()).isPresent() ? Optional.empty() : Optional.of(Sizes.HINT);
    }

    @Override
    void take() {
        final int cpus = cpusField.getSelection();
        final long memory = Sizes.parse(memoryField.getText()).orElseThrow();
        final double limit = limitField.getSelection() / (double) PERCENT;
        wanted = new Resources(cpus == machine.now().vcpus().size() ? 0 : cpus, memory == machine.now().memory().wanted() ? 0 : memory,
                weightField.getSelection() == share.weight() ? 0 : weightField.getSelection(),
                limit == share.cpus() ? OptionalDouble.empty() : OptionalDouble.of(limit));
    }

    /** Returns what is to be otherwise than it is. */
    Resources wanted() {
        return wanted;
    }
}
