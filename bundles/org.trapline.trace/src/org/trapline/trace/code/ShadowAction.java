// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.code;

/** What a VMM did to a shadow page table. */
public enum ShadowAction {
    /** An entry was made from the guest's own. */
    FILL,
    /** One entry was dropped. */
    INVALIDATE,
    /** The whole table was dropped. */
    FLUSH,
    /** A guest page that holds page tables was made read-only. */
    PROTECT,
    /** Another root became current. */
    SWITCH,
    /** An entry of the second stage was made, which maps a guest physical address. */
    SECOND_STAGE
}
