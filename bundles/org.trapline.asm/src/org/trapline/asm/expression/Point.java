// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.expression;

import java.util.OptionalLong;

/** A point in the output of a section, whose offset may not be known yet. */
public interface Point {

    /** Returns the section, by identity. */
    Object section();

    /** Returns the offset in the section; meaningful once the section has been laid out. */
    long offset();

    /** Returns how far this point is behind {@code other}, if that is known already, before layout. */
    OptionalLong distanceFrom(Point other);

    /** Tells whether linker relaxation may change the distance between the points; both are in one section. */
    boolean mayMoveAgainst(Point other);
}
