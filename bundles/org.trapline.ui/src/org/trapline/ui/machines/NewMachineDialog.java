// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.machines;

import java.util.List;
import java.util.Optional;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Spinner;
import org.eclipse.swt.widgets.Text;
import org.trapline.topology.ByteSize;
import org.trapline.ui.machines.model.Inventory;
import org.trapline.ui.machines.model.Node;
import org.trapline.vmm.os.Standing;

/** Asks what a new machine is to be like, and where it is to be. */
final class NewMachineDialog extends FormDialog {
    private static final int MOST_CPUS = 64;

    private final Inventory inventory;
    private final List<Node> models;
    private final List<Node.Host> hosts;
    private final Node proposed;
    private Combo modelField;
    private Combo hostField;
    private Text nameField;
    private Spinner cpusField;
    private Text memoryField;
    private Node model;
    private Node.Host host;
    private String name;
    private int cpus;
    private long memory;

    /** @param proposed what is selected; null for nothing */
    NewMachineDialog(final Shell parent, final Inventory inventory, final Node proposed) {
        super(parent, "New Virtual Machine", "It gets the program and devices of a machine that there is, or goes on from where a template was made.", "Cr&eate");
        this.inventory = inventory;
        this.proposed = proposed;
        models = models(inventory);
        hosts = inventory.hypervisors();
    }

    /** Returns what others can be made of. */
    static List<Node> models(final Inventory inventory) {
        return inventory.all().filter(node -> node instanceof Node.Template
                || node instanceof final Node.Machine machine && machine.kind() != Standing.Kind.PROCESS).toList();
    }

    @Override
    void fill() {
        modelField = choice("&Like:", models.stream().map(NewMachineDialog::words).toList());
        modelField.select(Math.max(0, models.indexOf(proposed)));
        hostField = choice("On &host:", hosts.stream().map(each -> each.plan().name()).toList());
        if (proposed != null) {
            final int at = hosts.stream().map(Node.Host::number).toList().indexOf(proposed instanceof final Node.Host there ? there.number()
                    : proposed.ofGuest().map(guest -> guest.host()).orElse(-1));
            hostField.select(Math.max(0, at));
        }
        nameField = text("&Name:", freeName());
        cpusField = number("&CPUs:", 1, 1, MOST_CPUS);
        memoryField = text("&Memory:", "");
        modelField.addListener(SWT.Selection, event -> follow());
        follow();
        nameField.setFocus();
        nameField.selectAll();
    }

    private static String words(final Node node) {
        return node instanceof final Node.Template template ? "template " + template.name() : node.ofGuest().orElseThrow().name();
    }

    private String freeName() {
        int number = 1;
        while (isTaken("machine" + number)) {
            number++;
        }
        return "machine" + number;
    }

    private boolean isTaken(final String wanted) {
        return inventory.all().anyMatch(node -> node instanceof Node.Machine && node.ofGuest().orElseThrow().name().equals(wanted));
    }

    /** What is made of a template has its size. */
    private void follow() {
        final Node chosen = models.get(modelField.getSelectionIndex());
        cpusField.setEnabled(chosen instanceof Node.Machine);
        memoryField.setEnabled(chosen instanceof Node.Machine);
        if (chosen instanceof final Node.Machine machine) {
            cpusField.setSelection(machine.now().vcpus().size());
            memoryField.setText(ByteSize.format(machine.now().memory().size()));
        } else {
            memoryField.setText("as the template");
        }
    }

    @Override
    Optional<String> problem() {
        if (nameField.getText().isBlank()) {
            return Optional.of("Give it a name.");
        }
        if (isTaken(nameField.getText())) {
            return Optional.of("There is a machine " + nameField.getText() + " already.");
        }
        return memoryField.isEnabled() && Sizes.parse(memoryField.getText()).isEmpty() ? Optional.of(Sizes.HINT) : Optional.empty();
    }

    @Override
    void take() {
        model = models.get(modelField.getSelectionIndex());
        host = hosts.get(hostField.getSelectionIndex());
        name = nameField.getText();
        cpus = cpusField.getSelection();
        memory = Sizes.parse(memoryField.getText()).orElse(0);
    }

    /** Returns what it is made of: a machine or a template. */
    Node model() {
        return model;
    }

    Node.Host host() {
        return host;
    }

    String name() {
        return name;
    }

    int cpus() {
        return cpus;
    }

    /** Returns how many bytes of memory are wished; of no account for a template. */
    long memory() {
        return memory;
    }
}
