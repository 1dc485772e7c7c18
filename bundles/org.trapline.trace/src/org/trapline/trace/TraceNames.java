// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

/**
 * What the numbers in events stand for. Where nothing is known, the answers are readable numbers, and null where said.
 *
 * <p>Addresses belong to a guest when {@code vm} is not negative, else to the host. Safe for use by several threads.
 */
public interface TraceNames {

    /** Returns the host's name; {@code -} for none, {@code host N} if unknown. */
    String host(int host);

    /** Returns the VM's name; {@code -} for none, {@code vm N} if unknown. */
    String vm(int vm);

    /** Returns a CSR's name; {@code -} for none, {@code csr 0x7c0} if unknown. */
    String csr(long number);

    /** Returns the name of a cause as {@code mcause} holds it; {@code exception N} or {@code interrupt N} if unknown. */
    String cause(long cause);

    /** Returns an instruction in assembly language, branch targets relative to {@code .}; {@code .word 0x…} if unknown. */
    String instruction(int word);

    /** Returns the symbol that covers a virtual address, or null. */
    SymbolRef symbol(int host, int vm, long address);

    /** Returns the source line of a virtual address, or null. */
    SourceLine line(int host, int vm, long address);

    /** Returns the device that covers a physical address, with the offset in it, or null. */
    SymbolRef device(int host, int vm, long address);

    /** Returns all that is known, to be kept in a file. */
    NameTable.Content content();
}
