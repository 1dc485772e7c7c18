// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.console;

import org.eclipse.swt.SWT;

/** What keys send to a guest, as a VT100 does. */
final class Keys {
    private Keys() {
    }

    /** Returns what a key sends; empty for keys that send nothing. */
    static String typed(final int keyCode, final char character) {
        return switch (keyCode) {
            case SWT.ARROW_UP -> "\u001b[A";
            case SWT.ARROW_DOWN -> "\u001b[B";
            case SWT.ARROW_RIGHT -> "\u001b[C";
            case SWT.ARROW_LEFT -> "\u001b[D";
            case SWT.HOME -> "\u001b[H";
            case SWT.END -> "\u001b[F";
            case SWT.DEL -> "\u001b[3~";
            case SWT.KEYPAD_CR, SWT.CR -> "\r";
            case SWT.BS -> "\u007f";
            default -> character == 0 ? "" : String.valueOf(character);
        };
    }
}
