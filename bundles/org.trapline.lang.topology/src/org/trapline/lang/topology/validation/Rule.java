// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

/** The rules of the language. */
public enum Rule {
    /** Two things of one kind have the same name. */
    DUPLICATE_NAME
}
