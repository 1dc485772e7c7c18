// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

/**
 * Where events come from: small ids, {@link #NONE} where one does not apply. Whoever records keeps one and makes a new one when it moves.
 *
 * <p>Host and VM ids are unique in a trace and have names in {@link TraceNames}; vCPUs count within their VM and harts within their host.
 */
public record EventOrigin(int host, int vm, int vcpu, int hart) {
    /** The id that says "none". */
    public static final int NONE = -1;
    /** The highest id. */
    public static final int MAX_ID = TraceSlot.MAX_ID;

    /** The origin of events of the whole run. */
    public static final EventOrigin NOWHERE = new EventOrigin(NONE, NONE, NONE, NONE);

    public EventOrigin {
        TraceSlot.checkId(host, "host");
        TraceSlot.checkId(vm, "vm");
        TraceSlot.checkId(vcpu, "vcpu");
        TraceSlot.checkId(hart, "hart");
    }

    /** Returns the origin of a physical hart's own events. */
    public static EventOrigin ofHart(int host, int hart) {
        return new EventOrigin(host, NONE, NONE, hart);
    }

    /** Returns this origin on another hart. */
    public EventOrigin onHart(int newHart) {
        return new EventOrigin(host, vm, vcpu, newHart);
    }
}
