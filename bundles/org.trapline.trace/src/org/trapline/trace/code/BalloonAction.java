// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.code;

/** What happens to the balloon of a guest: it is to have a size, the guest has given pages to it, or takes pages back. */
public enum BalloonAction {
    TARGET, INFLATE, DEFLATE
}
