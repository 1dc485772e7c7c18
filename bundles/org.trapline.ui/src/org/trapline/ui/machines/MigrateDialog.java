// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.machines;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Spinner;
import org.trapline.ui.machines.model.Node;
import org.trapline.vmm.migration.MigrationPolicy;

/** Asks where a machine is to move to, and how. */
final class MigrateDialog extends FormDialog {
    private static final int CYCLES_PER_MICROSECOND = (int) (MigrationPolicy.CYCLES_PER_SECOND / 1_000_000);
    private static final int BYTES_PER_MEGABIT = 125_000;
    private static final int MOST_MICROSECONDS = 10_000_000;
    private static final int MOST_ROUNDS = 1_000;
    private static final int MOST_MEGABITS = 100_000;

    private final List<Node.Host> hosts;
    private Combo hostField;
    private Spinner downtimeField;
    private Spinner roundsField;
    private Spinner bandwidthField;
    private Combo otherwiseField;
    private Node.Host host;
    private MigrationPolicy policy = MigrationPolicy.standard();

    /** @param hosts where it can go; at least one */
    MigrateDialog(final Shell parent, final Node.Machine machine, final List<Node.Host> hosts) {
        super(parent, "Migrate " + machine.guest().name(), "Its memory is copied while it runs, round by round, until so little is left "
                + "that it need not stand still for longer than this.", "&Migrate");
        this.hosts = hosts;
    }

    /** What is done with a machine whose rounds get no shorter, in words. */
    private static String words(final MigrationPolicy.Otherwise otherwise) {
        return switch (otherwise) {
            case STOP_AND_COPY -> "halt it and send the rest, however long that takes";
            case CANCEL -> "let it stay";
            case POST_COPY -> "move it now, and let the rest follow when it is needed";
        };
    }

    @Override
    void fill() {
        hostField = choice("&To host:", hosts.stream().map(each -> each.plan().name()).toList());
        downtimeField = number("Longest &downtime, in \u00b5s:", (int) (policy.maxDowntime() / CYCLES_PER_MICROSECOND), 0, MOST_MICROSECONDS);
        roundsField = number("Most &rounds:", policy.maxRounds(), 1, MOST_ROUNDS);
        bandwidthField = number("&Bandwidth, in Mbit/s:", (int) (policy.bytesPerSecond() / BYTES_PER_MEGABIT), 1, MOST_MEGABITS);
        otherwiseField = choice("&Otherwise:", Arrays.stream(MigrationPolicy.Otherwise.values()).map(MigrateDialog::words).toList());
        otherwiseField.setToolTipText("What to do with a machine that writes memory faster than it can be sent");
    }

    @Override
    Optional<String> problem() {
        return Optional.empty();
    }

    @Override
    void take() {
        host = hosts.get(hostField.getSelectionIndex());
        policy = policy.withMaxDowntime((long) downtimeField.getSelection() * CYCLES_PER_MICROSECOND).withMaxRounds(roundsField.getSelection())
                .withBytesPerSecond((long) bandwidthField.getSelection() * BYTES_PER_MEGABIT)
                .withOtherwise(MigrationPolicy.Otherwise.values()[otherwiseField.getSelectionIndex()]);
    }

    Node.Host host() {
        return host;
    }

    MigrationPolicy policy() {
        return policy;
    }
}
