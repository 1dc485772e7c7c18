// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.code;

/** Direction of a console byte, seen from the guest. */
public enum Stream {
    OUTPUT, INPUT
}
