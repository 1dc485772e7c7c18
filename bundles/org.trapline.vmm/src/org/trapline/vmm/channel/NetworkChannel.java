// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.channel;

import java.util.ArrayDeque;
import java.util.Deque;

import org.trapline.machine.device.virtio.network.VirtioNetwork;
import org.trapline.machine.network.EthernetSwitch;
import org.trapline.machine.network.SwitchPort;
import org.trapline.machine.state.StateExchange;
import org.trapline.vmm.paravirt.DeviceRing;
import org.trapline.vmm.paravirt.DeviceRing.Operation;
import org.trapline.vmm.paravirt.DeviceRing.Refusal;

/** The VMM's end of a network card's ring. The card is plugged into the same switch, and sends at the same pace, as virtio's would. */
final class NetworkChannel extends DeviceChannel {
    private final VirtioNetwork card;
    private final SwitchPort port;
    private final Deque<Request> receiving = new ArrayDeque<>();

    NetworkChannel(final Parts parts, final VirtioNetwork card, final Runnable event) {
        super(parts, DeviceRing.NETWORK_CARD, event);
        this.card = card;
        port = card.port();
    }

    @Override
    long config() {
        final byte[] mac = card.mac();
        long config = 0;
        for (int i = mac.length - 1; i >= 0; i--) {
            config = config << 8 | mac[i] & 0xff;
        }
        return config;
    }

    @Override
    long flags() {
        return port == null ? 0 : 1;
    }

    @Override
    void opened() {
        if (port != null) {
            port.dropArrived();
        }
    }

    // ---- sending ----

    @Override
    long ticks(final Request request) {
        return card.ticks(Math.min(EthernetSwitch.MAX_FRAME, request.count()));
    }

    @Override
    long carryOut(final Request request) {
        if (request.operation() != Operation.SEND) {
            return refused(Refusal.BAD_OPERATION);
        }
        if (request.count() > EthernetSwitch.MAX_FRAME) {
            return refused(Refusal.BAD_RANGE);
        }
        final Pieces source = source(request, request.count());
        if (source.refusal() != null) {
            return refused(source.refusal());
        }
        final byte[] frame = from(source, (int) request.count());
        if (port != null) {
            port.send(frame);
        }
        return frame.length;
    }

    // ---- receiving ----

    @Override
    boolean keeps(final Request request) {
        final boolean receives = request.operation() == Operation.RECEIVE;
        if (receives) {
            receiving.add(request);
        }
        return receives;
    }

    private void receive() {
        while (isOpen() && port != null && !receiving.isEmpty()) {
            final byte[] frame = port.peek();
            if (frame == null) {
                return;
            }
            final Request request = receiving.remove();
            final Pieces room = room(request, request.count());
            if (room.refusal() != null) {
                answer(request, refused(room.refusal()));
            } else {
                port.take();
                answer(request, request.count() < frame.length ? refused(Refusal.TOO_SMALL) : into(room, frame));
            }
        }
    }

    @Override
    public void advance() {
        super.advance();
        receive();
    }

    @Override
    public long nextTick() {
        if (!isOpen() || port == null || receiving.isEmpty() || port.nextTick() == NEVER) {
            return super.nextTick();
        }
        return Math.min(super.nextTick(), clock().ticks() + Math.max(0, port.nextTick() - port.now()));
    }

    // ---- state: the port's is the card's ----

    @Override
    void forget() {
        super.forget();
        receiving.clear();
    }

    @Override
    public void exchange(final StateExchange state) {
        super.exchange(state);
        exchange(state, "receiving", receiving);
    }
}
