// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.code;

/** What an access to memory or a device was for. */
public enum Access {
    READ, WRITE, FETCH
}
