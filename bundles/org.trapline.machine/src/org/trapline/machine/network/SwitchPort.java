// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.network;

import org.trapline.machine.device.Clock;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/** A socket of a switch, and the frames that are under way to the network card in it. */
public final class SwitchPort implements Stateful {
    /** Frames that wait for a card; more are lost. */
    private static final int ROOM = 1024;

    private final EthernetSwitch owner;
    private final int index;
    private final Clock clock;
    private final FrameQueue arriving = new FrameQueue(ROOM);
    private Runnable whenComing = () -> { };

    SwitchPort(EthernetSwitch owner, int index, Clock clock) {
        this.owner = owner;
        this.index = index;
        this.clock = clock;
    }

    int index() {
        return index;
    }

    /** Is run when a frame has set out for the card, so that whoever lets time pass looks at {@link #nextTick} again. */
    public void setWhenComing(Runnable action) {
        whenComing = action;
    }

    /** Returns the time of the machine with the card. It may differ from what the card's own clock shows, as in a virtual machine. */
    public long now() {
        return clock.ticks();
    }

    /** Sends a frame into the network; it sets out at once. */
    public void send(byte[] frame) {
        owner.forward(this, frame);
    }

    void arrive(long tick, byte[] frame) {
        if (arriving.add(tick, frame)) {
            whenComing.run();
        }
    }

    /** Returns when the first frame under way arrives, in the time of {@link #now}. */
    public long nextTick() {
        return arriving.firstTick();
    }

    /** Returns the first frame that has arrived and was not taken yet, or null. */
    public byte[] peek() {
        return arriving.firstTick() <= now() ? arriving.first() : null;
    }

    /** Takes what {@link #peek} has shown. */
    public void take() {
        arriving.removeFirst();
    }

    /** Loses all frames that have arrived: there is nobody to take them. */
    public void dropArrived() {
        while (arriving.firstTick() <= now()) {
            arriving.removeFirst();
        }
    }

    @Override
    public void exchange(StateExchange state) {
        state.fixed("port", index);
        state.part("arriving", arriving);
    }
}
