// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.Locale;

/**
 * What the VMM does that takes time on the host's hart, one row each. The hart is charged a row's figure each time the
 * VMM does it, whatever the technique; so a technique costs what its events cost.
 *
 * <p>The machine's harts retire one instruction a cycle. A row's default is therefore the number of instructions that the
 * work takes when it is written out in RV64I assembly, and its source is that count.
 */
public enum Cost {
    EXIT("leave the guest", 42, "31 sd of x1..x31, csrrw of sscratch and back, 4 csrr (scause, sepc, stval, sstatus), 5 to dispatch"),
    ENTRY("enter the guest", 36, "31 ld of x1..x31, csrw of sepc and sstatus, 2 to test for work, sret"),
    GUEST_MODE("take a hart out of its modes for guests, or back into them", 3,
        "csrrw of hstatus, csrw of hvip and henvcfg; the trap itself keeps nothing in memory, as those of x86 do, and takes no longer than any other"),
    VCPU_SWITCH("put one vCPU and load another", 28, "12 ld/sd pairs of per-vCPU state, csrw satp, 3 to link the run queue"),
    SCHEDULE("choose the next vCPU", 40, "a round of the run queue: 8 instructions for each of 4 vCPUs, 8 to re-arm the quantum timer"),
    KICK("make another hart look for work", 16, "test 2 words of its state (8), find its bit in a mask (4), 4 to send the software interrupt"),
    STEAL("tell a guest how long it waited", 18, "subtract and scale (4), translate the address (4), 5 sd or sw of the record, 5 for its sequence"),
    SYSCALL("dispatch a process's system call", 26, "bounds of the number (3), jump table (3), checks of two pointers (12), put the result, step over the ecall (8)"),
    COPY("copy 64 bytes between kernel and process", 18, "8 ld, 8 sd, 2 to step"),
    RELAY("bring an exit from the host's kernel to the process that is the VMM", 92,
        "find whose context it was (20), note cause, pc and value (12), 31 ld of its x1..x31, csrw satp, sepc, sstatus, sret (35), sfence.vma, 24 of its own loop"),
    REENTER("have the host's kernel run the guest on for that process", 86,
        "ecall, 31 sd and 5 to dispatch (37), its rights on the vCPU (20), 12 ld of per-vCPU state and as many sd (24), csrw satp, sfence.vma, 3 to link it"),
    REMAP("have the host's kernel change a page of the guest for that process", 120,
        "ecall and its return (75), 3 levels of the process's own table (27), compare (10), 8 to link it"),
    HOST_FAULT("find out what a process's page fault is about", 62,
        "3 levels of its table (27), which of its pieces it is in (15), where the page is (10), link the frame afterwards (10)"),
    CLEAR_PAGE("give a process a page of zeros", 530, "512 sd to clear it, 18 to take its frame from the free list"),
    RECLAIM("look at a page frame whose page may go", 14, "its owner (4), what that is sure of (4), test and clear the mark (4), 2 to step on"),
    UNMAP("take one entry of a page away", 8, "ld, compare, sd of zero, and 5 to step through the list of its entries"),
    SHOOT_DOWN("make the harts forget a process's translations", 36, "sfence.vma (4), find which others have run it (8), send them an interrupt and wait for each (24)"),
    SWAP_REQUEST("ask the disk to read or write a page", 80, "3 descriptors (24), index and kick (8), its interrupt (48)"),
    SWAP_TRANSFER("wait for the disk to read or write a page, while others run", 2400,
        "24 microseconds of 100 cycles each, as the machine's own disk takes: 20 for a request, half a one for each of 8 sectors"),
    BALLOON_PAGE("take a page that a guest gives back, or note that it takes one", 40,
        "address from the queue (4), bounds (3), find its frame (9), unlink it (12), 8 to the free list, 4 to step on"),
    DECODE("decode the trapped instruction", 18, "load it (2), mask and compare down a tree of 5 levels of 3, jump"),
    EMULATE("act on the vCPU", 22, "legality by mode (6), read, merge and write the virtual register (12), advance pc, store rd (4)"),
    REFLECT("deliver a trap to the guest's own kernel", 34, "delegation (8), xstatus stack (10), xepc, xcause, xtval (6), vector (6), mode (4)"),
    INJECT("deliver an interrupt to the guest's own kernel", 12, "pending and enabled, by priority: 12 before the delivery itself"),
    WALK_LEVEL("read one level of the guest's page table", 14, "index (3), bounds of the guest's memory (3), ld, 7 tests of the entry"),
    SHADOW_FILL("write one shadow entry", 16, "merge the rights (8), find the slot (5), sd, 2 for the reverse map"),
    GUEST_CSRS("give a hart another guest's registers of S mode",  44,
        "10 csrr and sd, 10 ld and csrw: vsstatus, vsie, vstvec, vsscratch, vsepc, vscause, vstval, vsatp, hvip, vstimecmp; 4 csrw: hgatp, hstatus, hedeleg, hideleg"),
    PENDING("make interrupts pending for the guest's mode", 4, "mask, shift (2), csrw hvip"),
    FAULT_ADDRESS("work out a guest physical address that faulted", 5, "csrr htval and htinst, slli, or, test"),
    SECOND_STAGE_FILL("write one entry of the second stage", 14, "bounds of the guest's memory (3), merge the rights (3), find the slot (5), sd, 2 to count"),
    SHADOW_TABLE("make one page of a table", 530, "512 sd to clear it, 18 to take it from the free list"),
    SPACE_SWITCH("have the hart walk the tables of another of the guest's address spaces", 12,
        "compare root, mode and rights with those of 2 on average (10), ld of its root, csrw satp or vsatp"),
    SHADOW_FLUSH("drop a shadow address space", 24, "unlink it (12), return its pages to the free list (8), sfence.vma (4)"),
    WRITE_PROTECT("take the right to write from one entry", 8, "ld, test, andi, sd, and 4 to step through the table"),
    HYPERCALL("dispatch a hypercall", 10, "whose ecall it is (2), bounds of the number (2), jump table (3), put the result, step over the ecall (2)"),
    UPCALL("deliver a trap or an event to the entry that the guest's kernel has named", 24,
        "7 ld and sd of the frame (14), ld of the kernel's sp, mask (3), entry and mode (4), satp (2)"),
    UPCALL_RETURN("go back to where an upcall came from", 14, "ld of pc, sp, a7, mode and mask (5), tests (3), sd of the mask, 5 for satp and mode"),
    SHARED_TIME("show a guest the time", 3, "rdtime, sub, sd"),
    RING("take a request from a ring that is shared with a guest, or put a response there", 15, "2 numbers and their bounds (5), place (2), 4 ld or 2 sd, number back (1), test for the event (3)"),
    VALIDATE("look at one entry of a guest's own table", 17,
        "bits by level (5), bounds of the guest's memory (3), find what the page is used for (2), compare and count (4), put the host's number (2), sd"),
    TABLE_SCAN("go through one page of a guest's own table", 2048, "512 times: ld, andi, beqz and 1 to step"),
    DEVICE("emulate one access to a device", 60, "find the device by address (16), its register by offset (8), the model itself (36)"),
    FIRMWARE("emulate one SBI call", 50, "find extension and function (20), the function (30)"),
    PAGE_COPY("copy a page to or from another host", 1040, "512 ld and 512 sd, 16 to find the page and for its header"),
    RECOVER("work out the guest's state from a place in translated code", 30, "find the piece (5 levels of 4), its entry (4), restore and set registers (6)"),
    BANK("bring the vCPU's CSRs into the bank and back", 26, "11 fld before the entry, 5 fsd after the exit, 10 to compare and write back"),
    LOOK_UP("find a translation", 14, "hash (3), ld of the bucket (2), compare pc and space (5), take its address (4)"),
    TRANSLATE("translate one instruction", 70, "fetch (6), decode (18), choose by kind (8), emit 2 words and how to recover (24), note its place (14)"),
    LINK("link one exit", 22, "5 lui/ori/sw of at most 6 words (16), note it at both ends (5), fence.i (1)"),
    INVALIDATE("drop one translation", 30, "unlink it from its page and space (12), and what is linked to it (16), fence.i (2)"),
    TIMER("re-arm the host's timer", 10, "minimum of two deadlines (6), csrw stimecmp (4)");

    private final String meaning;
    private final int cycles;
    private final String source;

    Cost(final String meaning, final int cycles, final String source) {
        this.meaning = meaning;
        this.cycles = cycles;
        this.source = source;
    }

    /** Returns the name in configurations: {@code walk_level}. */
    public String literal() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is done, as a phrase: "leave the guest". */
    public String meaning() {
        return meaning;
    }

    /** The default figure, in cycles of the host's hart. */
    public int cycles() {
        return cycles;
    }

    /** Where the default figure comes from. */
    public String source() {
        return source;
    }
}
