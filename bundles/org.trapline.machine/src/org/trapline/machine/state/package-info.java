// SPDX-License-Identifier: EPL-2.0
/**
 * The state of a machine as data: to keep, to bring back, to compare, to put into a file.
 *
 * <p>Whatever has a part of the state is {@link org.trapline.machine.state.Stateful} and names its fields once, in
 * {@link org.trapline.machine.state.Stateful#exchange}. Keeping, checking, bringing back and the digest all follow from that one list, so that a
 * field cannot be in one and missing in another. Knows no hart and no device; of memory it knows {@link org.trapline.machine.memory.RamImage},
 * which shares pages.
 *
 * <p>What belongs into the list: everything on which the future depends and that does not follow from something else in it. What is derived
 * (decoded code, interrupt levels, cached addresses) is worked out again when {@link org.trapline.machine.state.StateExchange#isRestoring}.
 */
package org.trapline.machine.state;
