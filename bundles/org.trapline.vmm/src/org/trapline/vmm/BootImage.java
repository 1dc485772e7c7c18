// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.ArrayList;
import java.util.List;

import org.trapline.machine.loading.BootLoader;
import org.trapline.machine.platform.Platform;

/** What a domain's memory is loaded with when it boots. */
final class BootImage {
    private final List<Loaded> parts = new ArrayList<>();
    private long entry = Platform.RAM_BASE;
    private BootLoader loader;

    private record Loaded(long gpa, byte[] bytes) {
    }

    void add(final long gpa, final byte[] bytes) {
        parts.add(new Loaded(gpa, bytes.clone()));
    }

    void setEntry(final long gpa) {
        entry = gpa;
    }

    void setLoader(final BootLoader newLoader) {
        loader = newLoader;
        entry = newLoader.entry();
    }

    /** Takes over what another loads. */
    void addAll(final BootImage other) {
        parts.addAll(other.parts);
        entry = other.entry;
        loader = other.loader;
    }

    /** Adds to the device tree what software is to be told of it. */
    void describe(final Platform platform) {
        if (loader != null) {
            loader.describe(platform);
        }
    }

    /** Puts everything into a platform as after power-on; returns where the first instruction stands. */
    long loadInto(final Platform platform) {
        platform.reset(entry);
        for (final Loaded part : parts) {
            platform.bus().load(part.gpa, part.bytes);
        }
        platform.putDeviceTree();
        platform.setBootRegisters(entry);
        if (loader != null) {
            loader.load(platform);
        }
        return entry;
    }

    /** Returns the guest physical address behind the last byte. */
    long end() {
        long end = loader == null ? Platform.RAM_BASE : loader.end();
        for (final Loaded part : parts) {
            end = Math.max(end, part.gpa + part.bytes.length);
        }
        return end;
    }
}
