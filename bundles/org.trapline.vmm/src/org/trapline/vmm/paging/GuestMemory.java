// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

/**
 * Where a guest's memory is in the host's: one range, one offset.
 *
 * @param gpa  guest physical address of the first byte
 * @param hpa  host physical address of the same byte
 * @param size bytes
 * @param windows where it has devices of the host beside its memory
 */
public record GuestMemory(long gpa, long hpa, long size, DeviceWindows windows) {
    public GuestMemory {
        if (((gpa | hpa | size) & FramePool.FRAME_SIZE - 1) != 0 || size <= 0) {
            throw new IllegalArgumentException("guest memory is made of whole pages");
        }
    }

    /** Memory without devices of the host beside it. */
    public GuestMemory(long gpa, long hpa, long size) {
        this(gpa, hpa, size, new DeviceWindows());
    }

    /** Tells whether all of {@code bytes} bytes at a guest physical address are the guest's memory. */
    public boolean contains(long address, int bytes) {
        return address >= gpa && address - gpa <= size - bytes;
    }

    /** Returns which page of the guest's memory a {@link #contains contained} address is in, counted from its start. */
    public int page(long address) {
        return (int) ((address - gpa) / FramePool.FRAME_SIZE);
    }

    /** Returns the host physical address of a guest physical one that is {@link #contains contained}. */
    public long hpa(long address) {
        return hpa + (address - gpa);
    }
}
