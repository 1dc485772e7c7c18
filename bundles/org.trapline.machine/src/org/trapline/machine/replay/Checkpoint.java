// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.replay;

import org.trapline.machine.memory.Ram;
import org.trapline.machine.state.StateImage;

/**
 * A state in a history.
 *
 * @param instant when it was
 * @param instret instructions retired by then
 * @param event   number of the first event recorded after it
 * @param changed whether somebody has changed something from outside just before, so that what was before does not lead here
 */
record Checkpoint(long instant, long instret, long event, StateImage image, boolean changed) {
    /** Returns how many bytes it takes to keep this state as well as an earlier one, or alone if that is null. */
    long bytesBeyond(Checkpoint earlier) {
        long bytes = image.data().length;
        for (int i = 0; i < image.memories().size(); i++) {
            bytes += (long) image.memories().get(i).pagesBeyond(earlier == null ? null : earlier.image.memories().get(i)) << Ram.PAGE_SHIFT;
        }
        return bytes;
    }
}
