// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace.table;

import java.util.function.LongConsumer;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.ScrollBar;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceSource;
import org.trapline.trace.text.EventText;
import org.trapline.trace.text.TextFormatter;
import org.trapline.ui.Wrapped;
import org.trapline.ui.trace.model.AllRows;
import org.trapline.ui.trace.model.EventHelp;
import org.trapline.ui.trace.model.Rows;

/** Shows events of a trace as rows. While it follows, the newest row is at the bottom. */
public final class EventTable extends Canvas {
    private static final int MAX_COPIED = 100_000;
    private static final long MAX_BAR = 1_000_000_000L;

    private final Columns columns = new Columns();
    private final Painter painter = new Painter(this, columns);
    private TraceSource source;
    private Rows rows;
    private RowTexts texts;
    private EventHelp help;
    private String emptyText = "";
    private int rowHeight;
    private int headHeight;
    private long top;
    private long anchor = -1;
    private long lead = -1;
    private boolean following = true;
    private Column resized;
    private LongConsumer opened = seq -> { };
    private Runnable followingChanged = () -> { };

    public EventTable(final Composite parent) {
        super(parent, SWT.V_SCROLL | SWT.H_SCROLL | SWT.DOUBLE_BUFFERED | SWT.NO_BACKGROUND);
        setBackground(parent.getDisplay().getSystemColor(SWT.COLOR_LIST_BACKGROUND));
        setForeground(parent.getDisplay().getSystemColor(SWT.COLOR_LIST_FOREGROUND));
        measure();
        addListener(SWT.Paint, this::paint);
        addListener(SWT.Resize, event -> layoutBars());
        addListener(SWT.MouseWheel, event -> scrollBy(-event.count));
        addListener(SWT.MouseDown, this::press);
        addListener(SWT.MouseMove, this::move);
        addListener(SWT.MouseUp, event -> resized = null);
        addListener(SWT.MouseDoubleClick, this::doubleClick);
        addListener(SWT.MouseHover, this::hover);
        addListener(SWT.KeyDown, this::key);
        addListener(SWT.FocusIn, event -> redraw());
        addListener(SWT.FocusOut, event -> redraw());
        addListener(SWT.Traverse, event -> event.doit = event.detail != SWT.TRAVERSE_RETURN);
        getVerticalBar().addListener(SWT.Selection, event -> scrollTo(fromBar(getVerticalBar().getSelection())));
        getHorizontalBar().addListener(SWT.Selection, event -> {
            painter.setScroll(getHorizontalBar().getSelection());
            redraw();
        });
        EventTableAccess.install(this);
    }

    private void measure() {
        final GC gc = new GC(this);
        gc.setFont(painter.font());
        rowHeight = gc.getFontMetrics().getHeight() + 4;
        columns.reset(gc.getFontMetrics().getAverageCharacterWidth());
        gc.setFont(JFaceResources.getDefaultFont());
        headHeight = gc.getFontMetrics().getHeight() + 8;
        gc.dispose();
    }

    /** Shows rows of a trace from now on; null for none. */
    public void setInput(final TraceSource newSource, final Rows newRows) {
        final boolean sameSource = newSource == source;
        final long selected = sameSource && lead >= 0 && rows != null && lead < rows.high() ? rows.seq(lead) : -1;
        source = newSource;
        rows = newRows;
        final EventText text = source == null ? null : new EventText(source.names());
        texts = source == null ? null : new RowTexts(source, text);
        help = source == null ? null : new EventHelp(text);
        anchor = -1;
        lead = -1;
        if (rows != null) {
            rows.update();
            if (selected >= 0) {
                select(rows.rowOf(selected), false);
            }
            top = following ? lastTop() : Math.clamp(selected < 0 ? rows.low() : lead - visibleRows() / 2, rows.low(), Math.max(rows.low(), lastTop()));
        }
        refresh();
    }

    /** Looks at how many rows there are by now, and paints. */
    public void refresh() {
        if (rows != null) {
            rows.update();
            top = following ? lastTop() : Math.max(top, rows.low());
        }
        layoutBars();
        redraw();
    }

    /** Sets what is said where there are no rows. */
    public void setEmptyText(final String text) {
        emptyText = text;
        redraw();
    }

    public boolean isFollowing() {
        return following;
    }

    /** Goes to the newest row and stays there, or not. */
    public void setFollowing(final boolean follow) {
        if (follow != following) {
            following = follow;
            followingChanged.run();
        }
        refresh();
    }

    /** Calls back when scrolling by hand has ended following, or reaching the end has begun it. */
    public void onFollowingChanged(final Runnable listener) {
        followingChanged = listener;
    }

    /** Calls back with the event's number when a row is double-clicked or Enter is pressed. */
    public void onOpen(final LongConsumer listener) {
        opened = listener;
    }

