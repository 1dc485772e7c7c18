// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.state.file;

import java.io.IOException;

/** A file is no snapshot, one of another version, or damaged. The message says which, and where. */
public final class SnapshotFileException extends IOException {
    private static final long serialVersionUID = 1L;

    SnapshotFileException(String message) {
        super(message);
    }
}
