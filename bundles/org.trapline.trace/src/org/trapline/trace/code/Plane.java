// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.code;

/** Whose privilege mode changed: the hart's, or the one a vCPU shows its guest. */
public enum Plane {
    PHYSICAL, VIRTUAL
}
