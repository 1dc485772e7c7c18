// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.trapline.machine.device.TimedDevice;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/** Frames and their times, by time; of those with the same time, the first added comes first. */
final class FrameQueue implements Stateful {
    private final int most;
    private final List<Frame> frames = new ArrayList<>();

    private record Frame(long tick, byte[] bytes) {
    }

    /** @param most frames beyond so many are lost */
    FrameQueue(int most) {
        this.most = most;
    }

    /** Adds a frame; returns whether there was room. */
    boolean add(long tick, byte[] bytes) {
        if (frames.size() == most) {
            return false;
        }
        int at = frames.size();
        while (at > 0 && frames.get(at - 1).tick > tick) {
            at--;
        }
        frames.add(at, new Frame(tick, bytes));
        return true;
    }

    boolean isFull() {
        return frames.size() == most;
    }

    /** Returns the first frame's time; {@link TimedDevice#NEVER} if there is none. */
    long firstTick() {
        return frames.isEmpty() ? TimedDevice.NEVER : frames.getFirst().tick;
    }

    /** Returns the first frame, or null. */
    byte[] first() {
        return frames.isEmpty() ? null : frames.getFirst().bytes;
    }

    void removeFirst() {
        frames.removeFirst();
    }

    void clear() {
        frames.clear();
    }

    @Override
    public void exchange(StateExchange state) {
        long[] ticks = state.list("ticks", frames.stream().mapToLong(Frame::tick).toArray(), most, Long.MIN_VALUE, Long.MAX_VALUE);
        long[] lengths = state.list("lengths", frames.stream().mapToLong(frame -> frame.bytes.length).toArray(), most, 0, EthernetSwitch.MAX_FRAME);
        byte[] bytes = state.bytes("bytes", joined(), most * EthernetSwitch.MAX_FRAME);
        if (state.isRestoring()) {
            frames.clear();
            int at = 0;
            // Lists that do not fit together have been forged; what fits is as good as any other.
            for (int i = 0; i < Math.min(ticks.length, lengths.length) && lengths[i] <= bytes.length - at; i++) {
                add(ticks[i], Arrays.copyOfRange(bytes, at, at + (int) lengths[i]));
                at += (int) lengths[i];
            }
        }
    }

    private byte[] joined() {
        byte[] all = new byte[frames.stream().mapToInt(frame -> frame.bytes.length).sum()];
        int at = 0;
        for (Frame frame : frames) {
            System.arraycopy(frame.bytes, 0, all, at, frame.bytes.length);
            at += frame.bytes.length;
        }
        return all;
    }
}
