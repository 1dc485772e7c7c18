// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.paint;

import java.util.List;
import org.trapline.diagram.scene.Layer;
import org.trapline.diagram.scene.LinkKind;
import org.trapline.diagram.scene.Role;
import org.trapline.diagram.scene.State;

/** A palette. Colours tell the layers apart, and so do borders, for those who do not see the colours. */
public enum Theme {
    /** Dark on light. */
    LIGHT(0xffffff, 0x1f2328, 0x4a525c,
            new Ground(0xf3f4f6, 0xe0e4e9, 0x6b7280), new Ground(0xfff4e3, 0xffe6c2, 0xb45309), new Ground(0xeaf2ff, 0xd3e3fd, 0x2563eb),
            new Ground(0xeafaf0, 0xd2f1dd, 0x15803d), new Ground(0xf4efff, 0xe6dbff, 0x7c3aed), new Ground(0xffffff, 0xf3f4f6, 0x8a919c),
            0x1a7f37, 0xb45309, 0x7c3aed, 0xcf222e, 0x6b7280),
    /** Light on dark. */
    DARK(0x1e1f22, 0xe8eaed, 0xb9c0c9,
            new Ground(0x2a2c30, 0x3a3d43, 0x8b949e), new Ground(0x38290f, 0x4d3915, 0xe3a04a), new Ground(0x152a4a, 0x1f3c69, 0x6ea8fe),
            new Ground(0x14301f, 0x1d452c, 0x56c271), new Ground(0x2b2147, 0x3c2f61, 0xb794f6), new Ground(0x1e1f22, 0x2a2c30, 0x8b949e),
            0x56c271, 0xe3a04a, 0xb794f6, 0xff7b72, 0x8b949e);

    /** Colours of a layer: of a box, of a small part in it, of a border. */
    private record Ground(int box, int part, int border) {
    }

    private final Colour background;
    private final Colour text;
    private final Colour softText;
    private final Ground physical;
    private final Ground system;
    private final Ground virtual;
    private final Ground user;
    private final Ground shared;
    private final Ground plan;
    private final Colour good;
    private final Colour held;
    private final Colour moving;
    private final Colour bad;
    private final Colour idle;

    Theme(int background, int text, int softText, Ground physical, Ground system, Ground virtual, Ground user, Ground shared, Ground plan,
            int good, int held, int moving, int bad, int idle) {
        this.background = new Colour(background);
        this.text = new Colour(text);
        this.softText = new Colour(softText);
        this.physical = physical;
        this.system = system;
        this.virtual = virtual;
        this.user = user;
        this.shared = shared;
        this.plan = plan;
        this.good = new Colour(good);
        this.held = new Colour(held);
        this.moving = new Colour(moving);
        this.bad = new Colour(bad);
        this.idle = new Colour(idle);
    }

    /** Behind everything. */
    public Colour background() {
        return background;
    }

    /** Of the heading. */
    public Colour text() {
        return text;
    }

    /** Of the legend and beside lines. */
    public Colour softText() {
        return softText;
    }

    /** What a box in a role looks like. */
    public BoxStyle style(Role role) {
        return style(role.layer(), role.isPart());
    }

    /** What a sample of a layer looks like. */
    public BoxStyle style(Layer layer) {
        return style(layer, false);
    }

    private BoxStyle style(Layer layer, boolean isPart) {
        Ground ground = ground(layer);
        Stroke border = new Stroke(new Colour(ground.border), isPart ? 0.75 : layer == Layer.SYSTEM ? 1.75 : 1.25, dashes(layer));
        return new BoxStyle(new Colour(isPart ? ground.part : ground.box), border, text, softText);
    }

    /** Dashed is what does not exist as a thing. */
    private static List<Double> dashes(Layer layer) {
        return switch (layer) {
            case VIRTUAL -> List.of(5.0, 3.0);
            case PLAN -> List.of(1.5, 2.5);
            case PHYSICAL, SYSTEM, USER, SHARED -> List.of();
        };
    }

    private Ground ground(Layer layer) {
        return switch (layer) {
            case PHYSICAL -> physical;
            case SYSTEM -> system;
            case VIRTUAL -> virtual;
            case USER -> user;
            case SHARED -> shared;
            case PLAN -> plan;
        };
    }

    /** How a line of a kind is drawn. */
    public Stroke stroke(LinkKind kind) {
        return switch (kind) {
            case PLUGGED -> new Stroke(new Colour(shared.border), 1.5, List.of());
            case STORED -> new Stroke(new Colour(shared.border), 1.5, List.of(2.0, 2.0));
            case BOOTS -> new Stroke(softText, 1.25, List.of());
            case FROM -> new Stroke(softText, 1.25, List.of(4.0, 3.0));
            case SLICE -> new Stroke(new Colour(physical.border), 1.5, List.of(2.0, 2.0));
            case ASSIGNED -> new Stroke(new Colour(physical.border), 2.25, List.of());
            case MIGRATES -> new Stroke(bad, 1.5, List.of(7.0, 4.0));
        };
    }

    /** The dot beside a state; the word beside it says the same. */
    public Colour colour(State state) {
        return switch (state) {
            case RUNNING -> good;
            case WAITING, PAUSED, SUSPENDED -> held;
            case MIGRATING -> moving;
            case CRASHED -> bad;
            case DEFINED, OFF -> idle;
        };
    }
}
