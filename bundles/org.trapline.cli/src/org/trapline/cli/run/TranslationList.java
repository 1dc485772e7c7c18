// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

import org.trapline.cli.CommandException;
import org.trapline.cli.ExitCode;
import org.trapline.runtime.Guest;
import org.trapline.runtime.Session;
import org.trapline.trace.text.JsonWriter;
import org.trapline.vmm.translation.Listing;

/** What kernels that are translated run as: their own code, and beside each instruction what is executed in its place. */
final class TranslationList {
    private static final int WIDTH = 40;

    private final Session session;
    private final boolean json;

    TranslationList(Session session, boolean json) {
        this.session = session;
        this.json = json;
    }

    void print(PrintStream out) throws InterruptedException {
        for (Guest guest : session.guests()) {
            for (Listing each : listings(guest)) {
                if (json) {
                    out.println(object(guest, each));
                } else {
                    print(guest, each, out);
                }
            }
        }
    }

    private List<Listing> listings(Guest guest) throws InterruptedException {
        try {
            return session.translations(guest).get();
        } catch (ExecutionException | CancellationException e) {
            throw new CommandException(ExitCode.ERROR, "--translations: " + e.getMessage());
        }
    }

    private static void print(Guest guest, Listing listing, PrintStream out) {
        out.println();
        out.println(guest.name() + " 0x" + Long.toHexString(listing.pc()) + (listing.machineMode() ? " (machine mode)" : " (supervisor mode)")
            + " runs at 0x" + Long.toHexString(listing.va()));
        for (Listing.Entry entry : listing.entries()) {
            String old = "%x: %s".formatted(entry.pc(), entry.text());
            for (Listing.Line line : entry.code()) {
                out.println(row(old, line));
                old = "";
            }
            if (entry.code().isEmpty()) {
                out.println("  " + old);
            }
        }
        listing.tail().forEach(line -> out.println(row("", line)));
    }

    private static String row(String old, Listing.Line line) {
        String note = line.note().isEmpty() ? "" : "   # " + line.note();
        return ("  %-" + WIDTH + "s %x: %s%s").formatted(old, line.va(), line.text(), note);
    }

    private static String object(Guest guest, Listing listing) {
        StringBuilder line = new StringBuilder();
        JsonWriter to = new JsonWriter(line).beginObject().member("type", "translation").member("guest", guest.name())
            .member("pc", hex(listing.pc())).member("va", hex(listing.va())).member("mode", listing.machineMode() ? "M" : "S")
            .name("instructions").beginArray();
        for (Listing.Entry entry : listing.entries()) {
            to.beginObject().member("pc", hex(entry.pc())).member("word", hex(entry.raw() & 0xffff_ffffL)).member("text", entry.text()).name("code");
            code(entry.code(), to);
            to.endObject();
        }
        to.endArray().name("tail");
        code(listing.tail(), to);
        to.endObject();
        return line.toString();
    }

    private static void code(List<Listing.Line> lines, JsonWriter to) {
        to.beginArray();
        for (Listing.Line each : lines) {
            to.beginObject().member("va", hex(each.va())).member("word", hex(each.word() & 0xffff_ffffL)).member("text", each.text());
            if (!each.note().isEmpty()) {
                to.member("note", each.note());
            }
            to.endObject();
        }
        to.endArray();
    }

    private static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }
}
