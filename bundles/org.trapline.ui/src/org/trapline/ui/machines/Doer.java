// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.machines;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.eclipse.jface.dialogs.InputDialog;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.jface.window.Window;
import org.eclipse.swt.widgets.Shell;
import org.trapline.runtime.Guest;
import org.trapline.runtime.Lives;
import org.trapline.runtime.Session;
import org.trapline.ui.machines.model.Deed;
import org.trapline.ui.machines.model.Inventory;
import org.trapline.ui.machines.model.Node;
import org.trapline.vmm.migration.MigrationPolicy;
import org.trapline.vmm.migration.MigrationReport;

/** Has the engine do what the user wants done with machines, asks for what is missing, and tells how it went. For the display's thread. */
final class Doer {
    private static final int CYCLES_PER_MICROSECOND = (int) (MigrationPolicy.CYCLES_PER_SECOND / 1_000_000);

    private final Shell shell;
    private final Session session;
    private final Inventory inventory;
    private final Consumer<String> news;

    /** @param news is told what has been done, in a sentence */
    Doer(final Shell shell, final Session session, final Inventory inventory, final Consumer<String> news) {
        this.shell = shell;
        this.session = session;
        this.inventory = inventory;
        this.news = news;
    }

    private Lives lives() {
        return session.lives();
    }

    void carryOut(final Deed deed, final List<Node> nodes) {
        switch (deed) {
            case POWER_ON -> each(deed, nodes, lives()::start, "switched on");
            case POWER_OFF -> each(deed, nodes, lives()::stop, "switched off");
            case PAUSE -> each(deed, nodes, lives()::pause, "paused");
            case RESUME -> each(deed, nodes, lives()::resume, "resumed");
            case RESET -> each(deed, nodes, lives()::reset, "reset");
            case SUSPEND -> each(deed, nodes, lives()::suspend, "suspended");
            case SNAPSHOT -> snapshot((Node.Machine) nodes.getFirst());
            case RESTORE -> restore((Node.Kept) nodes.getFirst());
            case CLONE -> copy((Node.Machine) nodes.getFirst());
            case TEMPLATE -> template((Node.Machine) nodes.getFirst());
            case MIGRATE -> migrate((Node.Machine) nodes.getFirst());
            case RESIZE -> resize((Node.Machine) nodes.getFirst());
            case DELETE -> delete(nodes);
        }
    }

    private static String name(final Node node) {
        return node.ofGuest().orElseThrow().name();
    }

    // ---- how it went ----

    /** Has something done, and says so when it is; says why if it is refused. */
    private <T> void run(final String title, final Supplier<CompletableFuture<T>> command, final Consumer<T> done) {
        // A host whose only machine is off would be off for good, and nothing could be done with either.
        lives().setHostsStayOn(true).thenCompose(on -> command.get()).whenComplete((result, failure) -> {
            if (!shell.isDisposed()) {
                shell.getDisplay().asyncExec(() -> {
                    if (failure == null) {
                        done.accept(result);
                    } else if (!shell.isDisposed()) {
                        MessageDialog.openError(shell, title, reason(failure));
                    }
                });
            }
        });
    }