    /** Returns the row with the focus, or -1. */
    public long selectedRow() {
        return rows == null || lead < rows.low() || lead >= rows.high() ? -1 : lead;
    }

    /** Selects a row and scrolls to it. */
    public void reveal(final long row) {
        select(row, false);
        if (following) {
            setFollowing(false);
        }
        if (row < top || row >= top + visibleRows()) {
            scrollTo(row - visibleRows() / 2);
        }
        redraw();
    }

    /** Copies the selected rows, one line each. */
    public void copy() {
        if (rows == null || selectedRow() < 0) {
            return;
        }
        final TextFormatter formatter = new TextFormatter(source.names());
        final StringBuilder out = new StringBuilder();
        final TraceEvent event = new TraceEvent();
        final long first = Math.max(rows.low(), Math.min(anchor, lead));
        final long last = Math.min(Math.max(anchor, lead), first + MAX_COPIED - 1);
        for (long row = first; row <= last; row++) {
            if (source.read(rows.seq(row), event)) {
                formatter.append(event, out);
                if (out.isEmpty() || out.charAt(out.length() - 1) != '\n') {
                    out.append('\n');
                }
            }
        }
        final Clipboard clipboard = new Clipboard(getDisplay());
        clipboard.setContents(new Object[] {out.toString()}, new Transfer[] {TextTransfer.getInstance()});
        clipboard.dispose();
    }

    /** Selects every row. */
    public void selectAll() {
        if (rows != null && rows.count() > 0) {
            anchor = rows.low();
            lead = rows.high() - 1;
            redraw();
        }
    }

    private void select(final long row, final boolean extend) {
        lead = Math.clamp(row, rows.low(), Math.max(rows.low(), rows.high() - 1));
        if (!extend || anchor < 0) {
            anchor = lead;
        }
        notifyListeners(SWT.Selection, new Event());
    }

    int visibleRows() {
        return Math.max(1, (getClientArea().height - headHeight) / rowHeight);
    }

    private long lastTop() {
        return Math.max(rows.low(), rows.high() - visibleRows());
    }

    private void scrollBy(final long lines) {
        if (rows != null) {
            scrollTo(top + lines);
        }
    }

    private void scrollTo(final long row) {
        top = Math.clamp(row, rows.low(), lastTop());
        final boolean atEnd = top == lastTop();
        if (following != atEnd) {
            following = atEnd;
            followingChanged.run();
        }
        layoutBars();
        redraw();
    }

    // The bar counts in steps, so that more rows than an int holds fit on it.
    private long step() {
        return rows == null ? 1 : rows.count() / MAX_BAR + 1;
    }

    private long fromBar(final int selection) {
        return rows == null ? 0 : rows.low() + selection * step();
    }

    private void layoutBars() {
        final ScrollBar vertical = getVerticalBar();
        final ScrollBar horizontal = getHorizontalBar();
        final Rectangle area = getClientArea();
        final int count = rows == null ? 0 : (int) (rows.count() / step());
        final int page = visibleRows();
        vertical.setValues(rows == null ? 0 : (int) ((top - rows.low()) / step()), 0, Math.max(1, count), Math.clamp(page, 1, Math.max(1, count)),
                1, Math.max(1, page - 1));
        vertical.setEnabled(count > page);
        for (long row = top; rows != null && row < Math.min(rows.high(), top + page); row++) {
            columns.makeRoom(texts.of(rows.seq(row)).cells()[Column.WHO.ordinal()]);
        }
        final int width = columns.total();
        horizontal.setValues(Math.clamp(horizontal.getSelection(), 0, Math.max(0, width - area.width)), 0, width,
                Math.clamp(area.width, 1, width), 20, Math.max(1, area.width));
        horizontal.setVisible(width > area.width);
        painter.setScroll(horizontal.isVisible() ? horizontal.getSelection() : 0);
    }

    private void paint(final Event event) {
        final Rectangle area = getClientArea();
        event.gc.setBackground(getBackground());
        event.gc.fillRectangle(area);
        if (rows == null || rows.count() == 0) {
            paintEmpty(event.gc, area);
        } else {
            long row = top;
            for (int y = headHeight; y < area.height && row < rows.high(); y += rowHeight, row++) {
                painter.row(event.gc, texts.of(rows.seq(row)), new Rectangle(0, y, area.width, rowHeight), isSelected(row), (row & 1) == 1);
            }
        }
        painter.head(event.gc, new Rectangle(0, 0, area.width, headHeight));
    }

    private void paintEmpty(final GC gc, final Rectangle area) {
        gc.setForeground(Painter.mix(getForeground(), getBackground(), 0.3));
        Wrapped.draw(gc, emptyText, 12, headHeight + 12, area.width - 24);
    }

