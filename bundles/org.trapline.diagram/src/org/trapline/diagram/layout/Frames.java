// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.Link;
import org.trapline.diagram.scene.Role;
import org.trapline.diagram.scene.Scene;

/**
 * All boxes of a scene: the hosts placed on a page, in the order of the file, with all that is in them and with the lines that run there;
 * the others only with their sizes.
 *
 * <p>Lines leave a box downwards. Where another row is in the way, they run along the gap below their own row to the gutter at the right, and
 * down. Of several, the one that starts furthest right takes the upper track and the outer gutter, so that they do not cross.
 */
final class Frames {

    /** How far a line that comes from below keeps off those from above to the next box. */
    private static final double TO_THE_SIDE = 18;

    private final Map<String, Frame> byId = new HashMap<>();
    /** The box a small part belongs to. */
    private final Map<String, Frame> owners = new HashMap<>();
    private final Map<String, List<Link>> outgoing;
    private final Frame page = new Frame(null, new Content(null, 0, 0, List.of(), Optional.empty(), List.of()), null, 0);
    private final List<Frame> others = new ArrayList<>();
    private final Map<String, List<Point>> inner = new HashMap<>();
    private final Map<String, Integer> arrivals = new HashMap<>();
    private final ContentLayout sizes;
    private final Rows spread;

    Frames(Scene scene) {
        Set<String> linked = scene.links().stream().flatMap(link -> Stream.of(link.from(), link.to())).collect(Collectors.toSet());
        sizes = new ContentLayout(linked);
        Map<String, Double> widths = new HashMap<>();
        scene.all().filter(element -> !element.role().isPart()).forEach(element -> widths.put(element.id(), sizes.of(element).width()));
        spread = new Rows(element -> widths.get(element.id()));
        addRows(page, spread.outside(scene.elements().stream().filter(Frames::isOnPage).toList()));
        scene.elements().stream().filter(element -> !isOnPage(element)).forEach(element -> others.add(frame(element, null, 0)));
        outgoing = scene.links().stream().collect(Collectors.groupingBy(link -> owner(link.from()).element.id()));
        scene.links().forEach(this::count);
        Stream.concat(Stream.of(page), others.stream()).forEach(frame -> {
            frame.measure();
            frame.place(0, 0);
        });
    }

    private static boolean isOnPage(Element element) {
        return element.role() == Role.HOST;
    }

    /** All hosts. */
    Frame page() {
        return page;
    }

    /** Everything else, each at the place (0, 0). */
    List<Frame> others() {
        return others;
    }

    Rows rows() {
        return spread;
    }

    Frame frame(Element element) {
        return byId.get(element.id());
    }

    /** The box that an element is or is a small part of. */
    Frame owner(String elementId) {
        Frame frame = byId.get(elementId);
        return frame != null ? frame : owners.get(elementId);
    }

    static Frame outermost(Frame frame) {
        return frame.parent == null ? frame : outermost(frame.parent);
    }

    private Frame frame(Element element, Frame parent, int row) {
        Frame frame = new Frame(element, sizes.of(element), parent, row);
        byId.put(element.id(), frame);
        element.parts().forEach(part -> owners.put(part.id(), frame));
        addRows(frame, spread.inside(element));
        return frame;
    }

    private void addRows(Frame frame, List<List<Element>> rows) {
        for (List<Element> elements : rows) {
            int number = frame.rows.size();
            frame.rows.add(elements.stream().map(child -> frame(child, frame, number)).toList());
            frame.gapTracks.add(0);
        }
    }

    /** Whether both ends of a link are on the page. */
    private boolean isInner(Link link) {
        return outermost(owner(link.from())) == page && outermost(owner(link.to())) == page;
    }

    /** Makes room for a line in all gaps and gutters it will run through. */
    private void count(Link link) {
        Frame frame = owner(link.from());
        Frame target = isInner(link) ? owner(link.to()) : null;
        while (frame.parent != null && (target == null || frame.parent != target.parent)) {
            if (!frame.isLastRow()) {
                addTrack(frame.parent, frame.row());
                frame.parent.gutterTracks++;
            }
            frame = frame.parent;
        }
        if (target != null && frame.parent != null) {
            addTrack(frame.parent, frame.row());
            int gap = gapBefore(target, frame.row());
            if (gap != frame.row()) {
                frame.parent.gutterTracks++;
                addTrack(frame.parent, gap);
            }
        }
    }

