// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.trapline.cli.CommandException;
import org.trapline.runtime.load.ProgramHost;

import picocli.CommandLine.Option;

/** The options that give devices to the machine of a program without a configuration. */
final class DeviceChoice {
    private static final String READ_ONLY = "readonly";
    private static final String PERSISTENT = "persistent";

    @Option(names = "--drive", paramLabel = "FILE[,WORD]", description = "A virtio disk with the contents of a raw image; may be given several times. "
        + "The file stays as it is, unless WORD is persistent: then what was written goes there when the run ends. With readonly, the disk "
        + "refuses to be written to.")
    private List<String> drives = new ArrayList<>();

    @Option(names = "--net", description = "A virtio network card, in a network of its own.")
    private boolean network;

    @Option(names = "--capture", paramLabel = "FILE", description = "A pcap file that gets what the card sends.")
    private Path capture;

    @Option(names = "--rng", description = "A virtio source of random numbers, the same in each run.")
    private boolean entropy;

    /** Returns the first option that was given, or null. */
    String given() {
        return !drives.isEmpty() ? "--drive" : network ? "--net" : capture != null ? "--capture" : entropy ? "--rng" : null;
    }

    ProgramHost.Parts parts() {
        if (capture != null && !network) {
            throw CommandException.usage("--capture " + capture + " has nothing to capture without --net");
        }
        return new ProgramHost.Parts(drives.stream().map(DeviceChoice::drive).toList(), network, capture, entropy);
    }

    private static ProgramHost.Drive drive(String text) {
        int comma = text.lastIndexOf(',');
        String word = comma < 0 ? "" : text.substring(comma + 1);
        return switch (word) {
            case READ_ONLY -> new ProgramHost.Drive(Path.of(text.substring(0, comma)), true, false);
            case PERSISTENT -> new ProgramHost.Drive(Path.of(text.substring(0, comma)), false, true);
            case "" -> new ProgramHost.Drive(Path.of(text), false, false);
            default -> throw CommandException.usage("--drive " + text + ": '" + word + "' is not known, expected " + READ_ONLY + " or " + PERSISTENT);
        };
    }
}
