// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

/** Deliberate deviations from the architecture, to show what they lead to. */
public enum Quirk {
    /**
     * CSR instructions that name a supervisor register do not trap in U mode: they read the hart's register and drop what they would write.
     * Early x86 had such instructions; trap-and-emulate cannot virtualize them.
     */
    SILENT_SENSITIVE_CSR
}
