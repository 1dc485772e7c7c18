// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.scene;

/** What an element is. Its layer follows; palettes and shapes follow from both. */
public enum Role {
    /** A physical machine. */
    HOST(Layer.PHYSICAL, false),
    /** The hardware of a host, as one box. */
    HARDWARE(Layer.PHYSICAL, false),
    /** A physical hart, or several where there are too many to draw. */
    HART(Layer.PHYSICAL, true),
    /** Physical memory. */
    MEMORY(Layer.PHYSICAL, true),
    /** A physical disk. */
    DISK(Layer.PHYSICAL, true),
    /** A physical network card. */
    NIC(Layer.PHYSICAL, true),
    /** Another physical device. */
    DEVICE(Layer.PHYSICAL, true),
    /** Firmware, also the kind that cuts a host into partitions. */
    FIRMWARE(Layer.SYSTEM, false),
    /** A part of a host with hardware of its own. */
    PARTITION(Layer.PHYSICAL, false),
    /** A hart, some memory or a device that belongs to a partition. */
    SHARE(Layer.PHYSICAL, true),
    /** A hypervisor. */
    HYPERVISOR(Layer.SYSTEM, false),
    /** A host operating system. */
    OPERATING_SYSTEM(Layer.SYSTEM, false),
    /** A program that owns a host or a partition by itself. */
    SOFTWARE(Layer.SYSTEM, false),
    /** A virtual machine, or an array of them. */
    DOMAIN(Layer.VIRTUAL, false),
    /** One virtual machine of an array. */
    INSTANCE(Layer.VIRTUAL, true),
    /** A virtual CPU, or several where there are too many to draw. */
    VCPU(Layer.VIRTUAL, true),
    /** The memory of a virtual machine. */
    GUEST_MEMORY(Layer.VIRTUAL, true),
    /** The program a virtual machine boots. */
    KERNEL(Layer.VIRTUAL, true),
    /** A virtual disk. */
    GUEST_DISK(Layer.VIRTUAL, true),
    /** A virtual network card. */
    INTERFACE(Layer.VIRTUAL, true),
    /** Another virtual device. */
    GUEST_DEVICE(Layer.VIRTUAL, true),
    /** A host device passed through to a virtual machine. */
    PASSED_THROUGH(Layer.PHYSICAL, true),
    /** An ordinary process of a host operating system. */
    PROCESS(Layer.USER, false),
    /** A container. */
    CONTAINER(Layer.USER, false),
    /** A network card of a container. */
    CONTAINER_INTERFACE(Layer.USER, true),
    /** An emulator of another instruction set. */
    EMULATOR(Layer.USER, false),
    /** A bytecode virtual machine. */
    RUNTIME(Layer.USER, false),
    /** A network. */
    NETWORK(Layer.SHARED, false),
    /** Storage that belongs to no host. */
    VOLUME(Layer.SHARED, false),
    /** A pattern of virtual machines. */
    TEMPLATE(Layer.PLAN, false),
    /** A device or a setting of a template. */
    TEMPLATE_PART(Layer.PLAN, true),
    /** A guest program. */
    PROGRAM(Layer.PLAN, false);

    private final Layer layer;
    private final boolean part;

    Role(Layer layer, boolean part) {
        this.layer = layer;
        this.part = part;
    }

    /** The layer it belongs to. */
    public Layer layer() {
        return layer;
    }

    /** Whether it is a small part of another element, such as a hart, rather than a box of its own. */
    public boolean isPart() {
        return part;
    }
}
