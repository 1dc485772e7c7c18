// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio.block;

import java.util.List;
import org.trapline.machine.device.DeviceRegister;

/** The configuration of a virtio block device. */
public enum BlockRegister implements DeviceRegister {
    CAPACITY(0, 8, "size in sectors of 512 bytes"),
    SIZE_MAX(8, 4, "largest buffer, if limited"),
    SEG_MAX(12, 4, "most buffers of a request"),
    CYLINDERS(16, 2, "geometry; not offered"),
    HEADS(18, 1, "geometry; not offered"),
    SECTORS(19, 1, "geometry; not offered"),
    BLK_SIZE(20, 4, "bytes of a sector"),
    PHYSICAL_BLOCK_EXP(24, 1, "sectors of a physical block, as a power of 2"),
    ALIGNMENT_OFFSET(25, 1, "first aligned sector"),
    MIN_IO_SIZE(26, 2, "least sectors that are best transferred together"),
    OPT_IO_SIZE(28, 4, "most sectors that are best transferred together"),
    WRITEBACK(32, 1, "1: what was written lasts only after a flush"),
    NUM_QUEUES(34, 2, "request queues"),
    MAX_DISCARD_SECTORS(36, 4, "most sectors of a range to discard"),
    MAX_DISCARD_SEG(40, 4, "most ranges of a request to discard"),
    DISCARD_SECTOR_ALIGNMENT(44, 4, "sectors by which ranges to discard are best aligned"),
    MAX_WRITE_ZEROES_SECTORS(48, 4, "most sectors of a range to make zero"),
    MAX_WRITE_ZEROES_SEG(52, 4, "most ranges of a request to make zero"),
    WRITE_ZEROES_MAY_UNMAP(56, 1, "1: making zero may discard");

    private static final List<BlockRegister> ROWS = List.of(values());

    private final Place place;
    private final String doc;

    BlockRegister(int offset, int bytes, String doc) {
        this.place = Place.at(offset, bytes, Access.READ);
        this.doc = doc;
    }

    static List<BlockRegister> rows() {
        return ROWS;
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public String doc() {
        return doc;
    }
}
