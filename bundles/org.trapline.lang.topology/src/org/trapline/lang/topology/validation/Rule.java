// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.xtext.diagnostics.Severity;

/** The rules of the language. A diagnostic's code is its rule's. */
public enum Rule {
    // Text
    UNKNOWN_SETTING(Severity.ERROR, "Every word in a block is one of its settings."),
    DUPLICATE_SETTING(Severity.ERROR, "A setting is given once."),

    // Names
    UNKNOWN_NAME(Severity.ERROR, "A name refers to something in the file."),
    UNKNOWN_PROGRAM(Severity.ERROR, "A program is imported before it is booted."),
    BOOTS_TEMPLATE(Severity.ERROR, "A template is a prototype: only domains made from it run."),
    DUPLICATE_NAME(Severity.ERROR, "Two things of one kind in one place have different names."),
    UNUSED(Severity.WARNING, "What is declared is used."),
    TEMPLATE_CYCLE(Severity.ERROR, "A template does not descend from itself."),

    // Files
    MISSING_IMPORT(Severity.ERROR, "An imported file exists."),
    IMPORT_KIND(Severity.ERROR, "An import names a program: assembly source, ELF file or raw image."),
    MISSING_FILE(Severity.WARNING, "A file that is named exists."),

    // Amounts
    TOO_SMALL(Severity.ERROR, "An amount is not zero."),
    TOO_LARGE(Severity.ERROR, "An amount is one a machine can have."),
    NOT_PAGES(Severity.ERROR, "Memory is handed out in pages of 4 KiB."),
    BAD_RANGE(Severity.ERROR, "A range ends after it begins."),
    DISK_BOUNDS(Severity.ERROR, "A range of a disk lies within it."),
    CPU_BOUNDS(Severity.ERROR, "A core number is one the host has."),

    // Resources
    PARTITION_OVERLAP(Severity.ERROR, "Partitions share no core, no device and no part of a disk."),
    PARTITION_INCOMPLETE(Severity.ERROR, "A partition has cores and memory of its own."),
    DEVICE_SHARED(Severity.ERROR, "A device that is handed to one guest is not handed to another."),
    MEMORY_OVERCOMMIT(Severity.ERROR, "Guests together have no more memory than there is."),
    CORES_OVERCOMMIT(Severity.WARNING, "A guest has no more vCPUs than there are cores."),
    CORES_DEDICATED(Severity.ERROR, "A scheduler that dedicates cores has one for each vCPU."),
    LIMIT_USELESS(Severity.WARNING, "A limit is below what the guest or host has anyway."),
    DISK_INCOMPLETE(Severity.ERROR, "A disk has a size, and what stands behind it fits."),

    // Hypervisors
    TYPE_ZERO(Severity.ERROR, "A Type 0 hypervisor is firmware."),
    TYPE_THREE(Severity.ERROR, "There is no Type 3."),
    TYPE_PLACE(Severity.ERROR, "Type 1 stands on the hardware or in an operating system's kernel, Type 2 is a process under an operating system."),
    HARDWARE_WITHOUT_H(Severity.ERROR, "Hardware assistance needs the H extension."),
    HARDWARE_TYPE_TWO(Severity.ERROR, "A process cannot use the hardware's guest modes."),
    PAGING_TECHNIQUE(Severity.ERROR, "The paging is one the technique can have."),
    QUIRKY_TRAP_AND_EMULATE(Severity.WARNING, "Trap-and-emulate needs every sensitive instruction to trap."),
    TWO_OWNERS(Severity.ERROR, "One piece of software owns a machine."),
    NESTED_PARTITIONS(Severity.ERROR, "Only a host is cut into partitions."),

    // Guests
    BAD_ISA(Severity.ERROR, "An isa string names a base and known extensions."),
    FOREIGN_ISA(Severity.ERROR, "A virtual machine's instruction set is its host's; any other needs an emulator."),
    NEEDLESS_EMULATOR(Severity.WARNING, "An emulator emulates another instruction set than the host's."),
    NOTHING_TO_BOOT(Severity.ERROR, "What is to run has a program."),
    IDLE_HOST(Severity.WARNING, "A host does something."),

    // Networks
    BAD_ADDRESS(Severity.ERROR, "An address is well-formed and lies in its network."),
    DUPLICATE_ADDRESS(Severity.ERROR, "An address is given to one card."),
    UNPLUGGED(Severity.WARNING, "A virtual network card is plugged into a network."),

    // Scenarios
    GUEST_INDEX(Severity.ERROR, "A guest of an array is named with a number that it has."),
    MIGRATION_TARGET(Severity.ERROR, "A guest migrates to another host that has a hypervisor and executes its instructions."),
    MIGRATION_TOO_SMALL(Severity.ERROR, "A guest's memory fits on the host it migrates to."),
    SNAPSHOT_GUEST(Severity.ERROR, "A guest goes back to a snapshot of its own."),
    STATE_FILE(Severity.ERROR, "A guest is suspended to a file, or goes on from one."),
    TIME_ORDER(Severity.WARNING, "A scenario's times go forward."),
    UNKNOWN_EVENT(Severity.ERROR, "A condition speaks of events and fields the trace has."),
    UNIT(Severity.ERROR, "A value is compared with one of its own kind.");

    private final Severity severity;
    private final String statement;

    Rule(Severity severity, String statement) {
        this.severity = severity;
        this.statement = statement;
    }

    /** How bad it is to break it. */
    public Severity severity() {
        return severity;
    }

    /** What it says, in a sentence. */
    public String statement() {
        return statement;
    }

    /** The code of its diagnostics: {@code memory-overcommit}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The rule with a code. */
    public static Optional<Rule> byCode(String code) {
        return Arrays.stream(values()).filter(rule -> rule.code().equals(code)).findFirst();
    }
}
