// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.os;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/** The files that a process has open, by their descriptors; the console's three are not among them. */
final class OpenFiles implements Stateful {
    static final int FIRST = 3;
    private static final int MOST = 16;

    private final FileSystem files;
    private final String[] names = new String[MOST];
    private final long[] places = new long[MOST];

    OpenFiles(final FileSystem files) {
        this.files = files;
    }

    void closeAll() {
        Arrays.fill(names, null);
    }

    private boolean isOpen(final long descriptor) {
        return descriptor >= FIRST && descriptor < FIRST + MOST && names[(int) descriptor - FIRST] != null;
    }

    long open(final String name, final boolean create, final boolean truncate) {
        if (!files.exists(name) && !create) {
            return Errno.ENOENT.result();
        }
        if (!files.exists(name) && !files.hasRoom()) {
            return Errno.ENOSPC.result();
        }
        for (int i = 0; i < MOST; i++) {
            if (names[i] == null) {
                if (!files.exists(name) || truncate) {
                    files.put(name, new byte[0]);
                }
                names[i] = name;
                places[i] = 0;
                return FIRST + i;
            }
        }
        return Errno.EMFILE.result();
    }

    long close(final long descriptor) {
        if (!isOpen(descriptor)) {
            return Errno.EBADF.result();
        }
        names[(int) descriptor - FIRST] = null;
        return 0;
    }

    long seek(final long descriptor, final long offset, final long whence) {
        if (!isOpen(descriptor)) {
            return Errno.EBADF.result();
        }
        final int i = (int) descriptor - FIRST;
        final long base = whence == 0 ? 0 : whence == 1 ? places[i] : files.size(names[i]);
        if (whence < 0 || whence > 2 || base + offset < 0 || base + offset > FileSystem.MOST_BYTES) {
            return Errno.EINVAL.result();
        }
        places[i] = base + offset;
        return places[i];
    }

    /** Returns what comes next, or null for a descriptor that is not open. */
    byte[] read(final long descriptor, final int length) {
        if (!isOpen(descriptor)) {
            return null;
        }
        final int i = (int) descriptor - FIRST;
        final byte[] bytes = files.read(names[i], places[i], length);
        places[i] += bytes.length;
        return bytes;
    }

    long write(final long descriptor, final byte[] bytes) {
        if (!isOpen(descriptor)) {
            return Errno.EBADF.result();
        }
        final int i = (int) descriptor - FIRST;
        if (!files.write(names[i], places[i], bytes)) {
            return Errno.ENOSPC.result();
        }
        places[i] += bytes.length;
        return bytes.length;
    }

    @Override
    public void exchange(final StateExchange state) {
        for (int i = 0; i < MOST; i++) {
            final boolean open = state.flag("open" + i, names[i] != null);
            final byte[] name = state.bytes("name" + i, names[i] == null ? new byte[0] : names[i].getBytes(StandardCharsets.UTF_8), 1 << 12);
            names[i] = open ? new String(name, StandardCharsets.UTF_8) : null;
            places[i] = state.number("place" + i, places[i]);
        }
    }
}
