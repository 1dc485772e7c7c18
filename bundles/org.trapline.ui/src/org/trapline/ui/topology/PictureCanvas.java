// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.topology;

import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.trapline.diagram.layout.Box;
import org.trapline.diagram.layout.Picture;
import org.trapline.diagram.layout.Rect;
import org.trapline.diagram.paint.Painter;
import org.trapline.diagram.paint.Theme;
import org.trapline.diagram.scene.Element;
import org.trapline.ui.Wrapped;

/** Shows a picture: drag or use the arrow keys to move it, turn the wheel to zoom, click on an element to select it. */
final class PictureCanvas extends Canvas {
    private static final int ARROW_STEP = 40;
    private static final int CLICK_SLACK = 4;
    private static final double READABLE = 0.55;

    private final Fonts fonts;
    private Picture picture;
    private Viewport viewport = new Viewport(1, 0, 0);
    private boolean fits = true;
    private double least = READABLE;
    private String emptyText = "";
    private String note = "";
    private String selected = "";
    private Event pressed;
    private boolean dragged;
    private Consumer<Element> chosen = element -> { };

    PictureCanvas(final Composite parent) {
        super(parent, SWT.DOUBLE_BUFFERED | SWT.NO_BACKGROUND);
        fonts = new Fonts(getDisplay());
        setBackground(getDisplay().getSystemColor(SWT.COLOR_LIST_BACKGROUND));
        addListener(SWT.Paint, this::paint);
        addListener(SWT.Dispose, event -> fonts.dispose());
        addListener(SWT.Resize, event -> refit());
        addListener(SWT.MouseDown, this::press);
        addListener(SWT.MouseMove, this::move);
        addListener(SWT.MouseUp, this::release);
        addListener(SWT.MouseHover, this::hover);
        addListener(SWT.MouseDoubleClick, event -> fit());
        addListener(SWT.MouseVerticalWheel, event -> {
            event.doit = false;
            zoom(Integer.signum(event.count), event.x, event.y);
        });
        addListener(SWT.KeyDown, this::key);
        getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(final AccessibleEvent event) {
                event.result = picture == null ? emptyText : picture.scene().title() + ": " + picture.scene().description();
            }
        });
    }

    /** Shows a picture from now on; null for none. The place one looks at stays. */
    void show(final Picture newPicture) {
        picture = newPicture;
        refit();
        redraw();
    }

    Optional<Picture> picture() {
        return Optional.ofNullable(picture);
    }

    /** Sets what is said while there is no picture. */
    void setEmptyText(final String text) {
        emptyText = text;
        redraw();
    }

    /** Sets what is said below the picture; empty for nothing. */
    void setNote(final String text) {
        if (!text.equals(note)) {
            note = text;
            redraw();
        }
    }

    /** Marks an element; an unknown id marks none. */
    void select(final String elementId) {
        if (!elementId.equals(selected)) {
            selected = elementId;
            redraw();
        }
    }

    /** Marks an element, and moves the picture if the element is outside of what is seen of it. */
    void follow(final String elementId) {
        if (!elementId.equals(selected)) {
            select(elementId);
            Optional.ofNullable(picture).flatMap(p -> p.box(elementId)).ifPresent(box -> {
                final Rectangle area = getClientArea();
                final Viewport moved = viewport.showing(box.bounds(), area.width, area.height);
                fits &= moved.equals(viewport);
                viewport = moved;
            });
        }
    }

    /** Calls back when the user clicks on an element. */
    void onChoose(final Consumer<Element> listener) {
        chosen = listener;
    }

    /** Shows the whole picture, now and when the room changes. */
    void fit() {
        fits = true;
        least = 0;
        refit();
        redraw();
    }

    /** Makes the picture larger or smaller about the middle. */
    void zoom(final int steps) {
        zoom(steps, getClientArea().width / 2, getClientArea().height / 2);
    }

    private void zoom(final int steps, final int x, final int y) {
        fits = false;
        viewport = viewport.zoomed(steps, x, y);
        redraw();
    }

    String selected() {
        return selected;
    }

    /** Returns where the picture's left edge is. */
    double left() {
        return viewport.x();
    }

    /** Returns where the picture's upper edge is. */
    double top() {
        return viewport.y();
    }

    double scale() {
        return viewport.scale();
    }

    Theme theme() {
        final Color background = getBackground();
        final boolean isDark = background.getRed() * 3 + background.getGreen() * 6 + background.getBlue() < 1280;
        return isDark ? Theme.DARK : Theme.LIGHT;
    }

    private void refit() {
        final Rectangle area = getClientArea();
        if (fits && picture != null && area.width > 0 && area.height > 0) {
            viewport = Viewport.fitting(picture.width(), picture.height(), area.width, area.height, least);
        }
    }

    private void paint(final Event event) {
        final GC gc = event.gc;
        final Rectangle area = getClientArea();
        gc.setBackground(getBackground());
        gc.fillRectangle(area);
        if (picture == null) {
            words(gc, emptyText, 12);
            return;
        }
        final GcCanvas painted = new GcCanvas(gc, fonts, viewport);
        Painter.paint(picture, theme(), painted);
        painted.dispose();
        picture.box(selected).ifPresent(box -> mark(gc, box.bounds()));
        if (!note.isEmpty()) {
            gc.setFont(JFaceResources.getDefaultFont());
            final int height = gc.getFontMetrics().getHeight() + 6;
            gc.setBackground(getDisplay().getSystemColor(SWT.COLOR_INFO_BACKGROUND));
            gc.setForeground(getDisplay().getSystemColor(SWT.COLOR_INFO_FOREGROUND));
            gc.fillRectangle(0, area.height - height, area.width, height);
            gc.drawText(note, 8, area.height - height + 3, SWT.DRAW_TRANSPARENT);
        }
    }

    private void mark(final GC gc, final Rect bounds) {
        gc.setForeground(getDisplay().getSystemColor(SWT.COLOR_LIST_SELECTION));
        gc.setLineWidth(3);
        final int left = (int) (viewport.x() + bounds.x() * viewport.scale()) - 3;
        final int top = (int) (viewport.y() + bounds.y() * viewport.scale()) - 3;
        gc.drawRoundRectangle(left, top, (int) (bounds.width() * viewport.scale()) + 6, (int) (bounds.height() * viewport.scale()) + 6, 10, 10);
    }

    private void words(final GC gc, final String text, final int top) {
        gc.setForeground(getForeground());
        Wrapped.draw(gc, text, 12, top, getClientArea().width - 24);
    }

    private Optional<Element> elementAt(final int x, final int y) {
        return picture == null ? Optional.empty()
                : picture.boxAt(viewport.toPictureX(x), viewport.toPictureY(y)).map(Box::element);
    }

    private void press(final Event event) {
        setFocus();
        if (event.button == 1) {
            pressed = event;
            dragged = false;
        }
    }

    private void move(final Event event) {
        setToolTipText(null);
        if (pressed == null) {
            setCursor(elementAt(event.x, event.y).isPresent() ? getDisplay().getSystemCursor(SWT.CURSOR_HAND) : null);
            return;
        }
        dragged |= Math.abs(event.x - pressed.x) + Math.abs(event.y - pressed.y) > CLICK_SLACK;
        if (dragged) {
            fits = false;
            viewport = viewport.moved(event.x - pressed.x, event.y - pressed.y);
            pressed = event;
            redraw();
        }
    }

    private void release(final Event event) {
        if (pressed != null && !dragged) {
            elementAt(event.x, event.y).ifPresent(element -> {
                select(element.id());
                chosen.accept(element);
            });
        }
        pressed = null;
    }

    private void hover(final Event event) {
        setToolTipText(elementAt(event.x, event.y).map(element -> element.description().replace("&", "&&")).orElse(null));
    }

    private void key(final Event event) {
        switch (event.character) {
            case '+', '=' -> zoom(1);
            case '-' -> zoom(-1);
            case '0' -> fit();
            default -> arrow(event.keyCode);
        }
    }

    private void arrow(final int keyCode) {
        final int dx = keyCode == SWT.ARROW_LEFT ? ARROW_STEP : keyCode == SWT.ARROW_RIGHT ? -ARROW_STEP : 0;
        final int dy = keyCode == SWT.ARROW_UP ? ARROW_STEP : keyCode == SWT.ARROW_DOWN ? -ARROW_STEP : 0;
        if (dx != 0 || dy != 0) {
            fits = false;
            viewport = viewport.moved(dx, dy);
            redraw();
        }
    }
}
