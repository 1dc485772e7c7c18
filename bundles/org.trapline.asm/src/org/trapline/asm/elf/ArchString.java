// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.elf;

import java.util.LinkedHashMap;
import java.util.Map;

import org.trapline.isa.Extension;
import org.trapline.isa.Isa;

/** The name of an instruction set with the versions of its extensions, as attributes of objects have it. */
public final class ArchString {
    /** Versions by the order that the ISA manual's naming conventions ask for. */
    private static final Map<Extension, String> VERSIONS = versions();
    private static final String MULTIPLY_ONLY = "zmmul1p0";

    private ArchString() {
    }

    private static Map<Extension, String> versions() {
        Map<Extension, String> versions = new LinkedHashMap<>();
        versions.put(Extension.I, "2p1");
        versions.put(Extension.M, "2p0");
        versions.put(Extension.A, "2p1");
        versions.put(Extension.F, "2p2");
        versions.put(Extension.D, "2p2");
        versions.put(Extension.C, "2p0");
        versions.put(Extension.H, "1p0");
        versions.put(Extension.ZICBOM, "1p0");
        versions.put(Extension.ZICBOZ, "1p0");
        versions.put(Extension.ZICSR, "2p0");
        versions.put(Extension.ZIFENCEI, "2p0");
        versions.put(Extension.ZBA, "1p0");
        versions.put(Extension.ZBB, "1p0");
        versions.put(Extension.ZBS, "1p0");
        versions.put(Extension.SVINVAL, "1p0");
        return versions;
    }

    /** Returns for instance {@code rv64i2p1_m2p0_a2p1_zicsr2p0_zmmul1p0}. */
    public static String of(Isa isa) {
        StringBuilder text = new StringBuilder("rv").append(isa.xlen());
        VERSIONS.forEach((extension, version) -> {
            if (extension == Extension.ZBA && isa.has(Extension.M)) {
                // What M brings includes it, and GNU as names it.
                text.append('_').append(MULTIPLY_ONLY);
            }
            if (isa.has(extension)) {
                text.append(extension == Extension.I ? "" : "_").append(extension.isaName()).append(version);
            }
        });
        return text.toString();
    }
}
