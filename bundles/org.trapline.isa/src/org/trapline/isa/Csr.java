// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.trapline.isa.CsrField.*;
import static org.trapline.isa.CsrShape.*;
import static org.trapline.isa.Extension.*;
import static org.trapline.isa.Xlen.*;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The control and status registers, one row each. Who may access a register follows from its number; what software can store in it follows
 * from its fields, by {@link #rule}. A register may be a view of another's bits, such as {@code sstatus} of {@code mstatus}.
 *
 * <p>Effects that reach beyond the register itself (an interrupt becoming pending, a locked PMP entry, {@code sie} being limited by
 * {@code mideleg}) are the hart's.
 *
 * @implSpec priv "Control and Status Registers (CSRs)"
 */
public enum Csr {
    // machine information
    MVENDORID(0xf11, I, fixed("manufacturer by JEDEC number; 0 if not a commercial implementation"),
        ManualSection.MVENDORID, "who made the hart"),
    MARCHID(0xf12, I, fixed("microarchitecture; 0 if not registered"),
        ManualSection.MARCHID, "the microarchitecture of the hart"),
    MIMPID(0xf13, I, fixed("version, as the maker numbers them"),
        ManualSection.MIMPID, "the version of the implementation"),
    MHARTID(0xf14, I, fixed("number of this hart; one hart of the machine has 0"),
        ManualSection.MHARTID, "the number of the hart that reads it"),
    MCONFIGPTR(0xf15, I, fixed("physical address of a configuration structure; 0 if there is none"),
        ManualSection.MCONFIGPTR, "where a description of the hart is found"),
    // machine trap setup
    MSTATUS(0x300, I, layout(
        readOnly("SD", 63, 63, "some of FS, VS or XS is dirty: the context to save includes extension state").only(RV64),
        readOnly("SD", 31, 31, "some of FS, VS or XS is dirty: the context to save includes extension state").only(RV32),
        bit("MPV", 39, "virtualization mode before the trap to M mode").of(H).only(RV64),
        bit("GVA", 38, "mtval holds a guest virtual address").of(H).only(RV64),
        readOnly("MBE", 37, 37, "M-mode data accesses are big-endian").only(RV64),
        readOnly("SBE", 36, 36, "S-mode data accesses and page tables are big-endian").only(RV64),
        readOnly("SXL", 35, 34, 2, "register width in S mode").only(RV64).meaning(is(1, "32 bits"), is(2, "64 bits")),
        readOnly("UXL", 33, 32, 2, "register width in U mode").only(RV64).meaning(is(1, "32 bits"), is(2, "64 bits")),
        bit("TSR", 22, "trap sret: executing it in S mode is illegal"),
        bit("TW", 21, "timeout wait: wfi below M mode is illegal unless it ends at once"),
        bit("TVM", 20, "trap virtual memory: in S mode, accessing satp and executing sfence.vma are illegal"),
        bit("MXR", 19, "make executable readable: loads may read pages that are only executable"),
        bit("SUM", 18, "permit supervisor user memory access: S mode may access pages of U mode"),
        bit("MPRV", 17, "modify privilege: loads and stores are checked and translated as in mode MPP"),
        readOnly("XS", 16, 15, "state of further extensions"),
        warl("FS", 14, 13, "state of the floating-point unit").of(F)
            .meaning(is(0, "off: floating-point instructions are illegal"), is(1, "initial"), is(2, "clean"), is(3, "dirty")),
        warl("MPP", 12, 11, "privilege mode before the trap to M mode", is(0, "U"), is(1, "S"), is(3, "M")),
        readOnly("VS", 10, 9, "state of the vector unit"),
        warl("SPP", 8, 8, "privilege mode before the trap to S mode", is(0, "U"), is(1, "S")),
        bit("MPIE", 7, "MIE before the trap to M mode"),
        readOnly("UBE", 6, 6, "U-mode data accesses are big-endian"),
        bit("SPIE", 5, "SIE before the trap to S mode"),
        bit("MIE", 3, "interrupts are enabled in M mode"),
        bit("SIE", 1, "interrupts are enabled in S mode")),
        ManualSection.MSTATUS, "the state of the hart: modes before traps, interrupt enables, memory and trap controls"),
    MISA(0x301, I, layout(
        readOnly("MXL", 63, 62, 2, "register width").only(RV64).meaning(is(1, "32 bits"), is(2, "64 bits")),
        readOnly("MXL", 31, 30, 1, "register width").only(RV32).meaning(is(1, "32 bits"), is(2, "64 bits")),
        readOnly("Extensions", 25, 0, "one bit for each single-letter extension, A in bit 0")),
        ManualSection.MISA, "the instruction set the hart executes"),
    MEDELEG(0x302, I, exceptions(cause -> cause != Cause.ECALL_FROM_M),
        ManualSection.MEDELEG, "exceptions that are taken in S mode, when they happen in S or U mode"),
    MIDELEG(0x303, I, interrupts("", Cause::isForSupervisor).resetToOne("VSSI", "VSTI", "VSEI"),
        ManualSection.MEDELEG, "interrupts that are taken in S mode"),
    MIE(0x304, I, interrupts("E", cause -> cause != Cause.SUPERVISOR_GUEST_EXTERNAL_INTERRUPT),
        ManualSection.MIP, "interrupts that are enabled"),
    MTVEC(0x305, I, layout(
        warl("BASE", 63, 2, "address of the trap handler, divided by 4"),
        warl("MODE", 1, 0, "where interrupts enter", is(0, "direct: at BASE"), is(1, "vectored: at BASE + 4 * cause"))),
        ManualSection.MTVEC, "where traps to M mode enter"),
    MCOUNTEREN(0x306, I, counterBits("may be read below M mode", true),
        ManualSection.MCOUNTEREN, "counters that S mode may read"),
    // machine trap handling
    MSCRATCH(0x340, I, whole("anything; usually a pointer to memory for the M-mode trap handler"),
        ManualSection.MSCRATCH, "a word for the M-mode trap handler"),
    MEPC(0x341, I, pc("where the trap interrupted the program"),
        ManualSection.MEPC, "the address of the instruction that trapped to M mode"),
    MCAUSE(0x342, I, cause(),
        ManualSection.MCAUSE, "why the trap to M mode was taken"),
    MTVAL(0x343, I, whole("faulting address, or the instruction word, or 0; it depends on the cause"),
        ManualSection.MTVAL, "more about the trap to M mode"),
    MIP(0x344, I, interrupts("P", cause -> cause.isForSupervisor() || cause == Cause.VIRTUAL_SUPERVISOR_SOFTWARE_INTERRUPT),
        ManualSection.MIP, "interrupts that are pending"),
    // machine configuration
    MENVCFG(0x30a, I, layout(
        bit("STCE", 63, "stimecmp is there for S mode").of(SSTC).only(RV64),
        bit("PBMTE", 62, "page tables may give pages a memory type").of(SVPBMT).only(RV64),
        bit("ADUE", 61, "hardware sets the A and D bits of page tables").of(SVADU).only(RV64),
        bit("CBZE", 7, "cbo.zero may be executed in modes below M").of(ZICBOZ),
        bit("CBCFE", 6, "cbo.clean and cbo.flush may be executed in modes below M").of(ZICBOM),
        warl("CBIE", 5, 4, "what cbo.inval does in modes below M").of(ZICBOM)
            .meaning(is(0, "illegal"), is(1, "flush instead"), is(3, "invalidate")),
        bit("FIOM", 0, "fences below M mode that order I/O order memory as well")),
        ManualSection.MENVCFG, "what modes below M may do"),
    MSECCFG(0x747, I, layout(
        bit("RLB", 2, "rule locking bypass: locked PMP entries may be changed; stays 0 once an entry is locked").of(SMEPMP),
        bit("MMWP", 1, "machine mode whitelist policy: what no PMP entry covers is closed to M mode; stays 1").of(SMEPMP),
        bit("MML", 0, "machine mode lockdown: locked PMP entries are for M mode alone, others not for it; stays 1").of(SMEPMP)),
        ManualSection.MSECCFG, "security controls of M mode"),
    MCOUNTINHIBIT(0x320, I, counterBits("stands still", false),
        ManualSection.MCOUNTINHIBIT, "counters that do not count"),
    // physical memory protection
    PMPCFG0(0x3a0, I, pmpConfiguration(0),
        ManualSection.PMP, "permissions and address matching of PMP entries from 0 on"),
    PMPCFG1(0x3a1, I, RV32, pmpConfiguration(4),
        ManualSection.PMP, "permissions and address matching of PMP entries from 4 on"),
    PMPCFG2(0x3a2, I, pmpConfiguration(8),
        ManualSection.PMP, "permissions and address matching of PMP entries from 8 on"),
    PMPCFG3(0x3a3, I, RV32, pmpConfiguration(12),
        ManualSection.PMP, "permissions and address matching of PMP entries from 12 on"),
    PMPCFG4(0x3a4, I, pmpConfiguration(16),
        ManualSection.PMP, "permissions and address matching of PMP entries from 16 on"),
    PMPCFG5(0x3a5, I, RV32, pmpConfiguration(20),
        ManualSection.PMP, "permissions and address matching of PMP entries from 20 on"),
    PMPCFG6(0x3a6, I, pmpConfiguration(24),
        ManualSection.PMP, "permissions and address matching of PMP entries from 24 on"),
    PMPCFG7(0x3a7, I, RV32, pmpConfiguration(28),
        ManualSection.PMP, "permissions and address matching of PMP entries from 28 on"),
    PMPCFG8(0x3a8, I, pmpConfiguration(32),
        ManualSection.PMP, "permissions and address matching of PMP entries from 32 on"),
    PMPCFG9(0x3a9, I, RV32, pmpConfiguration(36),
        ManualSection.PMP, "permissions and address matching of PMP entries from 36 on"),
    PMPCFG10(0x3aa, I, pmpConfiguration(40),
        ManualSection.PMP, "permissions and address matching of PMP entries from 40 on"),
    PMPCFG11(0x3ab, I, RV32, pmpConfiguration(44),
        ManualSection.PMP, "permissions and address matching of PMP entries from 44 on"),
    PMPCFG12(0x3ac, I, pmpConfiguration(48),
        ManualSection.PMP, "permissions and address matching of PMP entries from 48 on"),
    PMPCFG13(0x3ad, I, RV32, pmpConfiguration(52),
        ManualSection.PMP, "permissions and address matching of PMP entries from 52 on"),
    PMPCFG14(0x3ae, I, pmpConfiguration(56),
        ManualSection.PMP, "permissions and address matching of PMP entries from 56 on"),
    PMPCFG15(0x3af, I, RV32, pmpConfiguration(60),
        ManualSection.PMP, "permissions and address matching of PMP entries from 60 on"),
    PMPADDR0(0x3b0, 0),
    PMPADDR1(0x3b1, 1),
    PMPADDR2(0x3b2, 2),
    PMPADDR3(0x3b3, 3),
    PMPADDR4(0x3b4, 4),
    PMPADDR5(0x3b5, 5),
    PMPADDR6(0x3b6, 6),
    PMPADDR7(0x3b7, 7),
    PMPADDR8(0x3b8, 8),
    PMPADDR9(0x3b9, 9),
    PMPADDR10(0x3ba, 10),
    PMPADDR11(0x3bb, 11),
    PMPADDR12(0x3bc, 12),
    PMPADDR13(0x3bd, 13),
    PMPADDR14(0x3be, 14),
    PMPADDR15(0x3bf, 15),
    PMPADDR16(0x3c0, 16),
    PMPADDR17(0x3c1, 17),
    PMPADDR18(0x3c2, 18),
    PMPADDR19(0x3c3, 19),
    PMPADDR20(0x3c4, 20),
    PMPADDR21(0x3c5, 21),
    PMPADDR22(0x3c6, 22),
    PMPADDR23(0x3c7, 23),
    PMPADDR24(0x3c8, 24),
    PMPADDR25(0x3c9, 25),
    PMPADDR26(0x3ca, 26),
    PMPADDR27(0x3cb, 27),
    PMPADDR28(0x3cc, 28),
    PMPADDR29(0x3cd, 29),
    PMPADDR30(0x3ce, 30),
    PMPADDR31(0x3cf, 31),
    PMPADDR32(0x3d0, 32),
    PMPADDR33(0x3d1, 33),
    PMPADDR34(0x3d2, 34),
    PMPADDR35(0x3d3, 35),
    PMPADDR36(0x3d4, 36),
    PMPADDR37(0x3d5, 37),
    PMPADDR38(0x3d6, 38),
    PMPADDR39(0x3d7, 39),
    PMPADDR40(0x3d8, 40),
    PMPADDR41(0x3d9, 41),
    PMPADDR42(0x3da, 42),
    PMPADDR43(0x3db, 43),
    PMPADDR44(0x3dc, 44),
    PMPADDR45(0x3dd, 45),
    PMPADDR46(0x3de, 46),
    PMPADDR47(0x3df, 47),
    PMPADDR48(0x3e0, 48),
    PMPADDR49(0x3e1, 49),
    PMPADDR50(0x3e2, 50),
    PMPADDR51(0x3e3, 51),
    PMPADDR52(0x3e4, 52),
    PMPADDR53(0x3e5, 53),
    PMPADDR54(0x3e6, 54),
    PMPADDR55(0x3e7, 55),
    PMPADDR56(0x3e8, 56),
    PMPADDR57(0x3e9, 57),
    PMPADDR58(0x3ea, 58),
    PMPADDR59(0x3eb, 59),
    PMPADDR60(0x3ec, 60),
    PMPADDR61(0x3ed, 61),
    PMPADDR62(0x3ee, 62),
    PMPADDR63(0x3ef, 63),
    // machine counters
    MCYCLE(0xb00, I, whole("number of cycles"),
        ManualSection.HPM, "cycles that the hart has run"),
    MINSTRET(0xb02, I, whole("number of instructions"),
        ManualSection.HPM, "instructions that the hart has retired"),
    MHPMCOUNTER3(0xb03, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 3"),
    MHPMCOUNTER4(0xb04, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 4"),
    MHPMCOUNTER5(0xb05, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 5"),
    MHPMCOUNTER6(0xb06, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 6"),
    MHPMCOUNTER7(0xb07, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 7"),
    MHPMCOUNTER8(0xb08, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 8"),
    MHPMCOUNTER9(0xb09, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 9"),
    MHPMCOUNTER10(0xb0a, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 10"),
    MHPMCOUNTER11(0xb0b, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 11"),
    MHPMCOUNTER12(0xb0c, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 12"),
    MHPMCOUNTER13(0xb0d, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 13"),
    MHPMCOUNTER14(0xb0e, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 14"),
    MHPMCOUNTER15(0xb0f, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 15"),
    MHPMCOUNTER16(0xb10, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 16"),
    MHPMCOUNTER17(0xb11, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 17"),
    MHPMCOUNTER18(0xb12, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 18"),
    MHPMCOUNTER19(0xb13, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 19"),
    MHPMCOUNTER20(0xb14, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 20"),
    MHPMCOUNTER21(0xb15, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 21"),
    MHPMCOUNTER22(0xb16, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 22"),
    MHPMCOUNTER23(0xb17, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 23"),
    MHPMCOUNTER24(0xb18, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 24"),
    MHPMCOUNTER25(0xb19, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 25"),
    MHPMCOUNTER26(0xb1a, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 26"),
    MHPMCOUNTER27(0xb1b, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 27"),
    MHPMCOUNTER28(0xb1c, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 28"),
    MHPMCOUNTER29(0xb1d, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 29"),
    MHPMCOUNTER30(0xb1e, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 30"),
    MHPMCOUNTER31(0xb1f, I, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "performance counter 31"),
    MHPMEVENT3(0x323, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 3 counts"),
    MHPMEVENT4(0x324, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 4 counts"),
    MHPMEVENT5(0x325, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 5 counts"),
    MHPMEVENT6(0x326, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 6 counts"),
    MHPMEVENT7(0x327, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 7 counts"),
    MHPMEVENT8(0x328, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 8 counts"),
    MHPMEVENT9(0x329, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 9 counts"),
    MHPMEVENT10(0x32a, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 10 counts"),
    MHPMEVENT11(0x32b, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 11 counts"),
    MHPMEVENT12(0x32c, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 12 counts"),
    MHPMEVENT13(0x32d, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 13 counts"),
    MHPMEVENT14(0x32e, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 14 counts"),
    MHPMEVENT15(0x32f, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 15 counts"),
    MHPMEVENT16(0x330, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 16 counts"),
    MHPMEVENT17(0x331, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 17 counts"),
    MHPMEVENT18(0x332, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 18 counts"),
    MHPMEVENT19(0x333, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 19 counts"),
    MHPMEVENT20(0x334, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 20 counts"),
    MHPMEVENT21(0x335, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 21 counts"),
    MHPMEVENT22(0x336, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 22 counts"),
    MHPMEVENT23(0x337, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 23 counts"),
    MHPMEVENT24(0x338, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 24 counts"),
    MHPMEVENT25(0x339, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 25 counts"),
    MHPMEVENT26(0x33a, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 26 counts"),
    MHPMEVENT27(0x33b, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 27 counts"),
    MHPMEVENT28(0x33c, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 28 counts"),
    MHPMEVENT29(0x33d, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 29 counts"),
    MHPMEVENT30(0x33e, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 30 counts"),
    MHPMEVENT31(0x33f, I, fixed("no event"),
        ManualSection.HPM, "what performance counter 31 counts"),
    // debug triggers: none are there, which tdata1 says by its type 0
    TSELECT(0x7a0, I, fixed("number of the selected trigger"),
        ManualSection.DEBUG_TRIGGERS, "which trigger tdata1 to tdata3 show"),
    TDATA1(0x7a1, I, fixed("type and settings of the selected trigger; 0: there is none"),
        ManualSection.DEBUG_TRIGGERS, "data 1 of the selected trigger"),
    TDATA2(0x7a2, I, fixed("address or value the trigger compares with"),
        ManualSection.DEBUG_TRIGGERS, "data 2 of the selected trigger"),
    TDATA3(0x7a3, I, fixed("further conditions"),
        ManualSection.DEBUG_TRIGGERS, "data 3 of the selected trigger"),
    // supervisor
    SSTATUS(0x100, S, view(MSTATUS, "SIE", "SPIE", "UBE", "SPP", "VS", "FS", "XS", "SUM", "MXR", "UXL", "SD"),
        ManualSection.SSTATUS, "the part of mstatus that S mode may see and change"),
    SIE(0x104, S, view(MIE, "SSIE", "STIE", "SEIE"),
        ManualSection.SIP, "interrupts that are enabled, of those delegated to S mode"),
    STVEC(0x105, S, layout(
        warl("BASE", 63, 2, "address of the trap handler, divided by 4"),
        warl("MODE", 1, 0, "where interrupts enter", is(0, "direct: at BASE"), is(1, "vectored: at BASE + 4 * cause"))),
        ManualSection.STVEC, "where traps to S mode enter"),
    SCOUNTEREN(0x106, S, counterBits("may be read in U mode", true),
        ManualSection.SCOUNTEREN, "counters that U mode may read, of those that S mode may"),
    SENVCFG(0x10a, S, layout(
        bit("CBZE", 7, "cbo.zero may be executed in U mode").of(ZICBOZ),
        bit("CBCFE", 6, "cbo.clean and cbo.flush may be executed in U mode").of(ZICBOM),
        warl("CBIE", 5, 4, "what cbo.inval does in U mode").of(ZICBOM)
            .meaning(is(0, "illegal"), is(1, "flush instead"), is(3, "invalidate")),
        bit("FIOM", 0, "fences in U mode that order I/O order memory as well")),
        ManualSection.SENVCFG, "what U mode may do"),
    SSCRATCH(0x140, S, whole("anything; usually a pointer to memory for the S-mode trap handler"),
        ManualSection.SSCRATCH, "a word for the S-mode trap handler"),
    SEPC(0x141, S, pc("where the trap interrupted the program"),
        ManualSection.SEPC, "the address of the instruction that trapped to S mode"),
    SCAUSE(0x142, S, cause(),
        ManualSection.SCAUSE, "why the trap to S mode was taken"),
    STVAL(0x143, S, whole("faulting address, or the instruction word, or 0; it depends on the cause"),
        ManualSection.STVAL, "more about the trap to S mode"),
    SIP(0x144, S, view(MIP, "SSIP", "-STIP", "-SEIP"),
        ManualSection.SIP, "interrupts that are pending, of those delegated to S mode"),
    SATP(0x180, S, layout(
        warl("MODE", 63, 60, "how virtual addresses are translated", is(0, "Bare: not at all"), is(8, "Sv39: three levels of page tables"),
            is(9, "Sv48: four levels of page tables").of(SV48), is(10, "Sv57: five levels of page tables").of(SV57)).only(RV64),
        warl("ASID", 59, 44, "address space, for the TLB to tell translations apart").only(RV64),
        warl("PPN", 43, 0, "physical page number of the root page table").only(RV64),
        warl("MODE", 31, 31, "how virtual addresses are translated", is(0, "Bare: not at all"), is(1, "Sv32: two levels of page tables")).only(RV32),
        warl("ASID", 30, 22, "address space, for the TLB to tell translations apart").only(RV32),
        warl("PPN", 21, 0, "physical page number of the root page table").only(RV32)).dropIllegalWrites(),
        ManualSection.SATP, "address translation in S and U mode"),
    // counters for all modes
    CYCLE(0xc00, ZICNTR, shadow(MCYCLE),
        ManualSection.ZICNTR, "cycles that the hart has run"),
    TIME(0xc01, ZICNTR, fixed("mtime, the real-time counter of the platform"),
        ManualSection.ZICNTR, "real time in ticks"),
    INSTRET(0xc02, ZICNTR, shadow(MINSTRET),
        ManualSection.ZICNTR, "instructions that the hart has retired"),
    HPMCOUNTER3(0xc03, ZIHPM, shadow(MHPMCOUNTER3),
        ManualSection.ZIHPM, "performance counter 3"),
    HPMCOUNTER4(0xc04, ZIHPM, shadow(MHPMCOUNTER4),
        ManualSection.ZIHPM, "performance counter 4"),
    HPMCOUNTER5(0xc05, ZIHPM, shadow(MHPMCOUNTER5),
        ManualSection.ZIHPM, "performance counter 5"),
    HPMCOUNTER6(0xc06, ZIHPM, shadow(MHPMCOUNTER6),
        ManualSection.ZIHPM, "performance counter 6"),
    HPMCOUNTER7(0xc07, ZIHPM, shadow(MHPMCOUNTER7),
        ManualSection.ZIHPM, "performance counter 7"),
    HPMCOUNTER8(0xc08, ZIHPM, shadow(MHPMCOUNTER8),
        ManualSection.ZIHPM, "performance counter 8"),
    HPMCOUNTER9(0xc09, ZIHPM, shadow(MHPMCOUNTER9),
        ManualSection.ZIHPM, "performance counter 9"),
    HPMCOUNTER10(0xc0a, ZIHPM, shadow(MHPMCOUNTER10),
        ManualSection.ZIHPM, "performance counter 10"),
    HPMCOUNTER11(0xc0b, ZIHPM, shadow(MHPMCOUNTER11),
        ManualSection.ZIHPM, "performance counter 11"),
    HPMCOUNTER12(0xc0c, ZIHPM, shadow(MHPMCOUNTER12),
        ManualSection.ZIHPM, "performance counter 12"),
    HPMCOUNTER13(0xc0d, ZIHPM, shadow(MHPMCOUNTER13),
        ManualSection.ZIHPM, "performance counter 13"),
    HPMCOUNTER14(0xc0e, ZIHPM, shadow(MHPMCOUNTER14),
        ManualSection.ZIHPM, "performance counter 14"),
    HPMCOUNTER15(0xc0f, ZIHPM, shadow(MHPMCOUNTER15),
        ManualSection.ZIHPM, "performance counter 15"),
    HPMCOUNTER16(0xc10, ZIHPM, shadow(MHPMCOUNTER16),
        ManualSection.ZIHPM, "performance counter 16"),
    HPMCOUNTER17(0xc11, ZIHPM, shadow(MHPMCOUNTER17),
        ManualSection.ZIHPM, "performance counter 17"),
    HPMCOUNTER18(0xc12, ZIHPM, shadow(MHPMCOUNTER18),
        ManualSection.ZIHPM, "performance counter 18"),
    HPMCOUNTER19(0xc13, ZIHPM, shadow(MHPMCOUNTER19),
        ManualSection.ZIHPM, "performance counter 19"),
    HPMCOUNTER20(0xc14, ZIHPM, shadow(MHPMCOUNTER20),
        ManualSection.ZIHPM, "performance counter 20"),
    HPMCOUNTER21(0xc15, ZIHPM, shadow(MHPMCOUNTER21),
        ManualSection.ZIHPM, "performance counter 21"),
    HPMCOUNTER22(0xc16, ZIHPM, shadow(MHPMCOUNTER22),
        ManualSection.ZIHPM, "performance counter 22"),
    HPMCOUNTER23(0xc17, ZIHPM, shadow(MHPMCOUNTER23),
        ManualSection.ZIHPM, "performance counter 23"),
    HPMCOUNTER24(0xc18, ZIHPM, shadow(MHPMCOUNTER24),
        ManualSection.ZIHPM, "performance counter 24"),
    HPMCOUNTER25(0xc19, ZIHPM, shadow(MHPMCOUNTER25),
        ManualSection.ZIHPM, "performance counter 25"),
    HPMCOUNTER26(0xc1a, ZIHPM, shadow(MHPMCOUNTER26),
        ManualSection.ZIHPM, "performance counter 26"),
    HPMCOUNTER27(0xc1b, ZIHPM, shadow(MHPMCOUNTER27),
        ManualSection.ZIHPM, "performance counter 27"),
    HPMCOUNTER28(0xc1c, ZIHPM, shadow(MHPMCOUNTER28),
        ManualSection.ZIHPM, "performance counter 28"),
    HPMCOUNTER29(0xc1d, ZIHPM, shadow(MHPMCOUNTER29),
        ManualSection.ZIHPM, "performance counter 29"),
    HPMCOUNTER30(0xc1e, ZIHPM, shadow(MHPMCOUNTER30),
        ManualSection.ZIHPM, "performance counter 30"),
    HPMCOUNTER31(0xc1f, ZIHPM, shadow(MHPMCOUNTER31),
        ManualSection.ZIHPM, "performance counter 31"),
    // supervisor timer
    STIMECMP(0x14d, SSTC, whole("time at which the timer interrupt becomes pending"),
        ManualSection.STIMECMP, "when the supervisor's timer expires"),
    VSTIMECMP(0x24d, SSTC, H, whole("guest time at which the timer interrupt becomes pending"),
        ManualSection.VSTIMECMP, "when the guest's timer expires"),
    // floating point
    FCSR(0x003, F, layout(
        warl("frm", 7, 5, "rounding mode of instructions that name none; values that are no mode make them illegal"),
        bit("NV", 4, "invalid operation"),
        bit("DZ", 3, "division by zero"),
        bit("OF", 2, "overflow"),
        bit("UF", 1, "underflow"),
        bit("NX", 0, "inexact")),
        ManualSection.F_STATE, "rounding mode and flags of floating-point instructions"),
    FFLAGS(0x001, F, view(FCSR, "NV", "DZ", "OF", "UF", "NX"),
        ManualSection.F_STATE, "what has happened in floating-point instructions since the flags were cleared"),
    FRM(0x002, F, shiftedView(FCSR, 5, warl("frm", 2, 0, "rounding mode of instructions that name none")),
        ManualSection.F_STATE, "the dynamic rounding mode"),
    // hypervisor
    HSTATUS(0x600, H, layout(
        readOnly("VSXL", 33, 32, 2, "register width in VS mode").only(RV64).meaning(is(1, "32 bits"), is(2, "64 bits")),
        bit("VTSR", 22, "virtual trap sret: executing it in VS mode is a virtual-instruction exception"),
        bit("VTW", 21, "virtual timeout wait: wfi in VS mode is a virtual-instruction exception unless it ends at once"),
        bit("VTVM", 20, "virtual trap virtual memory: in VS mode, accessing satp and executing sfence.vma are virtual-instruction exceptions"),
        readOnly("VGEIN", 17, 12, "guest external interrupt that VS mode gets; there are none"),
        bit("HU", 9, "U mode may execute hlv, hlvx and hsv"),
        bit("SPVP", 8, "privilege mode of the guest before the trap to HS mode, and of hlv and hsv"),
        bit("SPV", 7, "virtualization mode before the trap to HS mode"),
        bit("GVA", 6, "stval holds a guest virtual address"),
        readOnly("VSBE", 5, 5, "VS-mode data accesses are big-endian")),
        ManualSection.HSTATUS, "state of the hypervisor: modes before traps, traps on what guests do"),
    HEDELEG(0x602, H, exceptions(Cause::isForGuest),
        ManualSection.HEDELEG, "exceptions of a guest that its own kernel takes"),
    HIDELEG(0x603, H, layout(
        bit("VSEI", 10, "external interrupts of the guest"),
        bit("VSTI", 6, "timer interrupts of the guest"),
        bit("VSSI", 2, "software interrupts of the guest")),
        ManualSection.HEDELEG, "interrupts of a guest that its own kernel takes"),
    HIE(0x604, H, view(MIE, "SGEIE", "VSEIE", "VSTIE", "VSSIE"),
        ManualSection.HVIP, "interrupts of guests that are enabled"),
    HTIMEDELTA(0x605, H, whole("number of ticks added to time"),
        ManualSection.HTIMEDELTA, "difference between the guest's time and the machine's"),
    HCOUNTEREN(0x606, H, counterBits("may be read in VS and VU mode", true),
        ManualSection.HCOUNTEREN, "counters that guests may read"),
    HGEIE(0x607, H, fixed("there are no guest external interrupts"),
        ManualSection.HGEIP, "guest external interrupts that are enabled"),
    HENVCFG(0x60a, H, layout(
        bit("STCE", 63, "vstimecmp is there for VS mode").of(SSTC).only(RV64),
        bit("PBMTE", 62, "the guest's own page tables may give pages a memory type").of(SVPBMT).only(RV64),
        bit("ADUE", 61, "hardware sets the A and D bits of the guest's own page tables").of(SVADU).only(RV64),
        bit("CBZE", 7, "cbo.zero may be executed in VS and VU mode").of(ZICBOZ),
        bit("CBCFE", 6, "cbo.clean and cbo.flush may be executed in VS and VU mode").of(ZICBOM),
        warl("CBIE", 5, 4, "what cbo.inval does in VS and VU mode").of(ZICBOM)
            .meaning(is(0, "illegal"), is(1, "flush instead"), is(3, "invalidate")),
        bit("FIOM", 0, "fences in VS and VU mode that order I/O order memory as well")),
        ManualSection.HENVCFG, "what guests may do"),
    HTVAL(0x643, H, whole("guest physical address that faulted, divided by 4, or 0"),
        ManualSection.HTVAL, "more about a guest-page fault"),
    HIP(0x644, H, view(MIP, "-SGEIP", "-VSEIP", "-VSTIP", "VSSIP"),
        ManualSection.HVIP, "interrupts of guests that are pending"),
    HVIP(0x645, H, layout(
        bit("VSEIP", 10, "an external interrupt for the guest"),
        bit("VSTIP", 6, "a timer interrupt for the guest"),
        bit("VSSIP", 2, "a software interrupt for the guest")),
        ManualSection.HVIP, "interrupts that the hypervisor makes pending for its guest"),
    HTINST(0x64a, H, whole("the instruction, transformed, or a pseudoinstruction, or 0"),
        ManualSection.HTINST, "the instruction that trapped to HS mode"),
    HGATP(0x680, H, layout(
        warl("MODE", 63, 60, "how guest physical addresses are translated", is(0, "Bare: not at all"), is(8, "Sv39x4"),
            is(9, "Sv48x4").of(SV48), is(10, "Sv57x4").of(SV57)).only(RV64),
        warl("VMID", 57, 44, "virtual machine, for the TLB to tell translations apart").only(RV64),
        warl("PPN", 43, 2, "physical page number of the root page table, divided by 4").only(RV64),
        warl("MODE", 31, 31, "how guest physical addresses are translated", is(0, "Bare: not at all"), is(1, "Sv32x4")).only(RV32),
        warl("VMID", 28, 22, "virtual machine, for the TLB to tell translations apart").only(RV32),
        warl("PPN", 21, 2, "physical page number of the root page table, divided by 4").only(RV32)),
        ManualSection.HGATP, "second stage of address translation: from guest physical to physical addresses"),
    HGEIP(0xe12, H, fixed("there are no guest external interrupts"),
        ManualSection.HGEIP, "guest external interrupts that are pending"),
    // virtual supervisor: what a guest's kernel sees as the registers whose names lack the v
    VSSTATUS(0x200, H, like(SSTATUS),
        ManualSection.VSSTATUS, "the guest's sstatus"),
    VSIE(0x204, H, shiftedView(MIE, 1, bit("SEIE", 9, "external interrupts"), bit("STIE", 5, "timer interrupts"), bit("SSIE", 1, "software interrupts")),
        ManualSection.VSIP, "the guest's sie"),
    VSTVEC(0x205, H, like(STVEC),
        ManualSection.VSTVEC, "the guest's stvec"),
    VSSCRATCH(0x240, H, like(SSCRATCH),
        ManualSection.VSSCRATCH, "the guest's sscratch"),
    VSEPC(0x241, H, like(SEPC),
        ManualSection.VSEPC, "the guest's sepc"),
    VSCAUSE(0x242, H, like(SCAUSE),
        ManualSection.VSCAUSE, "the guest's scause"),
    VSTVAL(0x243, H, like(STVAL),
        ManualSection.VSTVAL, "the guest's stval"),
    VSIP(0x244, H, shiftedView(MIP, 1, readOnly("SEIP", 9, 9, "external interrupts"), readOnly("STIP", 5, 5, "timer interrupts"),
        bit("SSIP", 1, "software interrupts")),
        ManualSection.VSIP, "the guest's sip"),
    VSATP(0x280, H, like(SATP),
        ManualSection.VSATP, "the guest's satp: the first stage of address translation"),
    // machine, with H
    MTINST(0x34a, H, whole("the instruction, transformed, or a pseudoinstruction, or 0"),
        ManualSection.MTINST, "the instruction that trapped to M mode"),
    MTVAL2(0x34b, H, whole("guest physical address that faulted, divided by 4, or 0"),
        ManualSection.MTVAL2, "more about a guest-page fault taken in M mode"),
    // state enables
    MSTATEEN0(0x30c, SMSTATEEN, layout(
        bit("SE0", 63, "modes below M may access sstateen0 and hstateen0").only(RV64),
        bit("ENVCFG", 62, "modes below M may access senvcfg and henvcfg").only(RV64)),
        ManualSection.STATEEN, "state of extensions that modes below M may use, register 0"),
    MSTATEEN1(0x30d, SMSTATEEN, layout(
        bit("SE1", 63, "modes below M may access sstateen1 and hstateen1").only(RV64)),
        ManualSection.STATEEN, "state of extensions that modes below M may use, register 1"),
    MSTATEEN2(0x30e, SMSTATEEN, layout(
        bit("SE2", 63, "modes below M may access sstateen2 and hstateen2").only(RV64)),
        ManualSection.STATEEN, "state of extensions that modes below M may use, register 2"),
    MSTATEEN3(0x30f, SMSTATEEN, layout(
        bit("SE3", 63, "modes below M may access sstateen3 and hstateen3").only(RV64)),
        ManualSection.STATEEN, "state of extensions that modes below M may use, register 3"),
    SSTATEEN0(0x10c, SMSTATEEN, fixed("no extension here has state that U mode can see"),
        ManualSection.STATEEN, "state of extensions that U mode may use, register 0"),
    SSTATEEN1(0x10d, SMSTATEEN, fixed("no extension here has state that U mode can see"),
        ManualSection.STATEEN, "state of extensions that U mode may use, register 1"),
    SSTATEEN2(0x10e, SMSTATEEN, fixed("no extension here has state that U mode can see"),
        ManualSection.STATEEN, "state of extensions that U mode may use, register 2"),
    SSTATEEN3(0x10f, SMSTATEEN, fixed("no extension here has state that U mode can see"),
        ManualSection.STATEEN, "state of extensions that U mode may use, register 3"),
    HSTATEEN0(0x60c, SMSTATEEN, H, layout(
        bit("SE0", 63, "VS mode may access sstateen0").only(RV64),
        bit("ENVCFG", 62, "VS mode may access senvcfg").only(RV64)),
        ManualSection.STATEEN, "state of extensions that guests may use, register 0"),
    HSTATEEN1(0x60d, SMSTATEEN, H, layout(
        bit("SE1", 63, "VS mode may access sstateen1").only(RV64)),
        ManualSection.STATEEN, "state of extensions that guests may use, register 1"),
    HSTATEEN2(0x60e, SMSTATEEN, H, layout(
        bit("SE2", 63, "VS mode may access sstateen2").only(RV64)),
        ManualSection.STATEEN, "state of extensions that guests may use, register 2"),
    HSTATEEN3(0x60f, SMSTATEEN, H, layout(
        bit("SE3", 63, "VS mode may access sstateen3").only(RV64)),
        ManualSection.STATEEN, "state of extensions that guests may use, register 3"),
    MSTATEEN0H(0x31c, SMSTATEEN, RV32, shiftedView(MSTATEEN0, 32,
        bit("SE0", 31, "modes below M may access sstateen0 and hstateen0"),
        bit("ENVCFG", 30, "modes below M may access senvcfg and henvcfg")),
        ManualSection.STATEEN, "the upper half of mstateen0"),
    MSTATEEN1H(0x31d, SMSTATEEN, RV32, shiftedView(MSTATEEN1, 32,
        bit("SE1", 31, "modes below M may access sstateen1 and hstateen1")),
        ManualSection.STATEEN, "the upper half of mstateen1"),
    MSTATEEN2H(0x31e, SMSTATEEN, RV32, shiftedView(MSTATEEN2, 32,
        bit("SE2", 31, "modes below M may access sstateen2 and hstateen2")),
        ManualSection.STATEEN, "the upper half of mstateen2"),
    MSTATEEN3H(0x31f, SMSTATEEN, RV32, shiftedView(MSTATEEN3, 32,
        bit("SE3", 31, "modes below M may access sstateen3 and hstateen3")),
        ManualSection.STATEEN, "the upper half of mstateen3"),
    HSTATEEN0H(0x61c, SMSTATEEN, H, RV32, shiftedView(HSTATEEN0, 32,
        bit("SE0", 31, "VS mode may access sstateen0"),
        bit("ENVCFG", 30, "VS mode may access senvcfg")),
        ManualSection.STATEEN, "the upper half of hstateen0"),
    HSTATEEN1H(0x61d, SMSTATEEN, H, RV32, shiftedView(HSTATEEN1, 32,
        bit("SE1", 31, "VS mode may access sstateen1")),
        ManualSection.STATEEN, "the upper half of hstateen1"),
    HSTATEEN2H(0x61e, SMSTATEEN, H, RV32, shiftedView(HSTATEEN2, 32,
        bit("SE2", 31, "VS mode may access sstateen2")),
        ManualSection.STATEEN, "the upper half of hstateen2"),
    HSTATEEN3H(0x61f, SMSTATEEN, H, RV32, shiftedView(HSTATEEN3, 32,
        bit("SE3", 31, "VS mode may access sstateen3")),
        ManualSection.STATEEN, "the upper half of hstateen3"),
    // RV32: upper halves
    MSTATUSH(0x310, I, RV32, shiftedView(MSTATUS, 32, bit("MPV", 7, "virtualization mode before the trap to M mode").of(H),
        bit("GVA", 6, "mtval holds a guest virtual address").of(H), readOnly("MBE", 5, 5, "M-mode data accesses are big-endian"),
        readOnly("SBE", 4, 4, "S-mode data accesses and page tables are big-endian")),
        ManualSection.MSTATUS, "the upper half of mstatus"),
    MEDELEGH(0x312, I, RV32, fixed("there are no exceptions from 32 on"),
        ManualSection.MEDELEG, "the upper half of medeleg"),
    MENVCFGH(0x31a, I, RV32, shiftedView(MENVCFG, 32, bit("STCE", 31, "stimecmp is there for S mode").of(SSTC),
        bit("PBMTE", 30, "page tables may give pages a memory type").of(SVPBMT),
        bit("ADUE", 29, "hardware sets the A and D bits of page tables").of(SVADU)),
        ManualSection.MENVCFG, "the upper half of menvcfg"),
    MSECCFGH(0x757, I, RV32, fixed("no security extension has a field here"),
        ManualSection.MSECCFG, "the upper half of mseccfg"),
    MCYCLEH(0xb80, I, RV32, upperHalf(MCYCLE),
        ManualSection.HPM, "the upper half of mcycle"),
    MINSTRETH(0xb82, I, RV32, upperHalf(MINSTRET),
        ManualSection.HPM, "the upper half of minstret"),
    MHPMCOUNTER3H(0xb83, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter3"),
    MHPMCOUNTER4H(0xb84, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter4"),
    MHPMCOUNTER5H(0xb85, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter5"),
    MHPMCOUNTER6H(0xb86, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter6"),
    MHPMCOUNTER7H(0xb87, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter7"),
    MHPMCOUNTER8H(0xb88, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter8"),
    MHPMCOUNTER9H(0xb89, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter9"),
    MHPMCOUNTER10H(0xb8a, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter10"),
    MHPMCOUNTER11H(0xb8b, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter11"),
    MHPMCOUNTER12H(0xb8c, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter12"),
    MHPMCOUNTER13H(0xb8d, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter13"),
    MHPMCOUNTER14H(0xb8e, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter14"),
    MHPMCOUNTER15H(0xb8f, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter15"),
    MHPMCOUNTER16H(0xb90, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter16"),
    MHPMCOUNTER17H(0xb91, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter17"),
    MHPMCOUNTER18H(0xb92, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter18"),
    MHPMCOUNTER19H(0xb93, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter19"),
    MHPMCOUNTER20H(0xb94, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter20"),
    MHPMCOUNTER21H(0xb95, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter21"),
    MHPMCOUNTER22H(0xb96, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter22"),
    MHPMCOUNTER23H(0xb97, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter23"),
    MHPMCOUNTER24H(0xb98, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter24"),
    MHPMCOUNTER25H(0xb99, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter25"),
    MHPMCOUNTER26H(0xb9a, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter26"),
    MHPMCOUNTER27H(0xb9b, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter27"),
    MHPMCOUNTER28H(0xb9c, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter28"),
    MHPMCOUNTER29H(0xb9d, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter29"),
    MHPMCOUNTER30H(0xb9e, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter30"),
    MHPMCOUNTER31H(0xb9f, I, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.HPM, "the upper half of mhpmcounter31"),
    CYCLEH(0xc80, ZICNTR, RV32, readOnlyUpperHalf(MCYCLE),
        ManualSection.ZICNTR, "the upper half of cycle"),
    TIMEH(0xc81, ZICNTR, RV32, readOnlyUpperHalf(TIME),
        ManualSection.ZICNTR, "the upper half of time"),
    INSTRETH(0xc82, ZICNTR, RV32, readOnlyUpperHalf(MINSTRET),
        ManualSection.ZICNTR, "the upper half of instret"),
    HPMCOUNTER3H(0xc83, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter3"),
    HPMCOUNTER4H(0xc84, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter4"),
    HPMCOUNTER5H(0xc85, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter5"),
    HPMCOUNTER6H(0xc86, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter6"),
    HPMCOUNTER7H(0xc87, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter7"),
    HPMCOUNTER8H(0xc88, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter8"),
    HPMCOUNTER9H(0xc89, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter9"),
    HPMCOUNTER10H(0xc8a, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter10"),
    HPMCOUNTER11H(0xc8b, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter11"),
    HPMCOUNTER12H(0xc8c, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter12"),
    HPMCOUNTER13H(0xc8d, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter13"),
    HPMCOUNTER14H(0xc8e, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter14"),
    HPMCOUNTER15H(0xc8f, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter15"),
    HPMCOUNTER16H(0xc90, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter16"),
    HPMCOUNTER17H(0xc91, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter17"),
    HPMCOUNTER18H(0xc92, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter18"),
    HPMCOUNTER19H(0xc93, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter19"),
    HPMCOUNTER20H(0xc94, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter20"),
    HPMCOUNTER21H(0xc95, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter21"),
    HPMCOUNTER22H(0xc96, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter22"),
    HPMCOUNTER23H(0xc97, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter23"),
    HPMCOUNTER24H(0xc98, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter24"),
    HPMCOUNTER25H(0xc99, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter25"),
    HPMCOUNTER26H(0xc9a, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter26"),
    HPMCOUNTER27H(0xc9b, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter27"),
    HPMCOUNTER28H(0xc9c, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter28"),
    HPMCOUNTER29H(0xc9d, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter29"),
    HPMCOUNTER30H(0xc9e, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter30"),
    HPMCOUNTER31H(0xc9f, ZIHPM, RV32, fixed("counts nothing: no events are implemented"),
        ManualSection.ZIHPM, "the upper half of hpmcounter31"),
    STIMECMPH(0x15d, SSTC, RV32, upperHalf(STIMECMP),
        ManualSection.STIMECMP, "the upper half of stimecmp"),
    VSTIMECMPH(0x25d, SSTC, H, RV32, upperHalf(VSTIMECMP),
        ManualSection.VSTIMECMP, "the upper half of vstimecmp"),
    HEDELEGH(0x612, H, RV32, fixed("there are no exceptions from 32 on"),
        ManualSection.HEDELEG, "the upper half of hedeleg"),
    HTIMEDELTAH(0x615, H, RV32, upperHalf(HTIMEDELTA),
        ManualSection.HTIMEDELTA, "the upper half of htimedelta"),
    HENVCFGH(0x61a, H, RV32, shiftedView(HENVCFG, 32, bit("STCE", 31, "vstimecmp is there for VS mode").of(SSTC),
        bit("PBMTE", 30, "the guest's own page tables may give pages a memory type").of(SVPBMT),
        bit("ADUE", 29, "hardware sets the A and D bits of the guest's own page tables").of(SVADU)),
        ManualSection.HENVCFG, "the upper half of henvcfg");

    private static final Csr[] BY_NUMBER = new Csr[1 << 12];
    private static final Map<String, Csr> BY_NAME = new HashMap<>();

    static {
        for (Csr csr : values()) {
            BY_NUMBER[csr.number] = csr;
            BY_NAME.put(csr.csrName(), csr);
        }
    }

    private final int number;
    private final Extension extension;
    private final Set<Extension> extensions;
    private final Xlen xlen;
    private final CsrShape shape;
    private final ManualSection section;
    private final String meaning;

    Csr(int number, int pmpEntry) {
        this(number, I, layout(warl("address", 53, 0, "bits 55..2 of the physical address")), ManualSection.PMP,
            "address of PMP entry " + pmpEntry);
    }

    Csr(int number, Extension extension, CsrShape shape, ManualSection section, String meaning) {
        this(number, extension, extension, ANY, shape, section, meaning);
    }

    Csr(int number, Extension extension, Xlen xlen, CsrShape shape, ManualSection section, String meaning) {
        this(number, extension, extension, xlen, shape, section, meaning);
    }

    Csr(int number, Extension extension, Extension also, CsrShape shape, ManualSection section, String meaning) {
        this(number, extension, also, ANY, shape, section, meaning);
    }

    Csr(int number, Extension extension, Extension also, Xlen xlen, CsrShape shape, ManualSection section, String meaning) {
        this.number = number;
        this.extension = extension;
        this.extensions = Set.copyOf(EnumSet.of(extension, also));
        this.xlen = xlen;
        this.shape = shape;
        this.section = section;
        this.meaning = meaning;
    }

    /** Returns the register of this number in an instruction, 0 to 4095; null if there is none. */
    public static Csr of(int number) {
        return BY_NUMBER[number];
    }

    /** Returns the register of this name, such as {@code mstatus}; null if there is none. */
    public static Csr named(String name) {
        return BY_NAME.get(name);
    }

    /** Returns the number that CSR instructions hold. */
    public int number() {
        return number;
    }

    /** Returns the name used in source, such as {@code mstatus}. */
    public String csrName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the least privileged mode that may access the register; for the hypervisor's registers that is S. */
    public Privilege privilege() {
        // Bits 9..8 of the number; 2 is the hypervisor's, whose registers HS mode accesses.
        Privilege least = Privilege.ofCode(number >>> 8 & 3);
        return least == null ? Privilege.S : least;
    }

    /** Tells whether every write is an illegal instruction, as bits 11..10 of the number say. */
    public boolean isReadOnly() {
        return number >>> 10 == 3;
    }

    /** Returns the extension that brings the register. */
    public Extension extension() {
        return extension;
    }

    /** Returns the register widths in which the register exists. */
    public Xlen xlen() {
        return xlen;
    }

    /** Tells whether harts of {@code isa} have the register. */
    public boolean isIn(Isa isa) {
        return xlen.includes(isa.xlen()) && isa.extensions().containsAll(extensions);
    }

    /** Returns the fields, highest first; bits of none are reserved and read as zero. */
    public List<CsrField> fields() {
        return shape.fields();
    }

    /** Returns the field of this name in a register of {@code width} bits; null if there is none. */
    public CsrField field(String name, int width) {
        return fields().stream().filter(f -> f.name().equals(name) && f.xlen().includes(width)).findFirst().orElse(null);
    }

    /** Returns the register whose bits these are, or null if the register has bits of its own. */
    public Csr viewOf() {
        return shape.viewOf();
    }

    /** Returns which bit of the viewed register is bit 0 of this view. */
    public int viewShift() {
        return shape.viewShift();
    }

    /** Tells whether an illegal value of one field makes the whole write have no effect. */
    public boolean dropsIllegalWrites() {
        return shape.dropsIllegalWrites();
    }

    /** Returns how the register behaves on harts of {@code isa}; meant to be asked once and kept. */
    public CsrRule rule(Isa isa) {
        return new CsrRule(this, isa);
    }

    /** Returns in one line what the register is for. */
    public String meaning() {
        return meaning;
    }

    /** Returns the section of the manual that defines the register. */
    public ManualSection section() {
        return section;
    }

    /** Returns volume and anchor of the defining section, such as {@code priv#mcause}. */
    public String anchor() {
        return section.anchor();
    }
}
