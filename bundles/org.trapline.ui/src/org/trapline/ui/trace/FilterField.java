// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace;

import java.util.List;
import java.util.function.Consumer;

import org.eclipse.jface.bindings.keys.KeyStroke;
import org.eclipse.jface.fieldassist.ContentProposal;
import org.eclipse.jface.fieldassist.ContentProposalAdapter;
import org.eclipse.jface.fieldassist.ControlDecoration;
import org.eclipse.jface.fieldassist.FieldDecorationRegistry;
import org.eclipse.jface.fieldassist.IContentProposal;
import org.eclipse.jface.fieldassist.IControlContentAdapter;
import org.eclipse.jface.fieldassist.TextContentAdapter;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Text;
import org.trapline.trace.TraceNames;
import org.trapline.trace.analysis.FilterAssist;
import org.trapline.trace.analysis.FilterException;
import org.trapline.trace.analysis.TraceFilter;

/** A field for a filter: proposes how to go on, and says what is wrong while it is. */
final class FilterField {
    private static final int APPLY_MS = 300;
    private static final String KEY = "Ctrl+Space";

    private final Text text;
    private final ControlDecoration error;
    private final Consumer<TraceFilter> listener;
    private final Runnable apply = this::apply;
    private TraceNames names;

    /** @param listener gets every filter that can be understood, a moment after the last key */
    FilterField(final Composite parent, final String message, final Consumer<TraceFilter> listener) {
        this.listener = listener;
        text = new Text(parent, SWT.SEARCH | SWT.ICON_CANCEL | SWT.SINGLE);
        text.setMessage(message);
        error = new ControlDecoration(text, SWT.LEFT | SWT.TOP);
        error.setImage(FieldDecorationRegistry.getDefault().getFieldDecoration(FieldDecorationRegistry.DEC_ERROR).getImage());
        error.hide();
        text.addModifyListener(event -> text.getDisplay().timerExec(APPLY_MS, apply));
        text.addListener(SWT.DefaultSelection, event -> apply());
        assist();
    }

    private void assist() {
        try {
            final ContentProposalAdapter adapter = new ContentProposalAdapter(text, new Replacing(),
                    (contents, position) -> propose(contents, position), KeyStroke.getInstance(KEY), null);
            adapter.setProposalAcceptanceStyle(ContentProposalAdapter.PROPOSAL_INSERT);
        } catch (final org.eclipse.jface.bindings.keys.ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private IContentProposal[] propose(final String contents, final int position) {
        final List<FilterAssist.Proposal> proposals = names == null ? List.of() : FilterAssist.propose(contents, position, names);
        return proposals.stream().map(p -> {
            final String whole = contents.substring(0, p.from()) + p.text() + contents.substring(p.to());
            return new ContentProposal(whole, p.text(), p.doc().isEmpty() ? null : p.doc(), p.from() + p.text().length());
        }).toArray(IContentProposal[]::new);
    }

    Text control() {
        return text;
    }

    void setNames(final TraceNames newNames) {
        names = newNames;
    }

    String filter() {
        return text.getText();
    }

    /** Sets the text and applies it at once. */
    void setFilter(final String filter) {
        text.setText(filter);
        text.setSelection(filter.length());
        apply();
    }

    private void apply() {
        if (text.isDisposed()) {
            return;
        }
        text.getDisplay().timerExec(-1, apply);
        try {
            final TraceFilter filter = TraceFilter.parse(text.getText());
            error.hide();
            text.setToolTipText(null);
            listener.accept(filter);
        } catch (final FilterException e) {
            error.setDescriptionText(e.getMessage());
            error.show();
            text.setToolTipText(e.getMessage());
        }
    }

    /** Returns what is wrong with the text, or null. */
    String error() {
        return error.isVisible() ? error.getDescriptionText() : null;
    }

    // A proposal carries the whole text, because it may replace what stands before the caret.
    private static final class Replacing implements IControlContentAdapter {
        private final TextContentAdapter text = new TextContentAdapter();

        @Override
        public void setControlContents(final Control control, final String contents, final int cursorPosition) {
            text.setControlContents(control, contents, cursorPosition);
        }

        @Override
        public void insertControlContents(final Control control, final String contents, final int cursorPosition) {
            text.setControlContents(control, contents, cursorPosition);
        }

        @Override
        public String getControlContents(final Control control) {
            return text.getControlContents(control);
        }

        @Override
        public int getCursorPosition(final Control control) {
            return text.getCursorPosition(control);
        }

        @Override
        public org.eclipse.swt.graphics.Rectangle getInsertionBounds(final Control control) {
            return text.getInsertionBounds(control);
        }

        @Override
        public void setCursorPosition(final Control control, final int index) {
            text.setCursorPosition(control, index);
        }
    }
}
