// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trapline.diagram.layout.Picture;
import org.trapline.diagram.paint.Theme;
import org.trapline.diagram.scene.Role;
import org.trapline.diagram.testkit.Drawings;

class PngRendererTest {

    private final Picture picture = Drawings.picture("hello");

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 2.5})
    void theImageIsAsLargeAsThePictureTimesTheScale(double scale) throws Exception {
        BufferedImage image = image(Theme.LIGHT, scale);
        assertEquals(Math.ceil(picture.width() * scale), image.getWidth());
        assertEquals(Math.ceil(picture.height() * scale), image.getHeight());
    }

    @Test
    void boxesHaveTheColoursOfTheTheme() throws Exception {
        for (Theme theme : Theme.values()) {
            BufferedImage image = image(theme, 1);
            var domain = picture.box("host lab/hypervisor vmm/domain one").orElseThrow().bounds();
            assertEquals(theme.style(Role.DOMAIN).fill().rgb(), image.getRGB((int) domain.x() + 4, (int) domain.y() + 8) & 0xff_ffff);
            assertEquals(theme.background().rgb(), image.getRGB(1, 1) & 0xff_ffff);
        }
    }

    @Test
    void titlesAreWritten() throws Exception {
        BufferedImage image = image(Theme.LIGHT, 1);
        var title = picture.box("host lab").orElseThrow().texts().getFirst().bounds();
        long dark = IntStream.range((int) title.x(), (int) title.right()).flatMap(x -> IntStream.range((int) title.y(), (int) title.bottom())
                .map(y -> image.getRGB(x, y) >> 8 & 0xff)).filter(green -> green < 0x80).count();
        assertTrue(dark > 50, dark + " dark pixels");
    }

    @Test
    void theSamePictureGivesTheSameImage() throws Exception {
        assertArrayEquals(PngRenderer.render(picture, Theme.DARK, 1), PngRenderer.render(picture, Theme.DARK, 1));
    }

    @Test
    void whatIsTooLargeIsRefusedInWords() {
        RenderException e = assertThrows(RenderException.class, () -> PngRenderer.render(picture, Theme.LIGHT, 1000));
        assertTrue(e.getMessage().contains("too large"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aScaleIsAPositiveNumber(double scale) {
        assertThrows(RenderException.class, () -> PngRenderer.render(picture, Theme.LIGHT, scale));
    }

    private BufferedImage image(Theme theme, double scale) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(PngRenderer.render(picture, theme, scale)));
    }
}
