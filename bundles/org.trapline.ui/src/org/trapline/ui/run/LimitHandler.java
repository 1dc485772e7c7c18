// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import java.util.Locale;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.jface.dialogs.InputDialog;
import org.eclipse.jface.window.Window;
import org.eclipse.ui.handlers.HandlerUtil;

/** Asks after how many instructions a host is stopped. */
public final class LimitHandler extends AbstractHandler {

    @Override
    public Object execute(final ExecutionEvent event) {
        final long limit = InstructionLimit.get();
        final String now = limit == InstructionLimit.NONE ? "" : String.format(Locale.ROOT, "%d", limit);
        final InputDialog dialog = new InputDialog(HandlerUtil.getActiveShell(event), "Instruction Limit",
                "Stop each host after so many instructions, from the next run on. Leave empty for no limit.", now, LimitHandler::problem);
        if (dialog.open() == Window.OK) {
            InstructionLimit.set(InstructionLimit.parse(dialog.getValue()));
        }
        return null;
    }

    private static String problem(final String text) {
        try {
            InstructionLimit.parse(text);
            return null;
        } catch (final NumberFormatException e) {
            return e.getMessage();
        }
    }
}
