// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.memory;

import org.trapline.machine.device.Dma;

/** The way of a bus's devices to its RAM. It ends where the bus ends, so a virtual machine's devices reach no memory but its own. */
public final class BusDma implements Dma {
    private final Bus bus;

    public BusDma(Bus bus) {
        this.bus = bus;
    }

    private Bus.Region find(long pa, long length) {
        for (Bus.Region region : bus.regions()) {
            if (region.ram() != null && pa >= region.base() && length >= 0 && length <= region.size() && pa - region.base() <= region.size() - length) {
                return region;
            }
        }
        return null;
    }

    private Bus.Region ram(long pa, long length) {
        Bus.Region region = find(pa, length);
        if (region == null) {
            throw new IndexOutOfBoundsException("no RAM holds " + length + " bytes at 0x" + Long.toHexString(pa));
        }
        return region;
    }

    @Override
    public boolean covers(long pa, long length) {
        return find(pa, length) != null;
    }

    @Override
    public void read(long pa, byte[] into, int from, int length) {
        Bus.Region region = ram(pa, length);
        region.read(pa, into, from, length);
    }

    @Override
    public void write(long pa, byte[] bytes, int from, int length) {
        Bus.Region region = ram(pa, length);
        region.ram().setStoredByDevice(true);
        region.write(pa, bytes, from, length);
        region.ram().setStoredByDevice(false);
        region.ram().storedByDevice();
    }

    @Override
    public long read(long pa, int bytes) {
        Bus.Region region = ram(pa, bytes);
        return region.read(pa, bytes);
    }

    @Override
    public void write(long pa, int bytes, long value) {
        Bus.Region region = ram(pa, bytes);
        region.ram().setStoredByDevice(true);
        region.write(pa, bytes, value);
        region.ram().setStoredByDevice(false);
        region.ram().storedByDevice();
    }
}
