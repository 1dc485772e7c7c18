// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.trapline.isa.ManualSection.Volume.*;

/**
 * The sections of the RISC-V manual that rows of the tables refer to. The editions are pinned here, once, in {@link Volume}.
 */
public enum ManualSection {
    RV32_IMMEDIATE(UNPRIVILEGED, "_integer_register_immediate_instructions", "Integer Register-Immediate Instructions"),
    RV32_REGISTER(UNPRIVILEGED, "_integer_register_register_operations", "Integer Register-Register Operations"),
    RV32_JUMP(UNPRIVILEGED, "_unconditional_jumps", "Unconditional Jumps"),
    RV32_BRANCH(UNPRIVILEGED, "_conditional_branches", "Conditional Branches"),
    RV32_LOAD_STORE(UNPRIVILEGED, "ldst", "Load and Store Instructions"),
    RV32_FENCE(UNPRIVILEGED, "fence", "Memory Ordering Instructions"),
    RV32_ENVIRONMENT(UNPRIVILEGED, "ecall-ebreak", "Environment Call and Breakpoints"),
    RV64_IMMEDIATE(UNPRIVILEGED, "_integer_register_immediate_instructions_2", "Integer Register-Immediate Instructions"),
    RV64_REGISTER(UNPRIVILEGED, "_integer_register_register_operations_2", "Integer Register-Register Operations"),
    RV64_LOAD_STORE(UNPRIVILEGED, "_load_and_store_instructions", "Load and Store Instructions"),
    ZIFENCEI(UNPRIVILEGED, "zifencei", "\"Zifencei\" Extension for Instruction-Fetch Fence"),
    ZICSR(UNPRIVILEGED, "_csr_instructions", "CSR Instructions"),
    ZICNTR(UNPRIVILEGED, "_zicntr_extension_for_base_counters_and_timers", "\"Zicntr\" Extension for Base Counters and Timers"),
    ZIHPM(UNPRIVILEGED, "_zihpm_extension_for_hardware_performance_counters", "\"Zihpm\" Extension for Hardware Performance Counters"),
    M_MULTIPLY(UNPRIVILEGED, "_multiplication_operations", "Multiplication Operations"),
    M_DIVIDE(UNPRIVILEGED, "_division_operations", "Division Operations"),
    A_LR_SC(UNPRIVILEGED, "sec:lrsc", "\"Zalrsc\" Extension for Load-Reserved/Store-Conditional Instructions"),
    A_AMO(UNPRIVILEGED, "sec:amo", "\"Zaamo\" Extension for Atomic Memory Operations"),
    B_ADDRESS(UNPRIVILEGED, "zba", "Zba: Address generation"),
    B_LOGIC(UNPRIVILEGED, "_logical_with_negate", "Logical with negate"),
    B_ZEROS(UNPRIVILEGED, "_count_leadingtrailing_zero_bits", "Count leading/trailing zero bits"),
    B_COUNT(UNPRIVILEGED, "_count_population", "Count population"),
    B_MIN_MAX(UNPRIVILEGED, "_integer_minimummaximum", "Integer minimum/maximum"),
    B_EXTEND(UNPRIVILEGED, "_sign_extension_and_zero_extension", "Sign extension and zero extension"),
    B_ROTATE(UNPRIVILEGED, "_bitwise_rotation", "Bitwise rotation"),
    B_OR_COMBINE(UNPRIVILEGED, "_or_combine", "OR Combine"),
    B_REVERSE(UNPRIVILEGED, "_byte_reverse", "Byte-reverse"),
    B_SINGLE(UNPRIVILEGED, "zbs", "Zbs: Single-bit instructions"),
    ZICBOM(UNPRIVILEGED, "Zicbom", "Cache-Block Management Instructions"),
    B_CARRY_LESS(UNPRIVILEGED, "zbc", "Zbc: Carry-less multiplication"),
    ZICOND(UNPRIVILEGED, "Zicond", "\"Zicond\" Extension for Integer Conditional Operations"),
    ZIHINTPAUSE(UNPRIVILEGED, "zihintpause", "\"Zihintpause\" Extension for Pause Hint"),
    ZAWRS(UNPRIVILEGED, "Zawrs", "\"Zawrs\" Extension for Wait-on-Reservation-Set instructions"),
    ZICBOZ(UNPRIVILEGED, "Zicboz", "Cache-Block Zero Instructions"),
    F_STATE(UNPRIVILEGED, "_floating_point_control_and_status_register", "Floating-Point Control and Status Register"),
    F_LOAD_STORE(UNPRIVILEGED, "_single_precision_load_and_store_instructions", "Single-Precision Load and Store Instructions"),
    F_COMPUTE(UNPRIVILEGED, "single-float-compute", "Single-Precision Floating-Point Computational Instructions"),
    F_CONVERT(UNPRIVILEGED, "_single_precision_floating_point_conversion_and_move_instructions",
        "Single-Precision Floating-Point Conversion and Move Instructions"),
    F_COMPARE(UNPRIVILEGED, "_single_precision_floating_point_compare_instructions", "Single-Precision Floating-Point Compare Instructions"),
    F_CLASSIFY(UNPRIVILEGED, "_single_precision_floating_point_classify_instruction", "Single-Precision Floating-Point Classify Instruction"),
    D_LOAD_STORE(UNPRIVILEGED, "fld_fsd", "Double-Precision Load and Store Instructions"),
    D_COMPUTE(UNPRIVILEGED, "_double_precision_floating_point_computational_instructions",
        "Double-Precision Floating-Point Computational Instructions"),
    D_CONVERT(UNPRIVILEGED, "fl-compute", "Double-Precision Floating-Point Conversion and Move Instructions"),
    D_COMPARE(UNPRIVILEGED, "_double_precision_floating_point_compare_instructions", "Double-Precision Floating-Point Compare Instructions"),
    D_CLASSIFY(UNPRIVILEGED, "fl-compare", "Double-Precision Floating-Point Classify Instruction"),
    C_STACK(UNPRIVILEGED, "_stack_pointer_based_loads_and_stores", "Stack-Pointer-Based Loads and Stores"),
    C_MEMORY(UNPRIVILEGED, "_register_based_loads_and_stores", "Register-Based Loads and Stores"),
    C_CONTROL(UNPRIVILEGED, "_control_transfer_instructions_2", "Control Transfer Instructions"),
    C_CONSTANT(UNPRIVILEGED, "_integer_constant_generation_instructions", "Integer Constant-Generation Instructions"),
    C_IMMEDIATE(UNPRIVILEGED, "_integer_register_immediate_operations", "Integer Register-Immediate Operations"),
    C_REGISTER(UNPRIVILEGED, "_integer_register_register_operations_3", "Integer Register-Register Operations"),
    C_BREAKPOINT(UNPRIVILEGED, "_breakpoint_instruction", "Breakpoint Instruction"),
    PRIV_CSRS(PRIVILEGED, "_csr_listing", "CSR Listing"),
    MISA(PRIVILEGED, "misa", "Machine ISA (misa) Register"),
    MVENDORID(PRIVILEGED, "_machine_vendor_id_mvendorid_register", "Machine Vendor ID (mvendorid) Register"),
    MARCHID(PRIVILEGED, "_machine_architecture_id_marchid_register", "Machine Architecture ID (marchid) Register"),
    MIMPID(PRIVILEGED, "_machine_implementation_id_mimpid_register", "Machine Implementation ID (mimpid) Register"),
    MHARTID(PRIVILEGED, "_hart_id_mhartid_register", "Hart ID (mhartid) Register"),
    MSTATUS(PRIVILEGED, "_machine_status_mstatus_and_mstatush_registers", "Machine Status (mstatus and mstatush) Registers"),
    MTVEC(PRIVILEGED, "_machine_trap_vector_base_address_mtvec_register", "Machine Trap-Vector Base-Address (mtvec) Register"),
    MEDELEG(PRIVILEGED, "_machine_trap_delegation_medeleg_and_mideleg_registers", "Machine Trap Delegation (medeleg and mideleg) Registers"),
    MIP(PRIVILEGED, "_machine_interrupt_mip_and_mie_registers", "Machine Interrupt (mip and mie) Registers"),
    HPM(PRIVILEGED, "_hardware_performance_monitor", "Hardware Performance Monitor"),
    MCOUNTEREN(PRIVILEGED, "mcounteren", "Machine Counter-Enable (mcounteren) Register"),
    MCOUNTINHIBIT(PRIVILEGED, "_machine_counter_inhibit_mcountinhibit_register", "Machine Counter-Inhibit (mcountinhibit) Register"),
    MSCRATCH(PRIVILEGED, "_machine_scratch_mscratch_register", "Machine Scratch (mscratch) Register"),
    MEPC(PRIVILEGED, "_machine_exception_program_counter_mepc_register", "Machine Exception Program Counter (mepc) Register"),
    MCAUSE(PRIVILEGED, "mcause", "Machine Cause (mcause) Register"),
    MTVAL(PRIVILEGED, "_machine_trap_value_mtval_register", "Machine Trap Value (mtval) Register"),
    MCONFIGPTR(PRIVILEGED, "_machine_configuration_pointer_mconfigptr_register", "Machine Configuration Pointer (mconfigptr) Register"),
    MENVCFG(PRIVILEGED, "sec:menvcfg", "Machine Environment Configuration (menvcfg) Register"),
    MSECCFG(PRIVILEGED, "_machine_security_configuration_mseccfg_register", "Machine Security Configuration (mseccfg) Register"),
    TRAP_RETURN(PRIVILEGED, "otherpriv", "Trap-Return Instructions"),
    WFI(PRIVILEGED, "wfi", "Wait for Interrupt"),
    PMP(PRIVILEGED, "_physical_memory_protection_csrs", "Physical Memory Protection CSRs"),
    SSTATUS(PRIVILEGED, "sstatus", "Supervisor Status (sstatus) Register"),
    STVEC(PRIVILEGED, "_supervisor_trap_vector_base_address_stvec_register", "Supervisor Trap Vector Base Address (stvec) Register"),
    SIP(PRIVILEGED, "_supervisor_interrupt_sip_and_sie_registers", "Supervisor Interrupt (sip and sie) Registers"),
    SCOUNTEREN(PRIVILEGED, "_counter_enable_scounteren_register", "Counter-Enable (scounteren) Register"),
    SSCRATCH(PRIVILEGED, "_supervisor_scratch_sscratch_register", "Supervisor Scratch (sscratch) Register"),
    SEPC(PRIVILEGED, "_supervisor_exception_program_counter_sepc_register", "Supervisor Exception Program Counter (sepc) Register"),
    SCAUSE(PRIVILEGED, "scause", "Supervisor Cause (scause) Register"),
    STVAL(PRIVILEGED, "_supervisor_trap_value_stval_register", "Supervisor Trap Value (stval) Register"),
    STATEEN(PRIVILEGED, "smstateen", "\"Smstateen/Ssstateen\" Extensions"),
    SENVCFG(PRIVILEGED, "sec:senvcfg", "Supervisor Environment Configuration (senvcfg) Register"),
    SATP(PRIVILEGED, "satp", "Supervisor Address Translation and Protection (satp) Register"),
    SFENCE_VMA(PRIVILEGED, "sfence.vma", "Supervisor Memory-Management Fence Instruction"),
    SVINVAL(PRIVILEGED, "svinval", "\"Svinval\" Extension for Fine-Grained Address-Translation Cache Invalidation"),
    STIMECMP(PRIVILEGED, "_supervisor_timer_stimecmp_register", "Supervisor Timer (stimecmp) Register"),
    VSTIMECMP(PRIVILEGED, "_virtual_supervisor_timer_vstimecmp_register", "Virtual Supervisor Timer (vstimecmp) Register"),
    HSTATUS(PRIVILEGED, "sec:hstatus", "Hypervisor Status (hstatus) Register"),
    HEDELEG(PRIVILEGED, "_hypervisor_trap_delegation_hedeleg_and_hideleg_registers", "Hypervisor Trap Delegation (hedeleg and hideleg) Registers"),
    HVIP(PRIVILEGED, "hinterruptregs", "Hypervisor Interrupt (hvip, hip, and hie) Registers"),
    HGEIP(PRIVILEGED, "hgeinterruptregs", "Hypervisor Guest External Interrupt Registers (hgeip and hgeie)"),
    HENVCFG(PRIVILEGED, "sec:henvcfg", "Hypervisor Environment Configuration Register (henvcfg)"),
    HCOUNTEREN(PRIVILEGED, "_hypervisor_counter_enable_hcounteren_register_2", "Hypervisor Counter-Enable (hcounteren) Register"),
    HTIMEDELTA(PRIVILEGED, "_hypervisor_time_delta_htimedelta_register", "Hypervisor Time Delta (htimedelta) Register"),
    HTVAL(PRIVILEGED, "_hypervisor_trap_value_htval_register", "Hypervisor Trap Value (htval) Register"),
    HTINST(PRIVILEGED, "_hypervisor_trap_instruction_htinst_register", "Hypervisor Trap Instruction (htinst) Register"),
    HGATP(PRIVILEGED, "hgatp", "Hypervisor Guest Address Translation and Protection (hgatp) Register"),
    VSSTATUS(PRIVILEGED, "vsstatus", "Virtual Supervisor Status (vsstatus) Register"),
    VSIP(PRIVILEGED, "_virtual_supervisor_interrupt_vsip_and_vsie_registers", "Virtual Supervisor Interrupt (vsip and vsie) Registers"),
    VSTVEC(PRIVILEGED, "_virtual_supervisor_trap_vector_base_address_vstvec_register",
        "Virtual Supervisor Trap Vector Base Address (vstvec) Register"),
    VSSCRATCH(PRIVILEGED, "_virtual_supervisor_scratch_vsscratch_register", "Virtual Supervisor Scratch (vsscratch) Register"),
    VSEPC(PRIVILEGED, "_virtual_supervisor_exception_program_counter_vsepc_register", "Virtual Supervisor Exception Program Counter (vsepc) Register"),
    VSCAUSE(PRIVILEGED, "_virtual_supervisor_cause_vscause_register", "Virtual Supervisor Cause (vscause) Register"),
    VSTVAL(PRIVILEGED, "_virtual_supervisor_trap_value_vstval_register", "Virtual Supervisor Trap Value (vstval) Register"),
    VSATP(PRIVILEGED, "_virtual_supervisor_address_translation_and_protection_vsatp_register",
        "Virtual Supervisor Address Translation and Protection (vsatp) Register"),
    HLV_HSV(PRIVILEGED, "_hypervisor_virtual_machine_load_and_store_instructions", "Hypervisor Virtual-Machine Load and Store Instructions"),
    HFENCE(PRIVILEGED, "hfence.vma", "Hypervisor Memory-Management Fence Instructions"),
    MTVAL2(PRIVILEGED, "_machine_second_trap_value_mtval2_register", "Machine Second Trap Value (mtval2) Register"),
    MTINST(PRIVILEGED, "_machine_trap_instruction_mtinst_register", "Machine Trap Instruction (mtinst) Register"),
    DEBUG_TRIGGERS(DEBUG, "trigger", "Sdtrig (ISA Extension)");

