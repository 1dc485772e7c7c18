// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

import java.util.List;

import org.trapline.vmm.sensitivity.SensitivityReport;

/**
 * What a check has found.
 *
 * @param file   the configuration or program
 * @param hosts  the instruction sets of its hosts, classified
 * @param guests its guests, one for all that are the same experiment
 */
public record CheckReport(String file, List<HostReport> hosts, List<GuestReport> guests) {

    /** Copies the lists. */
    public CheckReport {
        hosts = List.copyOf(hosts);
        guests = List.copyOf(guests);
    }

    /**
     * Hosts with the same instructions.
     *
     * @param names       what they are called
     * @param sensitivity their instructions
     */
    public record HostReport(List<String> names, SensitivityReport sensitivity) {
    }

    /**
     * Guests that are the same experiment.
     *
     * @param names    what they are called
     * @param subject  the first of them
     * @param outcomes of the arrangements, the one first that the others are compared with
     */
    public record GuestReport(List<String> names, Subject subject, List<Outcome> outcomes) {
        /** Returns what is to be known of the comparison, or an empty text. */
        public String remark() {
            return subject.knowing() == null ? "" : subject.knowing().remark();
        }
    }

    /** Tells whether fidelity and safety held in every run. */
    public boolean holds() {
        return guests.stream().flatMap(guest -> guest.outcomes().stream()).allMatch(Outcome::holds);
    }
}
