// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.channel;

import org.trapline.machine.device.Timed;
import org.trapline.machine.device.virtio.VirtioDevice;
import org.trapline.machine.device.virtio.block.VirtioBlock;
import org.trapline.machine.device.virtio.network.VirtioNetwork;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.vmm.Meter;
import org.trapline.vmm.paging.PageKeeper;
import org.trapline.vmm.paravirt.HypercallError;
import org.trapline.vmm.paravirt.SharedPage;

/** The channels of a guest that knows its VMM, by their numbers, and the pages that it grants to those behind them. */
public final class Channels implements Timed, Stateful {
    private static final int CONSOLE = SharedPage.Event.CONSOLE.ordinal();

    private final Grants grants;
    private final ConsoleChannel console;
    // By their number; null where there is none.
    private final Channel[] channels;
    // The vCPU that gets a channel's events.
    private final int[] owners;

    /** Takes note of events. */
    @FunctionalInterface
    public interface Events {
        /** Makes an event of a vCPU pending. */
        void raise(int vcpu, long bit);
    }

    /**
     * Creates the channels of a guest: its console's, and one for each of its disks and network cards.
     * @param platform the guest's
     */
    public Channels(final Platform platform, final Meter meter, final PageKeeper pages, final Events events) {
        grants = new Grants(platform.bus(), pages);
        console = new ConsoleChannel(platform, meter, pages);
        channels = new Channel[SharedPage.FIRST_DEVICE + platform.virtio().size()];
        owners = new int[channels.length];
        channels[CONSOLE] = console;
        final DeviceChannel.Parts parts = new DeviceChannel.Parts(platform.bus(), pages, grants, platform.config().clock(), meter);
        for (int i = SharedPage.FIRST_DEVICE; i < channels.length; i++) {
            final int number = i;
            channels[i] = channel(parts, platform.virtio().get(i - SharedPage.FIRST_DEVICE).device(), () -> events.raise(owners[number], 1L << number));
        }
    }

    private static Channel channel(final DeviceChannel.Parts parts, final VirtioDevice device, final Runnable event) {
        return switch (device) {
            case VirtioBlock disk -> new BlockChannel(parts, disk, event);
            case VirtioNetwork card -> new NetworkChannel(parts, card, event);
            default -> null;
        };
    }

    // ---- what the guest asks for ----

    /** Takes the table of grants from a page; returns the hypercall's result. */
    public int setGrants(final long page) {
        return grants.setTable(page) ? 0 : HypercallError.BAD_ADDRESS.result();
    }

    /** Has a device's requests go by a page, and its events to a vCPU; returns the hypercall's result. */
    public int open(final long number, final long page, final int vcpu) {
        if (number < SharedPage.FIRST_DEVICE || channel(number) == null) {
            return HypercallError.BAD_ARGUMENT.result();
        }
        final int result = channel(number).open(page);
        if (result >= 0) {
            owners[(int) number] = vcpu;
        }
        return result;
    }

    /** Has the console's text go by a page; returns the hypercall's result. */
    public int openConsole(final long page, final int vcpu) {
        final int result = console.open(page);
        if (result == 0) {
            owners[CONSOLE] = vcpu;
        }
        return result;
    }

    /** Looks at a channel's ring; returns the hypercall's result. */
    public int kick(final long number) {
        final Channel channel = channel(number);
        return channel == null ? HypercallError.BAD_ARGUMENT.result() : channel.kick();
    }

    private Channel channel(final long number) {
        return number < 0 || number >= channels.length ? null : channels[(int) number];
    }

    /** Puts what was typed into the console's ring, as far as there is room. */
    public void takeInput() {
        console.takeInput();
    }

    /** Returns the vCPU that is told of what was typed. */
    public int consoleOwner() {
        return owners[CONSOLE];
    }

    // ---- time ----

    @Override
    public long nextTick() {
        long next = NEVER;
        for (int i = SharedPage.FIRST_DEVICE; i < channels.length; i++) {
            if (channels[i] != null) {
                next = Math.min(next, channels[i].nextTick());
            }
        }
        return next;
    }

    @Override
    public void advance() {
        for (int i = SharedPage.FIRST_DEVICE; i < channels.length; i++) {
            if (channels[i] != null) {
                channels[i].advance();
            }
        }
    }

    // ---- state ----

    /** Forgets all pages: the guest has booted anew. */
    public void reset() {
        grants.reset();
        for (int i = 0; i < channels.length; i++) {
            owners[i] = 0;
            if (channels[i] != null) {
                channels[i].reset();
            }
        }
    }

    /** Relies on the pages anew, which are in a memory that has come from elsewhere; tells whether it can. */
    public boolean attach() {
        boolean done = true;
        for (final Channel each : channels) {
            done = done && (each == null || each.attach());
        }
        return done;
    }

    @Override
    public void exchange(final StateExchange state) {
        state.part("grants", grants);
        state.numbers("owners", owners);
        for (int i = 0; i < channels.length; i++) {
            if (channels[i] != null) {
                state.part("channel" + i, channels[i]);
            }
        }
    }
}
