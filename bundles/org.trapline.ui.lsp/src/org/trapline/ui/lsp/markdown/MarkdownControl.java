// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.markdown;

import org.eclipse.jface.action.ToolBarManager;
import org.eclipse.jface.resource.ColorRegistry;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.preference.JFacePreferences;
import org.eclipse.jface.text.AbstractInformationControl;
import org.eclipse.jface.text.AbstractReusableInformationControlCreator;
import org.eclipse.jface.text.IInformationControl;
import org.eclipse.jface.text.IInformationControlCreator;
import org.eclipse.jface.text.IInformationControlExtension2;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.program.Program;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Shell;

/** The little window beside a hovered word or a proposal, showing Markdown. */
public final class MarkdownControl extends AbstractInformationControl implements IInformationControlExtension2 {
    private static final int MAX_WIDTH_CHARS = 96;
    private static final int SLACK = 6;

    private StyledText text;
    private boolean hasText;

    private MarkdownControl(final Shell parent, final String status) {
        super(parent, status);
        create();
    }

    private MarkdownControl(final Shell parent) {
        super(parent, (ToolBarManager) null);
        create();
    }

    /**
     * Returns what makes such windows.
     * @param status a line at the bottom, or null
     */
    public static IInformationControlCreator creator(final String status) {
        return new AbstractReusableInformationControlCreator() {
            @Override
            protected IInformationControl doCreateInformationControl(final Shell parent) {
                return new MarkdownControl(parent, status);
            }
        };
    }

    @Override
    public boolean hasContents() {
        return hasText;
    }

    @Override
    public void setInput(final Object input) {
        setInformation(input == null ? "" : input.toString());
    }

    @Override
    public void setInformation(final String information) {
        hasText = information != null && !information.isBlank();
        MarkdownText.show(text, Markdown.parse(hasText ? information : ""));
    }

    @Override
    protected void createContent(final Composite parent) {
        parent.setLayout(new FillLayout());
        text = MarkdownText.create(parent, SWT.V_SCROLL);
        text.setAlwaysShowScrollBars(false);
        MarkdownText.onLink(text, target -> {
            if (target.startsWith("http")) {
                Program.launch(target);
            }
        });
        final ColorRegistry colors = JFaceResources.getColorRegistry();
        final Color front = colors.get(JFacePreferences.INFORMATION_FOREGROUND_COLOR);
        final Color back = colors.get(JFacePreferences.INFORMATION_BACKGROUND_COLOR);
        text.setForeground(front == null ? parent.getForeground() : front);
        text.setBackground(back == null ? parent.getBackground() : back);
        setForegroundColor(text.getForeground());
        setBackgroundColor(text.getBackground());
    }

    @Override
    public Point computeSizeHint() {
        final Point limit = getSizeConstraints();
        final int widest = Math.max(limit == null ? 0 : limit.x, computeSizeConstraints(MAX_WIDTH_CHARS, 1).x);
        Point size = text.computeSize(SWT.DEFAULT, SWT.DEFAULT, true);
        if (size.x > widest) {
            size = text.computeSize(widest, SWT.DEFAULT, true);
        }
        final int highest = Math.max(limit == null ? 0 : limit.y, text.getLineHeight() * 20);
        final Rectangle trim = computeTrim();
        return new Point(size.x + trim.width, Math.min(size.y + SLACK, highest) + trim.height);
    }

    @Override
    public IInformationControlCreator getInformationPresenterControlCreator() {
        return new AbstractReusableInformationControlCreator() {
            @Override
            protected IInformationControl doCreateInformationControl(final Shell parent) {
                return new MarkdownControl(parent);
            }
        };
    }
}
