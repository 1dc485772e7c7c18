// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.trapline.asm.Assembler;
import org.trapline.asm.SourceFile;
import org.trapline.asm.object.Image;
import org.trapline.isa.Isa;
import org.trapline.machine.platform.Platform;
import org.trapline.runtime.plan.BootPlan;
import org.trapline.runtime.plan.DomainPlan;
import org.trapline.runtime.plan.GuestPlan;
import org.trapline.runtime.plan.ProgramPlan;
import org.trapline.vmm.CrashPolicy;
import org.trapline.vmm.os.Standing;
import org.trapline.vmm.schedule.Share;

/** A guest that shares its host with the one that is checked, and notices if anybody else writes to its memory. */
final class Witness {
    static final String NAME = "witness";
    /** Bytes of its memory. */
    static final int MEMORY = 1 << 20;
    private static final String FILE = "witness.s";
    private static final String AREA = "area";
    private static final int AREA_SIZE = 4 * 2048;

    private final Image image;

    Witness() {
        image = Assembler.build(new SourceFile(FILE, source())).image();
    }

    private static String source() {
        try (InputStream in = Witness.class.getResourceAsStream(FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Tells whether nothing of its memory has changed but what it writes itself, and looks after itself.
     * @param before all of its memory when it started
     * @param after  all of it at the end
     */
    boolean isUnchanged(byte[] before, byte[] after) {
        int area = (int) (image.symbols().stream().filter(symbol -> symbol.name().equals(AREA)).findFirst().orElseThrow().value() - Platform.RAM_BASE);
        return Arrays.equals(before, 0, area, after, 0, area)
            && Arrays.equals(before, area + AREA_SIZE, MEMORY, after, area + AREA_SIZE, MEMORY);
    }

    DomainPlan domain(int id, Isa isa) {
        return new DomainPlan(id, guest(), isa, 1, MEMORY, false);
    }

    /** As {@link #domain}, as a process, which asks its kernel for nothing. */
    DomainPlan process(int id, Isa isa) {
        return new DomainPlan(id, guest(), isa, 1, MEMORY, false, List.of(), Share.EVEN, CrashPolicy.PRESERVE, Standing.process(List.of(NAME)), List.of());
    }

    private GuestPlan guest() {
        return new GuestPlan(NAME, new ProgramPlan(NAME, List.of(), image), BootPlan.NONE, 0);
    }
}
