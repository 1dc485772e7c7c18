// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.technique.CpuTechnique;

/** The ways in which tests run guests: a technique with a kind of paging, and what the host's harts must know for it. */
enum Way {
    TRAP_AND_EMULATE(CpuTechnique.TRAP_AND_EMULATE, PagingScheme.SHADOW, ""),
    BINARY_TRANSLATION(CpuTechnique.BINARY_TRANSLATION, PagingScheme.SHADOW, ""),
    HARDWARE(CpuTechnique.HARDWARE, PagingScheme.NESTED, "_h"),
    HARDWARE_SHADOW(CpuTechnique.HARDWARE, PagingScheme.SHADOW, "_h");

    final CpuTechnique technique;
    final PagingScheme paging;
    /** What the host's isa has beyond its guests'. */
    final String extensions;

    Way(CpuTechnique technique, PagingScheme paging, String extensions) {
        this.technique = technique;
        this.paging = paging;
        this.extensions = extensions;
    }
}
