// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.machines.model;

import java.util.List;
import java.util.function.Predicate;

import org.trapline.vmm.LifeCycle;
import org.trapline.vmm.Transition;
import org.trapline.vmm.os.Standing;

/** Something that can be done with rows of the view, one row each. What the engine refuses all the same, it says why. */
public enum Deed {
    POWER_ON("Power &On", "power_on", "Switch the selected machines on", true, machine(Transition.START)),
    POWER_OFF("Power O&ff", "power_off", "Switch the selected machines off, as pulling the plug does", true, machine(Transition.STOP)),
    PAUSE("&Pause", "pause", "Take the selected machines off the processors; their time stands still", true, machine(Transition.PAUSE)),
    RESUME("&Resume", "resume", "Let the selected machines run on", true,
        machine(Transition.RESUME).or(node -> node instanceof final Node.Machine machine && machine.lifeCycle() == LifeCycle.SUSPENDED)),
    RESET("Rese&t", "reset", "Let the selected machines start again from their first instruction", true, machine(Transition.RESET)),
    SUSPEND("S&uspend", "suspend", "Keep the machine's state and give back what it has on its host", true, machine(Transition.SUSPEND)),
    SNAPSHOT("Take &Snapshot...", "snapshot_take", "Keep the machine's state under a name", false, Deed::hasState),
    RESTORE("Go &Back to Snapshot", "restore", "Let the machine go on from the selected snapshot", false, Node.Kept.class::isInstance),
    CLONE("&Clone...", "clone", "Make another machine that goes on from where this one stands", false, Deed::hasState),
    TEMPLATE("Make Te&mplate...", "template", "Keep the machine's state to make others of it", false, Deed::hasState),
    MIGRATE("Mi&grate...", "migrate", "Move the machine to another host while it runs", false,
        node -> machine(Transition.DEPART).test(node) && ((Node.Machine) node).now().move().isEmpty()),
    RESIZE("Resi&ze...", "resize", "Give the machine other memory, another number of CPUs, or another part of the cores", false,
        node -> node instanceof final Node.Machine machine && isGuest(machine) && hasState(node)),
    DELETE("&Delete", "delete", "Delete the selected machines, snapshots or templates, for good", true,
        machine(Transition.DELETE).and(node -> ((Node.Machine) node).lifeCycle() != LifeCycle.MIGRATING).or(Node.Kept.class::isInstance)
            .or(Node.Template.class::isInstance));

    private final String label;
    private final String image;
    private final String tip;
    private final boolean takesMany;
    private final Predicate<Node> fits;

    Deed(final String label, final String image, final String tip, final boolean takesMany, final Predicate<Node> fits) {
        this.label = label;
        this.image = image;
        this.tip = tip;
        this.takesMany = takesMany;
        this.fits = fits;
    }

    private static Predicate<Node> machine(final Transition transition) {
        return node -> node instanceof final Node.Machine machine && transition.isLegalFrom(machine.lifeCycle());
    }

    private static boolean isGuest(final Node.Machine machine) {
        return machine.kind() != Standing.Kind.PROCESS;
    }

    private static boolean hasState(final Node node) {
        return node instanceof final Node.Machine machine && machine.lifeCycle().hasResources() && machine.lifeCycle() != LifeCycle.MIGRATING;
    }

    private static boolean isReachable(final Node node) {
        return !(node instanceof final Node.Machine machine) || machine.hostIsOn();
    }

    /** Returns what menus call it, with its mnemonic. */
    public String label() {
        return label;
    }

    public String image() {
        return image;
    }

    public String tip() {
        return tip;
    }

    /** Tells whether it can be done now with all these. */
    public boolean isPossible(final Inventory inventory, final List<Node> nodes) {
        return inventory.isAlive() && !nodes.isEmpty() && (takesMany || nodes.size() == 1) && nodes.stream().allMatch(fits.and(Deed::isReachable))
                && (this != MIGRATE || inventory.hypervisors().size() > 1);
    }
}
