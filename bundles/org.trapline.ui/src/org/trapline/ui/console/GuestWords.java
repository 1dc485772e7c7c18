// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.console;

import java.util.Locale;
import java.util.Optional;

import org.trapline.runtime.Ending;
import org.trapline.runtime.Guest;
import org.trapline.runtime.GuestResult;
import org.trapline.runtime.SessionState;
import org.trapline.ui.run.Run;

/** Says how a guest is. */
final class GuestWords {
    private GuestWords() {
    }

    /** Returns one line: what the guest does, or what has become of it. */
    static String describe(final Run run, final Guest guest) {
        final Optional<GuestResult> result = run.session().results().stream().filter(r -> r.guest() == guest).findFirst();
        if (result.isPresent()) {
            return guest.name() + " " + ending(result.get(), run);
        }
        if (!guest.lifeCycle().isAlive()) {
            return guest.name() + (guest.lifeCycle() == org.trapline.vmm.LifeCycle.OFF ? " is off" : " has crashed");
        }
        return guest.name() + switch (run.state()) {
            case READY -> " is about to start";
            case RUNNING -> " runs";
            case PAUSED -> " is paused";
            case WAITING -> " waits: type to go on";
            case ENDED -> " has ended";
        };
    }

    private static String ending(final GuestResult result, final Run run) {
        final StringBuilder text = new StringBuilder(result.ending().text());
        if (result.ending() == Ending.LIMIT) {
            text.append(String.format(Locale.ROOT, " of %,d", run.instructionLimit()));
        } else if (result.ending() == Ending.FAILED) {
            text.append(" with exit code ").append(result.exitCode());
        }
        if (!result.ending().isSuccess()) {
            text.append(String.format(Locale.ROOT, " at pc 0x%x", result.pc()));
        }
        text.append(String.format(Locale.ROOT, " \u2013 %,d instructions", result.instructions()));
        if (result.exits() > 0) {
            text.append(String.format(Locale.ROOT, ", %,d of them emulated, %,d exits", result.emulated(), result.exits()));
        }
        return text.append(String.format(Locale.ROOT, ", %,d cycles", result.cycles())).toString();
    }

    /** Returns the name of the picture for how a guest is. */
    static String image(final Run run, final Guest guest) {
        final Optional<GuestResult> result = run.session().results().stream().filter(r -> r.guest() == guest).findFirst();
        final boolean isOff = guest.lifeCycle() == org.trapline.vmm.LifeCycle.OFF;
        if (result.isPresent() || !guest.lifeCycle().isAlive()) {
            final boolean well = isOff || result.map(r -> r.ending().isSuccess() || r.ending() == Ending.STOPPED).orElse(false);
            return well ? "guest_off" : "guest_failed";
        }
        return run.state() == SessionState.PAUSED || run.state() == SessionState.READY ? "guest_paused" : "guest_running";
    }
}