    /** The documents, with the edition that anchors and titles belong to. */
    public enum Volume {
        UNPRIVILEGED("unpriv", "The RISC-V Instruction Set Manual, Volume I: Unprivileged Architecture", "20250508"),
        PRIVILEGED("priv", "The RISC-V Instruction Set Manual, Volume II: Privileged Architecture", "20250508"),
        DEBUG("debug", "The RISC-V Debug Specification", "1.0");

        private final String shortName;
        private final String title;
        private final String edition;

        Volume(String shortName, String title, String edition) {
            this.shortName = shortName;
            this.title = title;
            this.edition = edition;
        }

        /** Returns the name used in anchors: {@code unpriv}, {@code priv} or {@code debug}. */
        public String shortName() {
            return shortName;
        }

        /** Returns the document's title. */
        public String title() {
            return title;
        }

        /** Returns the pinned edition: the document's date or version. */
        public String edition() {
            return edition;
        }
    }

    private final Volume volume;
    private final String anchor;
    private final String title;

    ManualSection(Volume volume, String anchor, String title) {
        this.volume = volume;
        this.anchor = anchor;
        this.title = title;
    }

    /** Returns the document that has the section. */
    public Volume volume() {
        return volume;
    }

    /** Returns volume and anchor, such as {@code priv#mcause}. */
    public String anchor() {
        return volume.shortName() + '#' + anchor;
    }

    /** Returns the section's title. */
    public String title() {
        return title;
    }
}