    private boolean isSelected(final long row) {
        return anchor >= 0 && row >= Math.min(anchor, lead) && row <= Math.max(anchor, lead);
    }

    private long rowAt(final int y) {
        final long row = y < headHeight || rows == null ? -1 : top + (y - headHeight) / rowHeight;
        return row >= 0 && row < rows.high() ? row : -1;
    }

    private int scrolled(final int x) {
        return x + (getHorizontalBar().isVisible() ? getHorizontalBar().getSelection() : 0);
    }

    private void press(final Event event) {
        setFocus();
        if (event.y < headHeight) {
            resized = event.button == 1 ? columns.edgeAt(scrolled(event.x)) : null;
            return;
        }
        final long row = rowAt(event.y);
        if (row >= 0 && (event.button == 1 || !isSelected(row))) {
            select(row, (event.stateMask & SWT.MOD2) != 0);
            if (following) {
                following = false;
                followingChanged.run();
            }
            redraw();
        }
    }

    private void move(final Event event) {
        setToolTipText(null);
        if (resized != null) {
            columns.setWidth(resized, scrolled(event.x) - columns.left(resized));
            layoutBars();
            redraw();
        } else {
            final boolean onEdge = event.y < headHeight && columns.edgeAt(scrolled(event.x)) != null;
            setCursor(onEdge ? getDisplay().getSystemCursor(SWT.CURSOR_SIZEWE) : null);
            final long row = rowAt(event.y);
            if ((event.stateMask & SWT.BUTTON1) != 0 && row >= 0 && anchor >= 0 && row != lead) {
                select(row, true);
                redraw();
            }
        }
    }

    private void hover(final Event event) {
        if (event.y < headHeight) {
            final Column column = columns.at(scrolled(event.x));
            setToolTipText(column == null ? null : column.tip());
        } else {
            setToolTipText(explain(rowAt(event.y)));
        }
    }

    private String explain(final long row) {
        final TraceEvent event = new TraceEvent();
        // A tool tip takes & for a mnemonic.
        return row >= 0 && source.read(rows.seq(row), event) ? help.explain(event).replace("&", "&&") : null;
    }

    /** Returns the selected row in words, for those who do not see it. */
    String describe() {
        final String text = explain(selectedRow());
        return text == null ? emptyText : text.replace("&&", "&");
    }

    private void doubleClick(final Event event) {
        final long row = rowAt(event.y);
        if (row >= 0) {
            opened.accept(rows.seq(row));
        } else if (event.y < headHeight && columns.edgeAt(scrolled(event.x)) != null) {
            fit(columns.edgeAt(scrolled(event.x)));
        }
    }

    private void fit(final Column column) {
        final GC gc = new GC(this);
        gc.setFont(painter.font());
        int width = gc.textExtent(column.title()).x;
        for (long row = top; rows != null && row < Math.min(rows.high(), top + visibleRows()); row++) {
            width = Math.max(width, gc.textExtent(texts.of(rows.seq(row)).cells()[column.ordinal()]).x);
        }
        gc.dispose();
        columns.setWidth(column, width + 3 * Painter.PADDING);
        layoutBars();
        redraw();
    }

    private void key(final Event event) {
        if (rows == null || rows.count() == 0) {
            return;
        }
        final long from = selectedRow() < 0 ? top : lead;
        switch (event.keyCode) {
            case SWT.ARROW_DOWN -> go(from + 1, event);
            case SWT.ARROW_UP -> go(from - 1, event);
            case SWT.PAGE_DOWN -> go(from + visibleRows() - 1, event);
            case SWT.PAGE_UP -> go(from - visibleRows() + 1, event);
            case SWT.HOME -> go(rows.low(), event);
            case SWT.END -> setFollowing(true);
            case SWT.CR, SWT.KEYPAD_CR -> opened.accept(rows.seq(from));
            default -> { }
        }
    }

    private void go(final long row, final Event event) {
        select(row, (event.stateMask & SWT.MOD2) != 0);
        if (lead < top) {
            scrollTo(lead);
        } else if (lead >= top + visibleRows()) {
            scrollTo(lead - visibleRows() + 1);
        } else if (following) {
            following = false;
            followingChanged.run();
        }
        redraw();
    }

    /** Returns the text of a cell that is on the screen, for tests. */
    String cell(final long row, final Column column) {
        return texts.of(rows.seq(row)).cells()[column.ordinal()];
    }

    Rows rows() {
        return rows == null ? new AllRows(source) : rows;
    }

    @Override
    public Point computeSize(final int widthHint, final int heightHint, final boolean changed) {
        return new Point(widthHint == SWT.DEFAULT ? 400 : widthHint, heightHint == SWT.DEFAULT ? 120 : heightHint);
    }
}
