// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.Role;
import org.trapline.diagram.scene.Status;

/** Sizes boxes by their texts and sets their small parts in rows. */
final class ContentLayout {

    static final double MARGIN = 12;
    static final double GAP = 8;
    /** Longer lines are broken, if they can be. */
    static final double MOST_TEXT = 300;
    private static final double MOST_ROW = 360;
    private static final double CHIP_MARGIN = 7;
    /** Room for the coloured dot before a status. */
    static final double DOT = 13;
    /** Numbers grow while a session runs: there is room for the longest, so that boxes do not twitch. */
    private static final String WIDEST_STATE = "suspended";
    private static final String WIDEST_NUMBER = "88.8 M";

    private static final Set<Role> DEVICES = EnumSet.of(Role.GUEST_DISK, Role.INTERFACE, Role.GUEST_DEVICE, Role.PASSED_THROUGH);

    /** Ids of the parts at which links end. */
    private final Set<String> linked;

    ContentLayout(Set<String> linked) {
        this.linked = linked;
    }

    Content of(Element element) {
        List<Text> texts = new ArrayList<>();
        double y = MARGIN;
        double width = 0;
        y = add(texts, element.title(), TextStyle.TITLE, MARGIN, y);
        for (String line : element.lines()) {
            for (String piece : broken(line, TextStyle.BODY)) {
                y = add(texts, piece, TextStyle.BODY, MARGIN, y);
            }
        }
        Optional<Text> status = element.status().map(s -> statusText(s, MARGIN));
        if (status.isPresent()) {
            status = Optional.of(status.get().movedBy(0, y + TextStyle.STATUS.size()));
            y += TextStyle.STATUS.lineHeight();
            width = status.get().x() + status.get().width() - MARGIN;
        }
        for (Text text : texts) {
            width = Math.max(width, text.width());
        }
        List<Content.Chip> chips = new ArrayList<>();
        if (!element.parts().isEmpty()) {
            y = rows(element, Math.max(width, MOST_ROW), y + 4, chips);
        }
        for (Content.Chip chip : chips) {
            width = Math.max(width, chip.bounds().right() - MARGIN);
        }
        return new Content(element, Math.ceil(width) + 2 * MARGIN, Math.ceil(y) + MARGIN - 3, List.copyOf(texts), status, List.copyOf(chips));
    }

    /**
     * Hardware stands in one row. Elsewhere parts with links stand in a row of their own at the bottom, where lines reach them without crossing
     * others, and so do other devices if they fit in.
     */
    private double rows(Element element, double mostWidth, double top, List<Content.Chip> chips) {
        if (element.role() == Role.HARDWARE) {
            return row(element.parts(), Double.MAX_VALUE, top, chips) - GAP;
        }
        List<Element> low = element.parts().stream().filter(part -> linked.contains(part.id()) || DEVICES.contains(part.role())).toList();
        if (low.stream().mapToDouble(part -> chipWidth(part) + GAP).sum() - GAP > mostWidth) {
            low = low.stream().filter(part -> linked.contains(part.id())).toList();
        }
        List<Element> high = new ArrayList<>(element.parts());
        high.removeAll(low);
        boolean isArray = high.stream().anyMatch(part -> part.role() == Role.INSTANCE);
        double two = 2 * high.stream().mapToDouble(ContentLayout::chipWidth).max().orElse(0) + GAP;
        double y = row(high, isArray ? Math.max(mostWidth, two) : mostWidth, top, chips);
        return row(low, Double.MAX_VALUE, y, chips) - GAP;
    }

    private static double row(List<Element> parts, double mostWidth, double top, List<Content.Chip> chips) {
        double height = parts.stream().mapToDouble(ContentLayout::chipHeight).max().orElse(-GAP);
        double x = MARGIN;
        double y = top;
        for (Element part : parts) {
            double width = chipWidth(part);
            if (x > MARGIN && x + width > MARGIN + mostWidth) {
                x = MARGIN;
                y += height + GAP;
            }
            chips.add(chip(part, new Rect(x, y, width, height)));
            x += width + GAP;
        }
        return y + height + GAP;
    }

    private static Content.Chip chip(Element part, Rect bounds) {
        List<Text> texts = new ArrayList<>();
        double y = add(texts, part.title(), TextStyle.PART_TITLE, bounds.x() + CHIP_MARGIN, bounds.y() + CHIP_MARGIN - 2);
        for (String line : part.lines()) {
            y = add(texts, line, TextStyle.SMALL, bounds.x() + CHIP_MARGIN, y);
        }
        double baseline = y + TextStyle.STATUS.size();
        return new Content.Chip(part, bounds, List.copyOf(texts), part.status().map(s -> statusText(s, bounds.x() + CHIP_MARGIN).movedBy(0, baseline)));
    }

    private static double chipHeight(Element part) {
        return 2 * CHIP_MARGIN - 4 + TextStyle.PART_TITLE.lineHeight() + part.lines().size() * (double) TextStyle.SMALL.lineHeight()
                + (part.status().isPresent() ? TextStyle.STATUS.lineHeight() : 0);
    }

    private static double chipWidth(Element part) {
        double width = TextMetrics.width(part.title(), TextStyle.PART_TITLE);
        for (String line : part.lines()) {
            width = Math.max(width, TextMetrics.width(line, TextStyle.SMALL));
        }
        if (part.status().isPresent()) {
            width = Math.max(width, DOT + statusText(part.status().get(), 0).width());
        }
        return Math.ceil(width + 2 * CHIP_MARGIN);
    }

    private static Text statusText(Status status, double x) {
        String widest = new Status(status.state(), status.detail().replaceAll("\\d+(\\.\\d+)?( [kMGTPE])?(?= (exits|instructions))", WIDEST_NUMBER)).text()
                .replaceFirst("^" + status.state().word(), WIDEST_STATE);
        double width = Math.max(TextMetrics.width(status.text(), TextStyle.STATUS), TextMetrics.width(widest, TextStyle.STATUS));
        return new Text(status.text(), x + DOT, 0, width, TextStyle.STATUS);
    }

    private static double add(List<Text> texts, String text, TextStyle style, double x, double y) {
        texts.add(new Text(text, x, y + style.size(), TextMetrics.width(text, style), style));
        return y + style.lineHeight();
    }

    /** Breaks a line between words, before a dot rather than after it. */
    static List<String> broken(String line, TextStyle style) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        for (String word : line.replace(" · ", " ·\u00a0").split(" ")) {
            String longer = piece.isEmpty() ? word : piece + " " + word;
            if (!piece.isEmpty() && TextMetrics.width(longer.replace('\u00a0', ' '), style) > MOST_TEXT) {
                pieces.add(piece.toString().replace('\u00a0', ' '));
                piece.setLength(0);
                piece.append(word.startsWith("·\u00a0") ? word.substring(2) : word);
            } else {
                piece.setLength(0);
                piece.append(longer);
            }
        }
        pieces.add(piece.toString().replace('\u00a0', ' '));
        return pieces;
    }
}
