// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

import java.util.List;
import org.trapline.machine.device.DeviceRegister;

/** The registers that all virtio devices have, each of four bytes; what a kind of device has of its own follows from {@link #CONFIG} on. */
public enum VirtioRegister implements DeviceRegister {
    MAGIC_VALUE(0x000, Access.READ, "the letters virt"),
    VERSION(0x004, Access.READ, "version of this register interface: 2"),
    DEVICE_ID(0x008, Access.READ, "kind of device; 0 if the slot is empty"),
    VENDOR_ID(0x00c, Access.READ, "who made the device: the letters QEMU, because drivers look for them"),
    DEVICE_FEATURES(0x010, Access.READ, "32 of the features that the device offers"),
    DEVICE_FEATURES_SEL(0x014, Access.WRITE, "which 32 features DEVICE_FEATURES shows"),
    DRIVER_FEATURES(0x020, Access.WRITE, "32 of the features that the driver wants"),
    DRIVER_FEATURES_SEL(0x024, Access.WRITE, "which 32 features DRIVER_FEATURES sets"),
    QUEUE_SEL(0x030, Access.WRITE, "which queue the registers below are of"),
    QUEUE_NUM_MAX(0x034, Access.READ, "largest size of the queue; 0 if there is no such queue"),
    QUEUE_NUM(0x038, Access.WRITE, "size of the queue, a power of 2"),
    QUEUE_READY(0x044, Access.READ_WRITE, "1 while the device uses the queue"),
    QUEUE_NOTIFY(0x050, Access.WRITE, "the number of a queue in which there is something new"),
    INTERRUPT_STATUS(0x060, Access.READ, "0 a buffer was used, 1 the configuration or the status changed"),
    INTERRUPT_ACK(0x064, Access.WRITE, "clears bits of INTERRUPT_STATUS"),
    STATUS(0x070, Access.READ_WRITE,
        "0 acknowledge, 1 driver, 2 driver_ok, 3 features_ok, 6 device_needs_reset, 7 failed; writing 0 resets the device"),
    QUEUE_DESC_LOW(0x080, Access.WRITE, "address of the queue's descriptor table, low half"),
    QUEUE_DESC_HIGH(0x084, Access.WRITE, "address of the queue's descriptor table, high half"),
    QUEUE_DRIVER_LOW(0x090, Access.WRITE, "address of the queue's available ring, low half"),
    QUEUE_DRIVER_HIGH(0x094, Access.WRITE, "address of the queue's available ring, high half"),
    QUEUE_DEVICE_LOW(0x0a0, Access.WRITE, "address of the queue's used ring, low half"),
    QUEUE_DEVICE_HIGH(0x0a4, Access.WRITE, "address of the queue's used ring, high half"),
    SHM_SEL(0x0ac, Access.WRITE, "which shared memory the registers below are of"),
    SHM_LEN_LOW(0x0b0, Access.READ, "length of the shared memory, low half; all ones because there is none"),
    SHM_LEN_HIGH(0x0b4, Access.READ, "length of the shared memory, high half"),
    SHM_BASE_LOW(0x0b8, Access.READ, "address of the shared memory, low half"),
    SHM_BASE_HIGH(0x0bc, Access.READ, "address of the shared memory, high half"),
    QUEUE_RESET(0x0c0, Access.READ_WRITE, "1 takes the queue back from the device, with the feature RING_RESET"),
    CONFIG_GENERATION(0x0fc, Access.READ, "changes whenever the device's own configuration does"),
    CONFIG(0x100, 0xf00, Access.READ_WRITE, "the device's own configuration, of any width");

    private static final List<VirtioRegister> ROWS = List.of(values());

    private final Place place;
    private final String doc;

    VirtioRegister(int offset, Access access, String doc) {
        this(offset, 4, access, doc);
    }

    VirtioRegister(int offset, int bytes, Access access, String doc) {
        this.place = Place.at(offset, bytes, access);
        this.doc = doc;
    }

    static List<VirtioRegister> rows() {
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
