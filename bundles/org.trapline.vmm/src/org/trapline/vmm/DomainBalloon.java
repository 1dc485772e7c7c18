// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import org.trapline.machine.device.virtio.VirtioMmio;
import org.trapline.machine.device.virtio.balloon.BalloonOwner;
import org.trapline.machine.device.virtio.balloon.VirtioBalloon;
import org.trapline.machine.memory.Ram;
import org.trapline.trace.EventKind;
import org.trapline.trace.code.BalloonAction;
import org.trapline.vmm.memory.PagedMemory;

/** The VMM's end of a guest's balloon: takes the page frames of what is put into it. */
final class DomainBalloon implements BalloonOwner {
    private final Domain domain;
    private final VirtioBalloon device;
    private final PagedMemory pages;

    private DomainBalloon(final Domain domain, final VirtioBalloon device, final PagedMemory pages) {
        this.domain = domain;
        this.device = device;
        this.pages = pages;
        device.setOwner(this);
    }

    /** Takes care of a domain's balloon; returns null if it has none, or its memory stays as it is. */
    static DomainBalloon of(final Domain domain) {
        final PagedMemory pages = domain.guestMemory().paged();
        for (final VirtioMmio slot : domain.platform().virtio()) {
            if (pages != null && slot.device() instanceof VirtioBalloon device) {
                return new DomainBalloon(domain, device, pages);
            }
        }
        return null;
    }

    /** Asks the guest to get along with so many bytes. */
    void setTarget(final long bytes) {
        final int given = (int) (pages.size() - bytes >>> Ram.PAGE_SHIFT);
        domain.hypervisor().record(domain, EventKind.BALLOON, BalloonAction.TARGET.ordinal(), given, 0, 0);
        device.setTarget(given);
    }

    /** Returns with how many bytes the guest is to get along. */
    long target() {
        return pages.size() - ((long) device.target() << Ram.PAGE_SHIFT);
    }

    private boolean isOwn(final long pa) {
        return domain.memory().contains(pa, Ram.PAGE_SIZE);
    }

    @Override
    public void give(final long pa) {
        if (isOwn(pa)) {
            domain.hypervisor().charge(Cost.BALLOON_PAGE);
            pages.give(domain.memory().page(pa));
        }
    }

    @Override
    public boolean canTake(final int count) {
        return pages.canTake(count);
    }

    @Override
    public void take(final long pa) {
        if (isOwn(pa)) {
            domain.hypervisor().charge(Cost.BALLOON_PAGE);
            pages.take(domain.memory().page(pa));
        }
    }

    @Override
    public void changed(final boolean inflated, final int count) {
        domain.hypervisor().record(domain, EventKind.BALLOON, (inflated ? BalloonAction.INFLATE : BalloonAction.DEFLATE).ordinal(), count, 0, 0);
    }

    @Override
    public void reset() {
        pages.takeAll();
    }
}
