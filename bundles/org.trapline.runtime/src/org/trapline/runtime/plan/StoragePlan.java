// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import java.nio.file.Path;

/** What stands behind a disk. */
public sealed interface StoragePlan {
    /** Returns how many bytes there are. */
    long size();

    /** Memory of the session that is zero at first. */
    record Blank(long size) implements StoragePlan {
    }

    /**
     * A file's contents.
     *
     * @param persistent whether what was written goes to the file when the run ends; otherwise the file stays as it is
     */
    record Image(Path file, long size, boolean persistent) implements StoragePlan {
    }

    /**
     * A part of a disk of the host.
     *
     * @param disk  its name
     * @param first the part's first byte
     * @param image what is copied there at first, or null
     */
    record Minidisk(String disk, long first, long size, Path image) implements StoragePlan {
    }

    /** A volume, which may stand behind several disks. */
    record Shared(String volume, long size) implements StoragePlan {
    }
}
