// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.registers;

import java.util.List;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.ActionContributionItem;
import org.eclipse.jface.action.IAction;
import org.eclipse.jface.action.IMenuCreator;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.ui.IActionBars;

/** A button that lists a guest's CPUs; there only where a guest has more than one. */
final class CpuChoice extends Action implements IMenuCreator {
    private final IActionBars bars;
    private final Runnable chosenAnew;
    private final ActionContributionItem item = new ActionContributionItem(this);
    private List<String> names = List.of();
    private int chosen;
    private Menu menu;

    CpuChoice(final IActionBars bars, final Runnable chosenAnew) {
        super("", IAction.AS_DROP_DOWN_MENU);
        this.bars = bars;
        this.chosenAnew = chosenAnew;
        setToolTipText("Whose registers are shown; a click takes the next");
        setMenuCreator(this);
        item.setMode(ActionContributionItem.MODE_FORCE_TEXT);
        item.setVisible(false);
        bars.getToolBarManager().add(item);
    }

    /** Returns the number of the CPU that the user wants to see. */
    int chosen() {
        return chosen;
    }

    /** Says which CPUs there are, and which is shown. */
    void offer(final int shown, final List<String> cpus) {
        if (shown == chosen && cpus.equals(names)) {
            return;
        }
        chosen = shown;
        names = cpus;
        setText(names.get(chosen));
        item.setVisible(names.size() > 1);
        bars.getToolBarManager().update(true);
        bars.updateActionBars();
    }

    private void choose(final int cpu) {
        chosen = cpu;
        setText(names.get(cpu));
        bars.getToolBarManager().update(true);
        chosenAnew.run();
    }

    @Override
    public void run() {
        choose((chosen + 1) % names.size());
    }

    @Override
    public Menu getMenu(final Control parent) {
        dispose();
        menu = new Menu(parent);
        for (int cpu = 0; cpu < names.size(); cpu++) {
            final int number = cpu;
            final MenuItem entry = new MenuItem(menu, SWT.RADIO);
            entry.setText(names.get(cpu));
            entry.setSelection(cpu == chosen);
            entry.addListener(SWT.Selection, event -> {
                if (entry.getSelection()) {
                    choose(number);
                }
            });
        }
        return menu;
    }

    @Override
    public Menu getMenu(final Menu parent) {
        return null;
    }

    @Override
    public void dispose() {
        if (menu != null) {
            menu.dispose();
            menu = null;
        }
    }
}