    private static String reason(final Throwable failure) {
        final Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CancellationException) {
            return "The run has ended before.";
        }
        final String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1) + (message.endsWith(".") ? "" : ".");
    }

    private static String title(final Deed deed) {
        return deed.label().replace("&", "").replace("...", "");
    }

    private void each(final Deed deed, final List<Node> nodes, final java.util.function.Function<Guest, CompletableFuture<?>> command, final String participle) {
        for (final Node node : nodes) {
            run(title(deed), () -> command.apply(node.ofGuest().orElseThrow()), done -> news.accept(name(node) + " was " + participle + "."));
        }
    }

    // ---- what needs a name ----

    private Optional<String> ask(final Deed deed, final String question, final String proposed, final List<String> taken) {
        final InputDialog dialog = new InputDialog(shell, title(deed), question, proposed, text -> text.isBlank() || text.contains("/")
                ? "Write a name, without a slash." : taken.contains(text) ? "There is one of that name already." : null);
        return dialog.open() == Window.OK ? Optional.of(dialog.getValue().strip()) : Optional.empty();
    }

    private static String free(final String stem, final List<String> taken) {
        int number = 1;
        while (taken.contains(stem + number)) {
            number++;
        }
        return stem + number;
    }

    private void snapshot(final Node.Machine machine) {
        final List<String> taken = machine.now().kept().stream().map(kept -> kept.name()).toList();
        ask(Deed.SNAPSHOT, "Keep the state of " + name(machine) + " as:", free("snapshot", taken), taken).ifPresent(name ->
            run(title(Deed.SNAPSHOT), () -> lives().snapshot(machine.guest(), name), done -> news.accept("Snapshot " + name + " of " + name(machine)
                    + " was taken.")));
    }

    private void restore(final Node.Kept kept) {
        final String name = kept.snapshot().name();
        run(title(Deed.RESTORE), () -> lives().restore(kept.guest(), name), done -> news.accept(name(kept) + " is where it was at " + name + "."));
    }

    private List<String> guestNames() {
        return session.guests().stream().filter(guest -> guest.lifeCycle() != org.trapline.vmm.LifeCycle.DELETED).map(Guest::name).toList();
    }

    private void copy(final Node.Machine machine) {
        ask(Deed.CLONE, "Clone " + name(machine) + " as:", free("clone", guestNames()), guestNames()).ifPresent(name ->
            run(title(Deed.CLONE), () -> lives().clone(machine.guest(), name), made -> news.accept(made.name() + " goes on from where " + name(machine)
                    + " stood.")));
    }

    private void template(final Node.Machine machine) {
        final List<String> taken = inventory.all().filter(Node.Template.class::isInstance).map(node -> ((Node.Template) node).name()).toList();
        ask(Deed.TEMPLATE, "Keep " + name(machine) + " as a template called:", free("template", taken), taken).ifPresent(name ->
            run(title(Deed.TEMPLATE), () -> lives().template(machine.guest(), name), done -> news.accept("Others can be made of the template " + name + " now.")));
    }

    // ---- what needs more ----

    private void resize(final Node.Machine machine) {
        run(title(Deed.RESIZE), () -> lives().plan(machine.guest()), plan -> {
            final ResizeDialog dialog = new ResizeDialog(shell, machine, plan.share());
            if (dialog.open() == Window.OK) {
                run(title(Deed.RESIZE), () -> lives().resize(machine.guest(), dialog.wanted()), done -> news.accept(name(machine) + " was resized."));
            }
        });
    }

    private void migrate(final Node.Machine machine) {
        final List<Node.Host> hosts = inventory.hypervisors().stream().filter(host -> host.number() != machine.guest().host()).toList();
        final MigrateDialog dialog = new MigrateDialog(shell, machine, hosts);
        if (dialog.open() == Window.OK) {
            news.accept(name(machine) + " moves to " + dialog.host().plan().name() + "\u2026");
            run(title(Deed.MIGRATE), () -> lives().migrate(machine.guest(), dialog.host().number(), dialog.policy()),
                    report -> news.accept(words(name(machine), dialog.host().plan().name(), report)));
        }
    }

    /** Says how a migration went. */
    static String words(final String machine, final String host, final MigrationReport report) {
        final String how = report.outcome() == MigrationReport.Outcome.MOVED
                ? String.format(Locale.ROOT, "%s has moved to %s in %d rounds: %,d KiB were sent, and it stood still for %,d \u00b5s", machine, host,
                        report.rounds().size(), report.bytes() / 1024, report.downtime() / CYCLES_PER_MICROSECOND)
                : machine + " has stayed";
        return report.reason().isEmpty() ? how + "." : how + ": " + report.reason() + ".";
    }

    private void delete(final List<Node> nodes) {
        final String names = nodes.stream().map(Doer::words).collect(Collectors.joining(", "));
        if (!MessageDialog.openConfirm(shell, title(Deed.DELETE), "Delete " + names + "? That cannot be undone.")) {
            return;
        }
        for (final Node node : nodes) {
            run(title(Deed.DELETE), () -> switch (node) {
                case Node.Kept kept -> lives().removeSnapshot(kept.guest(), kept.snapshot().name());
                case Node.Template template -> lives().removeTemplate(template.name());
                default -> lives().delete(node.ofGuest().orElseThrow());
            }, done -> news.accept(words(node) + " was deleted."));
        }
    }

    private static String words(final Node node) {
        return switch (node) {
            case Node.Kept kept -> "snapshot " + kept.snapshot().name() + " of " + name(kept);
            case Node.Template template -> "template " + template.name();
            default -> name(node);
        };
    }

    /** Makes a machine like another, or of a template. */
    void create(final Node proposed) {
        final NewMachineDialog dialog = new NewMachineDialog(shell, inventory, proposed);
        if (dialog.open() == Window.OK) {
            final int host = dialog.host().number();
            run("New Virtual Machine", () -> dialog.model() instanceof final Node.Template template ? lives().instantiate(template.name(), host, dialog.name())
                    : lives().createLike(dialog.model().ofGuest().orElseThrow(), host, dialog.name(), dialog.cpus(), dialog.memory()),
                    made -> news.accept(made.name() + " was made" + (made.lifeCycle() == org.trapline.vmm.LifeCycle.DEFINED ? "; power it on to start it." : ".")));
        }
    }
}
