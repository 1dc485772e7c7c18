// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

/** How the 64 bits of an event's argument are to be read and shown. */
public enum ArgType {
    /** An unsigned number shown in hexadecimal. */
    HEX,
    /** A signed number shown in decimal. */
    DECIMAL,
    /** A virtual address, shown with the symbol that covers it. */
    ADDRESS,
    /** A physical address on the bus, shown with the device that covers it. */
    DEVICE,
    /** A CSR number; negative means none. */
    CSR,
    /** A trap cause as {@code mcause} holds it: bit 63 set for an interrupt. */
    CAUSE,
    /** A privilege mode, see {@link Mode}. */
    MODE,
    /** An instruction word; 0 means none. */
    INSTRUCTION,
    /** A page table entry, shown with its flags. */
    PTE,
    /** The id of a VM; negative means none. */
    VM,
    /** A number that usually spells four ASCII characters, such as an SBI extension. */
    TAG,
    /** One byte of text. */
    CHARACTER,
    /** The ordinal of a constant of an enum of {@link org.trapline.trace.code}. */
    CODE
}
