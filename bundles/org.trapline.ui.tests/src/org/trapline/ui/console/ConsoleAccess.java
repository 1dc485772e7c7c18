// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.console;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;

/** Reads and types in the Guest Console. */
public final class ConsoleAccess {
    private ConsoleAccess() {
    }

    /** Returns what a guest has printed. */
    public static String text(final GuestConsoleView view, final String guest) {
        return view.textOf(guest);
    }

    /** Returns what the page in front shows. */
    public static String shown(final GuestConsoleView view) {
        return find(view.control(), StyledText.class).getText();
    }

    /** Types a character in the page in front. */
    public static void type(final GuestConsoleView view, final char character) {
        final Event event = new Event();
        event.character = character;
        event.keyCode = Character.toLowerCase(character);
        find(view.control(), StyledText.class).notifyListeners(SWT.KeyDown, event);
    }

    /** Returns how many guests have a page. */
    public static int pages(final GuestConsoleView view) {
        final CTabFolder tabs = find(view.control(), CTabFolder.class);
        return tabs == null ? 0 : tabs.getItemCount();
    }

    /** Brings a guest's page to the front, as a click on its tab would. */
    public static void choose(final GuestConsoleView view, final int guest) {
        final CTabFolder tabs = find(view.control(), CTabFolder.class);
        tabs.setSelection(guest);
        final Event event = new Event();
        event.item = tabs.getSelection();
        tabs.notifyListeners(SWT.Selection, event);
    }

    /** Returns the first control of a kind inside a composite. */
    public static <T extends Control> T find(final Composite parent, final Class<T> kind) {
        for (final Control child : parent.getChildren()) {
            final T found = kind.isInstance(child) ? kind.cast(child)
                    : child instanceof final Composite inner && child.isVisible() ? find(inner, kind) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
