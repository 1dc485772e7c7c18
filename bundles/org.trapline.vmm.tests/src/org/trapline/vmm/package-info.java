// SPDX-License-Identifier: EPL-2.0
/** Proves fidelity, safety and scheduling by experiment: guests that run, and the same programs on machines of their own. */
package org.trapline.vmm;
