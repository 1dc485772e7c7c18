// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import java.nio.file.Path;

/**
 * A network between machines.
 *
 * @param name    its name in the configuration
 * @param latency cycles that a frame is under way
 * @param capture the pcap file that gets every frame, or null
 * @param line    where it is declared
 */
public record NetworkPlan(String name, long latency, Path capture, int line) {
}
