// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import java.util.List;
import org.trapline.asm.link.LinkerOptions;
import org.trapline.isa.Isa;

/** Options of tests that count on instructions of four bytes. */
public final class Uncompressed {
    private Uncompressed() {
    }

    public static AssemblerOptions options() {
        return AssemblerOptions.defaults().withIsa(Isa.parse("rv64ima_zicsr_zifencei"));
    }

    /** Makes a program of one source. */
    public static BuildResult build(SourceFile source) {
        return Assembler.build(List.of(source), options(), LinkerOptions.defaults());
    }
}
