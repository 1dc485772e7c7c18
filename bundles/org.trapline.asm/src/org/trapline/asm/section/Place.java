// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.section;

import java.util.OptionalLong;

import org.trapline.asm.expression.Point;

/**
 * A point in a chain of fragments.
 *
 * @param owner       the section
 * @param fragment    the fragment it lies in
 * @param within      its offset in the fragment
 * @param run         identity of the run of fixed fragments it lies in
 * @param inRun       its offset in that run
 * @param relaxations how many places before it in the chain the linker may shorten
 */
record Place(SectionBuilder owner, Fragment fragment, long within, Object run, long inRun, long relaxations) implements Point {

    @Override
    public Object section() {
        return owner;
    }

    @Override
    public long offset() {
        return fragment.start() + within;
    }

    @Override
    public OptionalLong distanceFrom(Point other) {
        return other instanceof Place place && place.run == run ? OptionalLong.of(inRun - place.inRun) : OptionalLong.empty();
    }

    @Override
    public boolean mayMoveAgainst(Point other) {
        return !(other instanceof Place place && place.run == run && place.relaxations == relaxations);
    }
}
