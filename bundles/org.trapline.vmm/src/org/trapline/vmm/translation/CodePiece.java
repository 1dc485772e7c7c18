// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

/** Something that stands in the cache and can be executed. */
public sealed interface CodePiece permits Block, LookUpCase, LookUpTable {
    /** Returns where it stands, in bytes from the start of the cache. */
    int offset();

    /** Returns the number of its words. */
    int length();

    /** Returns how to get from a word to a state of the guest. */
    Recovery recovery(int word);
}
