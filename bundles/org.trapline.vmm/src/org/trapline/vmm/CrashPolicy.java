// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

/** What is done with a domain whose guest has crashed. */
public enum CrashPolicy {
    /** It stays as it is, to be looked at. */
    PRESERVE,
    /** It is switched off and on again, at once. */
    RESTART,
    /** Whoever owns the hypervisor deletes it. */
    DESTROY
}
