// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

/**
 * Where a guest's memory is in the host's: one range with one offset, or page by page wherever the host's operating system has them.
 *
 * @param gpa  guest physical address of the first byte
 * @param hpa  host physical address of the same byte; 0 if the memory is not in one piece
 * @param size bytes
 * @param windows where it has devices of the host beside its memory
 * @param frames where each page is; null for memory in one piece
 */
public record GuestMemory(long gpa, long hpa, long size, DeviceWindows windows, FrameMap frames) {
    public GuestMemory {
        if (((gpa | hpa | size) & FramePool.FRAME_SIZE - 1) != 0 || size <= 0) {
            throw new IllegalArgumentException("guest memory is made of whole pages");
        }
    }

    /** Memory in one piece without devices of the host beside it. */
    public GuestMemory(long gpa, long hpa, long size) {
        this(gpa, hpa, size, new DeviceWindows(), null);
    }

    /** Memory whose pages are wherever they are. */
    public GuestMemory(long gpa, long size, FrameMap frames) {
        this(gpa, 0, size, new DeviceWindows(), frames);
    }

    /** Tells whether pages come and go. */
    public boolean isPaged() {
        return frames != null;
    }

    /** Tells whether all of {@code bytes} bytes at a guest physical address are the guest's memory. */
    public boolean contains(long address, int bytes) {
        return address >= gpa && address - gpa <= size - bytes;
    }

    /** Returns which page of the guest's memory a {@link #contains contained} address is in, counted from its start. */
    public int page(long address) {
        return (int) ((address - gpa) / FramePool.FRAME_SIZE);
    }

    /** Returns the host physical address of a guest physical one that is {@link #contains contained}; a page that is elsewhere is brought. */
    public long hpa(long address) {
        return frames == null ? hpa + (address - gpa) : frames.bring(page(address)) + (address & FramePool.FRAME_SIZE - 1);
    }

    /** As {@link #hpa(long)}, but -1 if the page is in no page frame. */
    long locate(long address) {
        if (frames == null) {
            return hpa + (address - gpa);
        }
        final long frame = frames.locate(page(address));
        return frame < 0 ? -1 : frame + (address & FramePool.FRAME_SIZE - 1);
    }

    /** Returns the guest physical address of the page with a host physical address, or -1 if it is none of the guest's. */
    public long gpaOfPage(long hpaOfPage) {
        if (frames != null) {
            final int page = frames.pageAt(hpaOfPage);
            return page < 0 ? -1 : gpa + (long) page * FramePool.FRAME_SIZE;
        }
        final long at = hpaOfPage - hpa;
        return at >= 0 && at < size ? gpa + at : -1;
    }
}