    /** The gap from which a line enters a box: the one above it, or for lines from its own row or from further down the one below it. */
    private static int gapBefore(Frame target, int fromRow) {
        return target.row() > fromRow ? target.row() - 1 : target.row();
    }

    private static void addTrack(Frame frame, int row) {
        frame.gapTracks.set(row, frame.gapTracks.get(row) + 1);
    }

    /** The lines that leave a box, with the points they have inside it. Asked of the page, it leads all lines. */
    List<Strand> leaving(Frame frame) {
        List<Strand> leaving = frame.element == null ? new ArrayList<>() : starting(frame);
        Map<Integer, List<Strand>> arriving = new HashMap<>();
        int[] tracks = new int[frame.rows.size()];
        int gutter = 0;
        for (int r = 0; r < frame.rows.size(); r++) {
            List<Strand> strands = new ArrayList<>();
            frame.rows.get(r).forEach(child -> strands.addAll(leaving(child)));
            strands.sort(Comparator.comparingDouble(Strand::x).reversed());
            for (Strand strand : strands) {
                Frame target = targetIn(frame, strand.link);
                if (target != null && gapBefore(target, r) == r) {
                    arrive(strand, target, frame.trackY(r, tracks[r]++), r);
                } else if (target == null && r == frame.rows.size() - 1) {
                    leaving.add(strand);
                } else {
                    strand.along(frame.trackY(r, tracks[r]++), frame.gutterX(gutter++));
                    if (target == null) {
                        leaving.add(strand);
                    } else {
                        arriving.computeIfAbsent(gapBefore(target, r), key -> new ArrayList<>()).add(strand);
                    }
                }
            }
        }
        arriving.forEach((r, strands) -> strands.forEach(s -> arrive(s, targetIn(frame, s.link), frame.trackY(r, tracks[r]++), r)));
        return leaving;
    }

    /** The box directly inside another that a link ends in, {@code null} if it ends elsewhere. */
    private Frame targetIn(Frame frame, Link link) {
        return isInner(link) && owner(link.to()).parent == frame ? owner(link.to()) : null;
    }

    private void arrive(Strand strand, Frame target, double y, int gap) {
        Rect end = target.reachable(strand.link.to()).orElse(target.bounds());
        long all = outgoing.values().stream().flatMap(List::stream).filter(link -> link.to().equals(strand.link.to()) && isInner(link)).count();
        int number = arrivals.merge(strand.link.to(), 1, Integer::sum);
        boolean isFromAbove = gap < target.row();
        double x = Math.round(end.right() - end.width() * number / (all + 1)) + (isFromAbove ? 0 : TO_THE_SIDE);
        strand.along(y, x);
        strand.points.add(new Point(x, isFromAbove ? end.y() : end.bottom()));
        inner.put(strand.link.id(), strand.points);
    }

    /** The points of a line both ends of which are on the page, {@code null} for others. Known once {@link #leaving} has been asked. */
    List<Point> inner(Link link) {
        return inner.get(link.id());
    }

    /** The lines that start at a box or a small part of it; those of a box with others inside start at its left, where none of theirs is. */
    private List<Strand> starting(Frame frame) {
        List<Strand> strands = new ArrayList<>();
        boolean isLeaf = frame.rows.isEmpty();
        double next = isLeaf ? frame.bounds().right() - 16 : frame.bounds().x() + 16;
        for (Link link : outgoing.getOrDefault(frame.element.id(), List.of())) {
            Rect chip = frame.reachable(link.from()).orElse(null);
            if (chip != null) {
                long before = strands.stream().filter(s -> s.link.from().equals(link.from())).count();
                strands.add(new Strand(link, new Point(Math.round(chip.x() + chip.width() / 2) + 8.0 * before, chip.bottom())));
            } else {
                strands.add(new Strand(link, new Point(free(next, frame), frame.bounds().bottom())));
                next += isLeaf ? -14 : 14;
            }
        }
        return strands;
    }

    /** A place at the lower edge that no line from a small part takes. */
    private double free(double wanted, Frame frame) {
        double x = wanted;
        for (Content.Chip chip : frame.content.chips()) {
            double middle = frame.bounds().x() + chip.bounds().x() + chip.bounds().width() / 2;
            boolean isTaken = outgoing.get(frame.element.id()).stream().anyMatch(link -> link.from().equals(chip.part().id()));
            if (isTaken && Math.abs(middle - x) < 5) {
                x = middle + 6;
            }
        }
        return Math.round(x);
    }
}
