// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

/**
 * The sections of the RISC-V manual that rows of the tables refer to. The edition is pinned here, once: {@link #EDITION}.
 */
public enum ManualSection {
    RV32_IMMEDIATE("unpriv", "_integer_register_immediate_instructions", "Integer Register-Immediate Instructions"),
    RV32_REGISTER("unpriv", "_integer_register_register_operations", "Integer Register-Register Operations"),
    RV32_JUMP("unpriv", "_unconditional_jumps", "Unconditional Jumps"),
    RV32_BRANCH("unpriv", "_conditional_branches", "Conditional Branches"),
    RV32_LOAD_STORE("unpriv", "ldst", "Load and Store Instructions"),
    RV32_FENCE("unpriv", "fence", "Memory Ordering Instructions"),
    RV32_ENVIRONMENT("unpriv", "ecall-ebreak", "Environment Call and Breakpoints"),
    RV64_IMMEDIATE("unpriv", "_integer_register_immediate_instructions_2", "Integer Register-Immediate Instructions (RV64I)"),
    RV64_REGISTER("unpriv", "_integer_register_register_operations_2", "Integer Register-Register Operations (RV64I)"),
    RV64_LOAD_STORE("unpriv", "_load_and_store_instructions", "Load and Store Instructions (RV64I)"),
    ZIFENCEI("unpriv", "zifencei", "\"Zifencei\" Extension for Instruction-Fetch Fence"),
    ZICSR("unpriv", "csrinsts", "\"Zicsr\" Extension for Control and Status Register (CSR) Instructions"),
    ZICNTR("unpriv", "counters", "\"Zicntr\" and \"Zihpm\" Extensions for Counters"),
    M_MULTIPLY("unpriv", "_multiplication_operations", "Multiplication Operations"),
    M_DIVIDE("unpriv", "_division_operations", "Division Operations"),
    A_LR_SC("unpriv", "sec:lrsc", "\"Zalrsc\" Extension for Load-Reserved/Store-Conditional Instructions"),
    A_AMO("unpriv", "sec:amo", "\"Zaamo\" Extension for Atomic Memory Operations"),
    PRIV_CSRS("priv", "priv-csrs", "Control and Status Registers (CSRs)"),
    MISA("priv", "misa", "Machine ISA (misa) Register"),
    MACHINE_CSRS("priv", "machine", "Machine-Level ISA"),
    MSTATUS("priv", "mstatus", "Machine Status (mstatus and mstatush) Registers"),
    MTVEC("priv", "_machine_trap_vector_base_address_mtvec_register", "Machine Trap-Vector Base-Address (mtvec) Register"),
    MEDELEG("priv", "_machine_trap_delegation_medeleg_and_mideleg_registers",
        "Machine Trap Delegation (medeleg and mideleg) Registers"),
    MIP("priv", "_machine_interrupt_mip_and_mie_registers", "Machine Interrupt (mip and mie) Registers"),
    HPM("priv", "_hardware_performance_monitor", "Hardware Performance Monitor"),
    MCOUNTEREN("priv", "mcounteren", "Machine Counter-Enable (mcounteren) Register"),
    MCOUNTINHIBIT("priv", "_machine_counter_inhibit_mcountinhibit_register", "Machine Counter-Inhibit (mcountinhibit) Register"),
    MEPC("priv", "_machine_exception_program_counter_mepc_register", "Machine Exception Program Counter (mepc) Register"),
    MCAUSE("priv", "mcause", "Machine Cause (mcause) Register"),
    MTVAL("priv", "_machine_trap_value_mtval_register", "Machine Trap Value (mtval) Register"),
    MENVCFG("priv", "sec:menvcfg", "Machine Environment Configuration (menvcfg) Register"),
    MSECCFG("priv", "sec:mseccfg", "Machine Security Configuration (mseccfg) Register"),
    MTIME("priv", "_machine_timer_mtime_and_mtimecmp_registers", "Machine Timer (mtime and mtimecmp) Registers"),
    ECALL("priv", "_environment_call_and_breakpoint", "Environment Call and Breakpoint"),
    TRAP_RETURN("priv", "otherpriv", "Trap-Return Instructions"),
    WFI("priv", "wfi", "Wait for Interrupt"),
    PMP("priv", "pmp", "Physical Memory Protection"),
    SUPERVISOR_CSRS("priv", "supervisor", "Supervisor-Level ISA"),
    SSTATUS("priv", "sstatus", "Supervisor Status (sstatus) Register"),
    STVEC("priv", "_supervisor_trap_vector_base_address_stvec_register", "Supervisor Trap Vector Base Address (stvec) Register"),
    SIP("priv", "_supervisor_interrupt_sip_and_sie_registers", "Supervisor Interrupt (sip and sie) Registers"),
    SCOUNTEREN("priv", "_counter_enable_scounteren_register", "Counter-Enable (scounteren) Register"),
    SENVCFG("priv", "sec:senvcfg", "Supervisor Environment Configuration (senvcfg) Register"),
    SCAUSE("priv", "scause", "Supervisor Cause (scause) Register"),
    SATP("priv", "satp", "Supervisor Address Translation and Protection (satp) Register"),
    SFENCE_VMA("priv", "sfence.vma", "Supervisor Memory-Management Fence Instruction"),
    DEBUG_TRIGGERS("debug", "trigger", "Sdtrig: Trigger Module");

    /** The edition of the manual that anchors and titles belong to. */
    public static final String EDITION = "20250508";

    private final String volume;
    private final String anchor;
    private final String title;

    ManualSection(String volume, String anchor, String title) {
        this.volume = volume;
        this.anchor = anchor;
        this.title = title;
    }

    /** Returns the volume: {@code unpriv}, {@code priv} or {@code debug}. */
    public String volume() {
        return volume;
    }

    /** Returns volume and anchor, such as {@code priv#mcause}. */
    public String anchor() {
        return volume + '#' + anchor;
    }

    /** Returns the section's title. */
    public String title() {
        return title;
    }
}
