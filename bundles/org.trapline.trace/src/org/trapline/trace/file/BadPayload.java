// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.file;

/** A chunk's payload does not say what it should. Becomes a {@link TraceFileException} where the chunk's place is known. */
final class BadPayload extends Exception {
    BadPayload(String message) {
        super(message);
    }
}
