// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.console;

import java.nio.charset.StandardCharsets;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.Document;
import org.eclipse.jface.text.IFindReplaceTarget;
import org.eclipse.jface.text.TextViewer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.trapline.runtime.Guest;
import org.trapline.ui.run.Run;

/** One guest's console. What is typed goes to the guest; what it answers is its own affair, as on a real serial line. */
final class ConsolePage {
    /** Characters that are kept. */
    static final int CAPACITY = 400_000;
    private static final int INTERRUPT = 3;
    private static final String CSS_ID = "org.eclipse.e4.ui.css.id";

    private final Run run;
    private final Guest guest;
    private final Composite page;
    private final Label status;
    private final TextViewer viewer;
    private final TerminalText terminal = new TerminalText(CAPACITY);
    private boolean localEcho;

    ConsolePage(final Composite parent, final Run run, final Guest guest) {
        this.run = run;
        this.guest = guest;
        page = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(page);
        status = new Label(page, SWT.WRAP);
        GridDataFactory.fillDefaults().grab(true, false).indent(6, 2).applyTo(status);
        viewer = new TextViewer(page, SWT.V_SCROLL | SWT.H_SCROLL | SWT.MULTI);
        viewer.setEditable(false);
        viewer.setDocument(new Document());
        final StyledText text = viewer.getTextWidget();
        GridDataFactory.fillDefaults().grab(true, true).applyTo(text);
        text.setFont(JFaceResources.getTextFont());
        text.setMargins(6, 2, 6, 2);
        text.setData(CSS_ID, "TraplineConsole");
        text.addListener(SWT.KeyDown, this::key);
        update();
    }

    Composite control() {
        return page;
    }

    Guest guest() {
        return guest;
    }

    String text() {
        return viewer.getDocument().get();
    }

    IFindReplaceTarget findTarget() {
        return viewer.getFindReplaceTarget();
    }

    void setLocalEcho(final boolean echo) {
        localEcho = echo;
    }

    /** Brings the line above the text up to date. */
    void update() {
        final String words = GuestWords.describe(run, guest);
        if (!words.equals(status.getText())) {
            status.setText(words);
            status.setToolTipText(words);
            status.requestLayout();
        }
    }

    /** Shows what the guest has printed. */
    void print(final byte[] printed, final boolean scroll) {
        terminal.feed(printed);
        final TerminalText.Change change = terminal.takeChange();
        if (!change.allIsNew() && change.text().isEmpty()) {
            return;
        }
        try {
            if (change.allIsNew()) {
                viewer.getDocument().set(change.text());
            } else {
                viewer.getDocument().replace(change.offset(), viewer.getDocument().getLength() - change.offset(), change.text());
            }
        } catch (final BadLocationException e) {
            throw new IllegalStateException(e);
        }
        if (scroll) {
            toEnd();
        }
    }

    void toEnd() {
        final StyledText text = viewer.getTextWidget();
        text.setTopIndex(text.getLineCount() - 1);
        if (text.getSelectionCount() == 0) {
            text.setCaretOffset(text.getCharCount());
        }
    }

    void clear() {
        terminal.clear();
        print(new byte[0], true);
    }

    /** Copies what is selected; without a selection, interrupts the guest as Ctrl+C does on a terminal. */
    void copy() {
        if (viewer.getTextWidget().getSelectionCount() > 0) {
            viewer.getTextWidget().copy();
        } else {
            send(String.valueOf((char) INTERRUPT));
        }
    }

    void selectAll() {
        viewer.getTextWidget().selectAll();
    }

    /** Types what the clipboard holds. */
    void paste() {
        final Clipboard clipboard = new Clipboard(page.getDisplay());
        final Object contents = clipboard.getContents(TextTransfer.getInstance());
        clipboard.dispose();
        if (contents instanceof final String text) {
            send(text.replace("\r\n", "\r").replace('\n', '\r'));
        }
    }

    private void key(final Event event) {
        final boolean scrolls = event.keyCode == SWT.PAGE_UP || event.keyCode == SWT.PAGE_DOWN || (event.stateMask & SWT.MOD2) != 0
                && (event.keyCode & SWT.KEYCODE_BIT) != 0;
        final String typed = scrolls ? "" : Keys.typed(event.keyCode, event.character);
        if (!typed.isEmpty()) {
            event.doit = false;
            send(typed);
        }
    }

    private void send(final String typed) {
        if (run.hasEnded() || !guest.lifeCycle().isAlive()) {
            return;
        }
        guest.console().send(typed);
        if (localEcho) {
            print(typed.replace("\r", "\r\n").getBytes(StandardCharsets.UTF_8), true);
        }
    }

    void setFocus() {
        viewer.getTextWidget().setFocus();
    }

    Point selection() {
        return viewer.getSelectedRange();
    }
}
