// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

import java.util.List;
import org.trapline.machine.device.DeviceRegister;

/** A device that does the chains of one of its queues one after the other, in their own time, and has nothing else under way for its driver. */
public abstract class RequestDevice extends VirtioDevice {

    /** Creates a device as {@link VirtioDevice} does. */
    protected RequestDevice(DeviceId id, long features, List<? extends DeviceRegister> config, int... queueSizes) {
        super(id, features, config, queueSizes);
    }

    /** Returns what does the chains; the same each time. */
    protected abstract QueueWorker worker();

    @Override
    protected long nextTick() {
        return worker().nextTick();
    }

    @Override
    protected void advance() {
        worker().advance();
    }

    @Override
    protected final void queueReset(VirtQueue queue) {
        worker().queueReset(queue);
    }

    @Override
    protected final void driverReset() {
        worker().reset();
    }
}
