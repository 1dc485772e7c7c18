// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trapline.diagram.paint.Theme;
import org.trapline.diagram.render.SvgRenderer;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.testkit.Drawings;

class LayeredLayoutTest {

    static List<String> names() {
        return Drawings.names();
    }

    private static List<Picture> pictures(String name) {
        return List.of(Drawings.picture(name), Drawings.picture(name, Drawings.busy(12_345, 987_654_321)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyElementHasABoxAndEveryLinkAWire(String name) {
        for (Picture picture : pictures(name)) {
            assertEquals(picture.scene().all().map(Element::id).toList().stream().sorted().toList(),
                    picture.boxes().stream().map(box -> box.element().id()).sorted().toList());
            assertEquals(picture.scene().links(), picture.wires().stream().map(Wire::link).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatLiesInsideLiesWhollyInside(String name) {
        for (Picture picture : pictures(name)) {
            Rect all = new Rect(0, 0, picture.width(), picture.height());
            picture.boxes().forEach(box -> assertTrue(all.contains(box.bounds()), box.toString()));
            picture.boxes().forEach(box -> inside(box.element()).forEach(inner -> {
                Rect bounds = picture.box(inner.id()).orElseThrow().bounds();
                assertTrue(box.bounds().contains(bounds), inner.id() + " leaves " + box.element().id());
            }));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void boxesBesideEachOtherDoNotOverlap(String name) {
        for (Picture picture : pictures(name)) {
            siblings(picture, (a, b) -> assertFalse(a.bounds().overlaps(b.bounds()), a.element().id() + " overlaps " + b.element().id()));
        }
    }

    private static void siblings(Picture picture, BiConsumer<Box, Box> check) {
        List<List<Element>> families = new ArrayList<>(List.of(picture.scene().elements()));
        picture.scene().all().forEach(element -> families.add(inside(element).toList()));
        for (List<Element> family : families) {
            for (int i = 0; i < family.size(); i++) {
                for (int j = i + 1; j < family.size(); j++) {
                    check.accept(picture.box(family.get(i).id()).orElseThrow(), picture.box(family.get(j).id()).orElseThrow());
                }
            }
        }
    }

    private static Stream<Element> inside(Element element) {
        return Stream.concat(element.parts().stream(), element.children().stream());
    }

    @ParameterizedTest
    @MethodSource("names")
    void textsFitIntoTheirBoxesAndLieOnNothingElse(String name) {
        for (Picture picture : pictures(name)) {
            for (Box box : picture.boxes()) {
                List<Text> texts = texts(box);
                texts.forEach(text -> assertTrue(box.bounds().contains(text.bounds()), text + " leaves " + box.element().id()));
                inside(box.element()).map(inner -> picture.box(inner.id()).orElseThrow()).forEach(inner -> texts.forEach(
                        text -> assertFalse(inner.bounds().overlaps(text.bounds()), text + " lies on " + inner.element().id())));
                for (int i = 1; i < texts.size(); i++) {
                    assertFalse(texts.get(i - 1).bounds().overlaps(texts.get(i).bounds()), texts.get(i) + " in " + box.element().id());
                }
            }
        }
    }

    private static List<Text> texts(Box box) {
        return Stream.concat(box.texts().stream(), box.statusText().stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void linesRunStraightOrTurnSquare(String name) {
        for (Picture picture : pictures(name)) {
            for (Wire wire : picture.wires()) {
                for (int i = 1; i < wire.points().size(); i++) {
                    Point a = wire.points().get(i - 1);
                    Point b = wire.points().get(i);
                    assertTrue(a.x() == b.x() ^ a.y() == b.y(), wire.toString());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void linesCrossNoTextAndNoBoxThatIsNotAroundTheirEnds(String name) {
        for (Picture picture : pictures(name)) {
            for (Wire wire : picture.wires()) {
                segments(wire).forEach(segment -> picture.boxes().forEach(box -> {
                    texts(box).forEach(text -> assertFalse(segment.overlaps(text.bounds()), wire.link().id() + " crosses " + text));
                    boolean isAround = Stream.of(wire.link().from(), wire.link().to()).anyMatch(end -> box.element().all().anyMatch(e -> e.id().equals(end)));
                    Rect inner = new Rect(box.bounds().x() + 1, box.bounds().y() + 1, box.bounds().width() - 2, box.bounds().height() - 2);
                    assertTrue(isAround || !segment.overlaps(inner), wire.link().id() + " crosses " + box.element().id());
                }));
            }
        }
    }

    private static Stream<Rect> segments(Wire wire) {
        List<Rect> segments = new ArrayList<>();
        for (int i = 1; i < wire.points().size(); i++) {
            Point a = wire.points().get(i - 1);
            Point b = wire.points().get(i);
            segments.add(new Rect(Math.min(a.x(), b.x()), Math.min(a.y(), b.y()), Math.max(0.1, Math.abs(a.x() - b.x())), Math.max(0.1, Math.abs(a.y() - b.y()))));
        }
        return segments.stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void linesEndAtTheEdgesOfWhatTheyConnect(String name) {
        for (Picture picture : pictures(name)) {
            for (Wire wire : picture.wires()) {
                Point end = wire.points().getLast();
                Rect target = picture.box(wire.link().to()).orElseThrow().bounds();
                assertTrue(end.x() >= target.x() && end.x() <= target.right(), wire.toString());
                assertTrue(Math.abs(end.y() - target.y()) <= 1 || Math.abs(end.y() - target.bottom()) <= 1, wire + " ends beside " + target);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSameConfigurationGivesTheSamePictureBitForBit(String name) {
        assertEquals(SvgRenderer.render(Drawings.picture(name), Theme.LIGHT), SvgRenderer.render(Drawings.picture(name), Theme.LIGHT));
    }

    @ParameterizedTest
    @MethodSource("names")
    void growingNumbersMoveNothing(String name) {
        Picture before = Drawings.picture(name, Drawings.busy(0, 7));
        Picture after = Drawings.picture(name, Drawings.busy(123_456_789, 88_888_888_888L));
        assertEquals(before.boxes().stream().map(Box::bounds).toList(), after.boxes().stream().map(Box::bounds).toList());
    }

    @ParameterizedTest
    @MethodSource("names")
    void thePointerFindsTheInnermostBox(String name) {
        Picture picture = Drawings.picture(name);
        for (Box box : picture.boxes()) {
            if (inside(box.element()).findAny().isEmpty()) {
                assertEquals(box, picture.boxAt(box.bounds().x() + 1, box.bounds().y() + 1).orElseThrow());
            }
        }
    }
}
