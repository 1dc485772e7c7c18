// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.migration;

/**
 * One round of copying memory.
 *
 * @param number 0 for the first, in which all pages are copied
 * @param pages  how many pages were sent
 * @param bytes  how many bytes that was on the wire
 * @param dirty  how many pages were written meanwhile
 * @param cycles how long it took, in virtual time
 */
public record Round(int number, int pages, long bytes, int dirty, long cycles) {
}
