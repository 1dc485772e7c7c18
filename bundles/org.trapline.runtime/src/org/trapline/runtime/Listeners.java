// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.trapline.runtime.debug.Halt;
import org.trapline.vmm.LifeCycle;

/** Passes everything on to those who listen at that time. */
final class Listeners implements SessionListener {
    private final List<SessionListener> all = new CopyOnWriteArrayList<>();

    void add(SessionListener listener) {
        all.add(listener);
    }

    void remove(SessionListener listener) {
        all.remove(listener);
    }

    @Override
    public void stateChanged(SessionState newState) {
        all.forEach(listener -> listener.stateChanged(newState));
    }

    @Override
    public void guestChanged(Guest guest, LifeCycle lifeCycle) {
        all.forEach(listener -> listener.guestChanged(guest, lifeCycle));
    }

    @Override
    public void told(Guest guest, String news) {
        all.forEach(listener -> listener.told(guest, news));
    }

    @Override
    public void printed(Guest guest, byte[] bytes) {
        all.forEach(listener -> listener.printed(guest, bytes));
    }

    @Override
    public void halted(Halt why) {
        all.forEach(listener -> listener.halted(why));
    }

    @Override
    public void advanced() {
        all.forEach(SessionListener::advanced);
    }
}
