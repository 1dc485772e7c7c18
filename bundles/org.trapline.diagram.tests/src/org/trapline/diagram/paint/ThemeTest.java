// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.paint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.diagram.scene.LinkKind;
import org.trapline.diagram.scene.Role;
import org.trapline.diagram.scene.State;

class ThemeTest {

    private static final double READABLE = 4.5;
    private static final double VISIBLE = 3;

    @ParameterizedTest
    @EnumSource
    void everyTextIsReadableOnItsGround(Theme theme) {
        for (Role role : Role.values()) {
            BoxStyle style = theme.style(role);
            assertTrue(style.text().contrast(style.fill()) >= READABLE, role + " title");
            assertTrue(style.softText().contrast(style.fill()) >= READABLE, role + " lines");
        }
        assertTrue(theme.text().contrast(theme.background()) >= READABLE);
        assertTrue(theme.softText().contrast(theme.background()) >= READABLE);
    }

    @ParameterizedTest
    @EnumSource
    void bordersLinesAndDotsStandOut(Theme theme) {
        for (Role role : Role.values()) {
            BoxStyle style = theme.style(role);
            assertTrue(style.border().colour().contrast(style.fill()) >= VISIBLE || role.isPart(), role + " border");
            for (State state : State.values()) {
                assertTrue(theme.colour(state).contrast(style.fill()) >= VISIBLE, state + " on " + role);
            }
        }
        for (LinkKind kind : LinkKind.values()) {
            assertTrue(theme.stroke(kind).colour().contrast(theme.background()) >= VISIBLE, kind.name());
        }
    }

    @Test
    void blackOnWhiteHasTheHighestContrast() {
        assertEquals(21, new Colour(0).contrast(new Colour(0xffffff)), 1e-9);
    }
}
