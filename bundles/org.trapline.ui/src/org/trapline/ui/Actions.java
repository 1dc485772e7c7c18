// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IAction;

/** Makes the actions of views. */
public final class Actions {
    private Actions() {
    }

    /** Returns a button. */
    public static Action push(final String text, final String image, final String tip, final Runnable work) {
        return of(text, image, tip, IAction.AS_PUSH_BUTTON, work);
    }

    /** Returns a button that stays pressed. */
    public static Action check(final String text, final String image, final String tip, final Runnable work) {
        return of(text, image, tip, IAction.AS_CHECK_BOX, work);
    }

    /** Returns what a key such as Copy does in a view. */
    public static Action key(final Runnable work) {
        return new Action() {
            @Override
            public void run() {
                work.run();
            }
        };
    }

    private static Action of(final String text, final String image, final String tip, final int style, final Runnable work) {
        final Action action = new Action(text, style) {
            @Override
            public void run() {
                work.run();
            }
        };
        action.setImageDescriptor(Images.of(image));
        action.setDisabledImageDescriptor(Images.dimmed(image));
        action.setToolTipText(tip);
        return action;
    }
}
